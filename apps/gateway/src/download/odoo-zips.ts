import { once } from 'node:events';
import { pipeline, Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import {
  type BackupArchiveReader,
  DATABASE_MEMBER,
  FilestoreFiles,
  gunzipStream,
  InstalledModules,
  type Manifest,
  odooManifest,
  writeOdooZip,
} from '@app/archive';
import { StrongroomError } from '@app/core';
import { type DumpScript, openDumpScript } from '@app/odoo';
import { GatewayConfig } from '../config';
import { FoundArchives } from './found-archives';
import type { FoundObject } from './object-finder';

/** Makes of a backup, while it streams, the ZIP that Odoo's database manager restores. */
@Injectable()
export class OdooZips {
  constructor(
    private readonly archives: FoundArchives,
    private readonly config: GatewayConfig,
  ) {}

  /** @throws StrongroomError PG_RESTORE_MISSING, ENCRYPTION_KEY_MISSING, ARCHIVE_*: it cannot be made */
  async require(found: FoundObject): Promise<void> {
    const { signal } = new AbortController();
    await this.scriptFor((await this.archives.open(found, signal)).manifest, signal);
  }

  /**
   * @returns with its first bytes at hand; destroyed where the backup turns out to be damaged
   * @throws StrongroomError as `require`, and what is wrong at the very beginning
   */
  async open(found: FoundObject, signal: AbortSignal): Promise<Readable> {
    const archive = await this.archives.open(found, signal);
    const script = await this.scriptFor(archive.manifest, signal);
    const zip = Readable.from(writeOdooZip(await contentOf(archive, script, signal)), {
      objectMode: false,
      highWaterMark: 1 << 18,
    });
    await once(zip, 'readable', { signal });
    return zip;
  }

  /** undefined: the dump is SQL already. */
  private async scriptFor({ database }: Manifest, signal: AbortSignal): Promise<DumpScript | undefined> {
    if (database.format === 'plain_sql_gz') return undefined;
    const dumpMajor = Number.parseInt(database.dump_version, 10);
    const script = await openDumpScript({ dumpMajor, directories: this.config.pgRestoreDirectories, signal });
    if (script) return script;
    throw new StrongroomError(
      'PG_RESTORE_MISSING',
      `The gateway has no pg_restore ${dumpMajor} or newer, which has to make SQL of the dump`,
    );
  }
}

async function contentOf(archive: BackupArchiveReader, script: DumpScript | undefined, signal: AbortSignal) {
  const { database, filestore, environment_snapshot, created_at } = archive.manifest;
  const dump = await archive.open(DATABASE_MEMBER, { signal });
  const modules = new InstalledModules();
  // The error, if any, is that of the last one.
  if (script) pipeline(script.of(dump), modules, () => {});
  else pipeline(dump, gunzipStream('dump'), modules, () => {});
  const { odoo_version } = { ...(environment_snapshot['project'] as { odoo_version?: unknown } | undefined) };
  const odooVersion = typeof odoo_version === 'string' ? odoo_version : undefined;
  return {
    dump: modules,
    ...(filestore && { filestore: new FilestoreFiles(archive).events(signal) }),
    manifest: () => odooManifest({ name: database.name, pgVersion: database.pg_version, odooVersion }, modules.modules),
    takenAt: new Date(created_at),
  };
}
