import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { of, RequirePermission } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { GatewayConfig } from '../config';
import { Nested, QueryWhole, Text, Whole } from '../http/fields';
import { Id } from '../http/request-validation';
import { Describe, type Problems } from '../openapi/describe';
import { BackupFiles } from './backup-files';
import { DownloadSlots } from './download-slots';

const EXAMPLE = '0d/0dbbd0e5fabb4b0dc7b9ff1ab2f3a7a9a0f6f1c2';

class FilesQuery {
  @Text({ optional: true, max: 500, description: 'What the names begin with', example: '0d/' }) prefix?: string;
  @Text({ optional: true, max: 500, description: '`next_after` of the page before', example: EXAMPLE }) after?: string;
  @QueryWhole({ optional: true, min: 1, max: 10_000, default: 1000, description: 'Files on a page' }) limit?: number;
}

class FileQuery {
  @Text({
    max: 500,
    description: 'As the list has it: `store_fname` of the attachment. Its SHA-1 alone will do',
    example: EXAMPLE,
  })
  name: string;
}

class BackupFile {
  @Text({ max: 5000, example: EXAMPLE }) name: string;
  @Whole({ example: 48_211 }) size_bytes: number;
}

class BackupFileList {
  @Nested(() => BackupFile, { list: true }) items: BackupFile[];
  @Text({ max: 5000, nullable: true, description: '`after` of the next page; null: this is the last one' })
  next_after: string | null;
}

const PROBLEMS: Problems = {
  BACKUP_DELETED: 'The backup was deleted',
  BACKUP_EXPIRED: 'The time of the backup is over',
  BACKUP_NOT_COMPLETED: 'The backup is not completed',
  BACKUP_WITHOUT_FILESTORE: 'It was made without its filestore',
  BACKUP_FILES_TIMEOUT: 'It lies too far behind',
  OBJECT_NOT_FOUND: 'The object is in no storage any more',
  OBJECT_TRUNCATED: 'The storage delivers too little',
  ARCHIVE_INVALID: 'The object is no backup of Strongroom',
  ARCHIVE_CORRUPT: 'The object is damaged',
  ARCHIVE_UNSAFE: 'The filestore holds what no filestore holds',
  ENCRYPTION_KEY_MISSING: 'The backup is encrypted, and its key is not stored',
  STORAGE_UNREACHABLE: 'The storage does not answer',
  STORAGE_AUTH_FAILED: 'The storage refuses the credentials',
  DOWNLOADS_BUSY: 'The gateway streams as many downloads as it may; `Retry-After` says when to come again',
};

@ApiTags('backups')
@Controller('api/v1/backups')
export class BackupFilesController {
  constructor(
    private readonly backups: BackupFiles,
    private readonly slots: DownloadSlots,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
  ) {}

  @Get(':id/files')
  @Describe({
    summary: 'List the files in the filestore of a backup',
    description:
      'In the order in which they lie in the backup. The object is read up to the end of the page, the dump not at all: a page far behind in a large filestore takes its time.',
    problems: PROBLEMS,
  })
  @RequirePermission('project.backups.view', of('backup'))
  @ApiOkResponse({ type: BackupFileList })
  async list(
    @Id() id: string,
    @Query() { prefix, after, limit = 1000 }: FilesQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BackupFileList> {
    const giveBack = this.slots.take(response);
    try {
      const page = await this.backups.use(id, goneOf(response), ({ files, signal }) =>
        files.list({ prefix, after, limit }, signal),
      );
      const items = page.files.map(({ name, sizeBytes }) => ({ name, size_bytes: sizeBytes }));
      return { items, next_after: page.next };
    } finally {
      giveBack();
    }
  }

  @Get(':id/files/content')
  @Describe({
    summary: 'Download one file out of the filestore of a backup',
    description:
      'The object is read up to the end of the file, the dump not at all. A file that turns out not to be what its name says is broken off before its end.',
    problems: { BACKUP_FILE_NOT_FOUND: 'There is no such file in the backup', ...PROBLEMS },
    operationId: 'getBackupFile',
  })
  @RequirePermission('project.backups.view', of('backup'))
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  async content(
    @Id() id: string,
    @Query() { name }: FileQuery,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const giveBack = this.slots.take(response);
    try {
      await this.backups.use(id, goneOf(response), async ({ backup, files, signal, found }) => {
        const file = await files.open(name, signal);
        found();
        // What is damaged right at its beginning can still be told.
        await once(file.content, 'readable', { signal });
        await this.audit.record(this.dataSource.manager, {
          ...actor,
          action: 'backup.file_downloaded',
          object: { type: 'backup', id: backup.id },
          organization: backup.organization_id,
          details: { name: file.name },
        });
        response.set({
          'Cache-Control': 'private, no-store',
          'Content-Disposition': `attachment; filename="${fileNameOf(file.name)}"`,
          'Content-Length': String(file.sizeBytes),
          'Content-Type': 'application/octet-stream',
          'X-Content-Type-Options': 'nosniff',
        });
        response.setTimeout(this.config.downloadStallTimeoutMs, () => response.destroy());
        // Whatever breaks it off after that, the client sees by the missing bytes.
        await pipeline(file.content, response, { signal }).catch(() => response.destroy());
      });
    } finally {
      giveBack();
    }
  }
}

/** Aborts when the connection closes. */
function goneOf(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

/** Odoo's names need no quoting; whatever else is there gets another one. */
function fileNameOf(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return /^[\w.-]+$/.test(last) ? last : 'file';
}
