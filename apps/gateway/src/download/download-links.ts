import { Injectable } from '@nestjs/common';
import { StrongroomError } from '@app/core';
import { SecretBox } from '@app/secrets';

const CONTEXT = 'download-link';

/** What a link carries beside the id of its backup. */
export interface LinkProof {
  /** Seconds since 1970. */
  expires: number;
  signature: string;
}

/** Links that need no token: whoever has one may read the object of one backup until it expires, on any gateway. */
@Injectable()
export class DownloadLinks {
  constructor(private readonly secrets: SecretBox) {}

  /** @returns path and query */
  issue(backupId: string, expiresAt: Date): string {
    const expires = Math.floor(expiresAt.getTime() / 1000);
    const signature = this.secrets.sign(statement(backupId, expires), CONTEXT);
    return `/api/v1/backups/${backupId}/object?${new URLSearchParams({ expires: String(expires), signature }).toString()}`;
  }

  /** @throws StrongroomError DOWNLOAD_LINK_INVALID, DOWNLOAD_LINK_EXPIRED */
  require(backupId: string, { expires, signature }: LinkProof): void {
    if (!this.secrets.isSigned(statement(backupId, expires), signature, CONTEXT))
      throw new StrongroomError('DOWNLOAD_LINK_INVALID', 'The link is not one that this Strongroom has issued.');
    if (expires * 1000 <= Date.now())
      throw new StrongroomError(
        'DOWNLOAD_LINK_EXPIRED',
        `The link expired at ${new Date(expires * 1000).toISOString()}.`,
      );
  }
}

const statement = (backupId: string, expires: number) => `${backupId.toLowerCase()}\n${expires}`;
