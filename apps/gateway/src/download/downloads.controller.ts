import { Controller, Get, Logger, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { StrongroomError, toStrongroomError } from '@app/core';
import { of, PublicRoute, RequirePermission } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { GatewayConfig } from '../config';
import { Moment, OneOf, QueryWhole, Text, Uuid, Whole } from '../http/fields';
import { momentOf } from '../http/moment';
import { Id } from '../http/request-validation';
import { Describe, type Problems } from '../openapi/describe';
import {
  DOWNLOAD_FORMATS,
  type DownloadFormat,
  DownloadLinks,
  LINK_CONTENTS,
  type LinkContent,
} from './download-links';
import { DownloadSlots } from './download-slots';
import { filestoreOf, type FoundObject, ObjectFinder } from './object-finder';
import { sendObject } from './object-response';
import { sendOdooZip } from './odoo-zip-response';
import { OdooZips } from './odoo-zips';

class DownloadQuery {
  @QueryWhole({
    optional: true,
    min: 300,
    max: 86_400,
    default: 3600,
    example: 3600,
    description: 'How long the address is valid, in seconds',
  })
  expires_in?: number;
  @OneOf(DOWNLOAD_FORMATS, {
    optional: true,
    default: 'zip',
    description:
      "`odoo_zip`: the ZIP that Odoo's database manager restores (`dump.sql`, `filestore/`, `manifest.json`), made by this gateway while it is downloaded; `zip`: the backup as it lies in its storage, which in PLANA's layout are a dump and a filestore, each with an address",
  })
  format?: DownloadFormat;
}

class ObjectQuery {
  @QueryWhole({ description: 'Of the address: until when it is valid, in seconds since 1970', example: 1733916600 })
  expires: number;
  @Text({ max: 300, description: 'Of the address' }) signature: string;
  @OneOf(LINK_CONTENTS, { optional: true, default: 'zip', description: 'Of the address' }) format?: LinkContent;
}

class BackupDownload {
  @Uuid({ example: '660e8400-e29b-41d4-a716-446655440000' }) backup_id: string;
  @Text({
    max: 8000,
    example: 'https://s3.amazonaws.com/bucket/path/backup.zip?X-Amz-Signature=...',
    description:
      "Of the ZIP, or of the dump in PLANA's layout: presigned by the storage, or an address of this gateway. Needs no token",
  })
  database_url: string;
  @Text({
    nullable: true,
    max: 8000,
    description: "Of the filestore in PLANA's layout; null: it is in the ZIP, or there is none",
  })
  filestore_url: string | null;
  @Text({ nullable: true, description: 'null: nobody needs it for a restore' }) manifest_url: null;
  @Whole({ example: 3600, description: 'Seconds' }) expires_in: number;
  @Moment({ example: '2024-12-11T11:30:00Z' }) expires_at: string;
}

/** So long it does not expire. */
const NOTE_LINK = `UPDATE backups SET linked_until = GREATEST(linked_until, $2) WHERE id = $1`;

const ODOO_ZIP_PROBLEMS: Problems = {
  PG_RESTORE_MISSING: 'The gateway cannot make SQL of the dump',
  ARCHIVE_INVALID: 'The object is no backup of Strongroom',
  ARCHIVE_CORRUPT: 'The object is damaged',
  ENCRYPTION_KEY_MISSING: 'The backup is encrypted, and its key is not stored',
};

@ApiTags('backups')
@Controller('api/v1/backups')
export class DownloadsController {
  private readonly logger = new Logger(DownloadsController.name);

  constructor(
    private readonly finder: ObjectFinder,
    private readonly links: DownloadLinks,
    private readonly slots: DownloadSlots,
    private readonly zips: OdooZips,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
  ) {}

  @Get(':id/download')
  @Describe({
    summary: 'Get an address to download a backup from',
    description:
      'Presigned by storages of the S3 family; of others an address of this gateway, which streams and knows ranges. A copy is used when the first object is gone. Whoever has the address may download until it expires. Where dump and filestore are objects of their own, each has an address. The ZIP of a storage with encryption holds age files, which only its keys open; a ZIP for Odoo is decrypted.',
    problems: {
      ...ODOO_ZIP_PROBLEMS,
      BACKUP_DELETED: 'The backup was deleted',
      BACKUP_EXPIRED: 'The time of the backup is over',
      BACKUP_NOT_COMPLETED: 'The backup is not completed',
      OBJECT_NOT_FOUND: 'The object is in no storage any more',
      STORAGE_UNREACHABLE: 'The storage does not answer',
      STORAGE_AUTH_FAILED: 'The storage refuses the credentials',
    },
    operationId: 'getBackupDownload',
  })
  @RequirePermission('project.backups.view', of('backup'))
  @ApiOkResponse({ type: BackupDownload })
  async download(
    @Id() id: string,
    @Query() { expires_in = 3600, format = 'zip' }: DownloadQuery,
    @Req() request: Request,
    @CurrentActor() actor: Actor,
  ): Promise<BackupDownload> {
    const found = await this.finder.find(id);
    const { backup, store } = found;
    try {
      if (format === 'odoo_zip') await this.zips.require(found);
      // signatures know whole seconds
      const from = new Date(Math.floor(Date.now() / 1000) * 1000);
      const expiresAt = new Date(from.getTime() + expires_in * 1000);
      const addressOf = async ({ object, fileName }: FoundObject, content: LinkContent) =>
        (content === 'odoo_zip'
          ? undefined
          : await store.signedUrl(object.key, { from, expiresInSeconds: expires_in, fileName })) ??
        new URL(this.links.issue(backup.id, expiresAt, content), this.baseOf(request)).href;
      const database_url = await addressOf(found, format);
      const filestore = format === 'zip' ? await filestoreOf(found) : undefined;
      const filestore_url = filestore ? await addressOf(filestore, 'filestore') : null;
      await this.dataSource.query(NOTE_LINK, [backup.id, expiresAt]);
      await this.audit.record(this.dataSource.manager, {
        ...actor,
        action: 'backup.download_requested',
        object: { type: 'backup', id: backup.id },
        organization: backup.organization_id,
        details: { expires_in, ...(format !== 'zip' && { format }) },
      });
      const expires_at = momentOf(expiresAt);
      return { backup_id: backup.id, database_url, filestore_url, manifest_url: null, expires_in, expires_at };
    } finally {
      await store.close();
    }
  }

  @Get(':id/object')
  @Describe({
    summary: 'Download the object of a backup',
    description:
      'By an address that `GET /api/v1/backups/{id}/download` has given. Needs no token. Answers HEAD, and one range at a time, so that a download that broke can go on. A ZIP for Odoo is made anew each time: its size is not known before, it has no ranges, and where the backup turns out to be damaged it breaks off without its end.',
    problems: {
      ...ODOO_ZIP_PROBLEMS,
      DOWNLOAD_LINK_INVALID: 'The address is not valid',
      DOWNLOAD_LINK_EXPIRED: 'The address is not valid any more',
      NOT_FOUND: 'There is no such backup',
      BACKUP_DELETED: 'The backup was deleted',
      BACKUP_EXPIRED: 'The time of the backup is over',
      BACKUP_NOT_COMPLETED: 'The backup is not completed',
      OBJECT_NOT_FOUND: 'The object is in no storage any more',
      RANGE_NOT_SATISFIABLE: 'The range lies beyond the end of the object',
      STORAGE_UNREACHABLE: 'The storage does not answer',
      STORAGE_AUTH_FAILED: 'The storage refuses the credentials',
      DOWNLOADS_BUSY: 'The gateway streams as many downloads as it may; `Retry-After` says when to come again',
    },
    operationId: 'downloadBackup',
  })
  @PublicRoute()
  @ApiHeader({ name: 'Range', required: false, example: 'bytes=1048576-' })
  @ApiHeader({ name: 'If-Range', required: false, description: 'The ETag that the range belongs to' })
  @ApiOkResponse({ content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } })
  @ApiResponse({
    status: 206,
    description: 'The range that was asked for',
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  })
  async object(
    @Id() id: string,
    @Query() proof: ObjectQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    this.links.require(id, proof);
    const { format = 'zip' } = proof;
    const giveBack = this.slots.take(response, format === 'odoo_zip' ? format : 'zip');
    try {
      const found = await this.finder.find(id);
      try {
        const { downloadStallTimeoutMs } = this.config;
        const broken =
          format === 'odoo_zip'
            ? await sendOdooZip(request, response, { zips: this.zips, found }, downloadStallTimeoutMs)
            : await sendObject(request, response, await this.wanted(found, format), downloadStallTimeoutMs);
        if (broken !== undefined) this.tellBroken(id, broken);
      } finally {
        await found.store.close();
      }
    } finally {
      giveBack();
    }
  }

  private async wanted(found: FoundObject, content: LinkContent): Promise<FoundObject> {
    if (content !== 'filestore') return found;
    const filestore = await filestoreOf(found);
    if (filestore) return filestore;
    throw new StrongroomError('OBJECT_NOT_FOUND', `The backup ${found.backup.id} has no filestore of its own.`);
  }

  /** That a client goes away is nothing to tell; that a storage does is. */
  private tellBroken(backup_id: string, thrown: unknown): void {
    if (!(thrown instanceof StrongroomError)) return;
    const { code, message } = toStrongroomError(thrown);
    this.logger.warn({ backup_id, code }, `a download broke off: ${message}`);
  }

  private baseOf(request: Request): string {
    const base = this.config.publicUrl ?? `${request.protocol}://${request.get('host') ?? ''}`;
    if (URL.canParse(base)) return base;
    throw new StrongroomError('BAD_REQUEST', 'The header Host names no host.');
  }
}
