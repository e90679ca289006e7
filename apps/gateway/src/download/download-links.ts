import { Injectable } from '@nestjs/common';
import { StrongroomError } from '@app/core';
import { SecretBox } from '@app/secrets';

const CONTEXT = 'download-link';

/** `zip`: the object as it lies in its storage. `odoo_zip`: the ZIP of Odoo's database manager, made of it. */
export const DOWNLOAD_FORMATS = ['zip', 'odoo_zip'] as const;
export type DownloadFormat = (typeof DOWNLOAD_FORMATS)[number];

/** What a link may lead to: `filestore` is that of a backup in PLANA's layout, whose `zip` is the dump. */
export const LINK_CONTENTS = [...DOWNLOAD_FORMATS, 'filestore'] as const;
export type LinkContent = (typeof LINK_CONTENTS)[number];

/** What a link carries beside the id of its backup. */
export interface LinkProof {
  /** Seconds since 1970. */
  expires: number;
  signature: string;
  /** Absent: `zip`. */
  format?: LinkContent;
}

/** Links that need no token: whoever has one may read one backup in one format until it expires, on any gateway. */
@Injectable()
export class DownloadLinks {
  constructor(private readonly secrets: SecretBox) {}

  /** @returns path and query */
  issue(backupId: string, expiresAt: Date, format: LinkContent = 'zip'): string {
    const expires = Math.floor(expiresAt.getTime() / 1000);
    const signature = this.secrets.sign(statement(backupId, expires, format), CONTEXT);
    const query = { expires: String(expires), signature, ...(format !== 'zip' && { format }) };
    return `/api/v1/backups/${backupId}/object?${new URLSearchParams(query).toString()}`;
  }

  /** @throws StrongroomError DOWNLOAD_LINK_INVALID, DOWNLOAD_LINK_EXPIRED */
  require(backupId: string, { expires, signature, format = 'zip' }: LinkProof): void {
    if (!this.secrets.isSigned(statement(backupId, expires, format), signature, CONTEXT))
      throw new StrongroomError('DOWNLOAD_LINK_INVALID', 'The link is not one that this Strongroom has issued.');
    if (expires * 1000 <= Date.now())
      throw new StrongroomError(
        'DOWNLOAD_LINK_EXPIRED',
        `The link expired at ${new Date(expires * 1000).toISOString()}.`,
      );
  }
}

const statement = (backupId: string, expires: number, format: LinkContent) =>
  [backupId.toLowerCase(), expires, ...(format === 'zip' ? [] : [format])].join('\n');
