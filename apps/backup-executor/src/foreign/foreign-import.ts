import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import {
  addComponent,
  buildManifest,
  buildSidecar,
  type ComponentSink,
  DATABASE_MEMBER,
  type DumpFacts,
  FILESTORE_MEMBER,
  FilestoreTap,
  keysOf,
  type Manifest,
  manifestText,
  openForeignDump,
  type WrittenComponent,
} from '@app/archive';
import type { BackupRescanPayload, ForeignBackupPayload, StorageAccess } from '@app/contracts';
import { StrongroomError, STRONGROOM_VERSION } from '@app/core';
import type { RunningJob, TaskProgress } from '@app/executor';
import { SqlGate } from '@app/odoo';
import { openIdentities, SecretBox } from '@app/secrets';
import type { ObjectStore } from '@app/storage';
import { zipKey } from '../backup-key';
import { removeLeftoverObjects, writeSidecar } from '../backup-objects';
import { openOutput } from '../backup-output';
import { type ForeignSource, openForeignSource } from './foreign-source';
import { ReadBack } from '../verification/read-back';

export interface ImportWork {
  command: BackupRescanPayload & { foreign: ForeignBackupPayload };
  job: RunningJob;
  progress: TaskProgress;
  storage: StorageAccess;
  store: ObjectStore;
}

interface Imported {
  facts: DumpFacts;
  database: WrittenComponent;
  filestore: (WrittenComponent & { files: number; tarBytes: number }) | null;
}

/** SQL is squeezed on its way: the dump itself is not. What no load would begin with is not taken in. */
const GZIP_LEVEL = 1;

/**
 * Makes a backup of somebody else's one of ours, in the same storage: as a ZIP with its manifest beside it, where each
 * backup lies, encrypted where new backups are. What it is made of stays as it is. Every byte is read once, and the
 * checksums are taken then. Whatever is done with backups is then done with it, as with all others.
 */
@Injectable()
export class ForeignImport {
  constructor(
    private readonly secrets: SecretBox,
    private readonly readBack: ReadBack,
  ) {}

  /** @returns under which key it lies, without the endings. Once it is made it is not made again. */
  async make(work: ImportWork): Promise<string> {
    const { command, job, store, progress } = work;
    const { organization_id, foreign } = command;
    const keys = keysOf(zipKey({ ...foreign, organization_id }));
    const stem = keys.archive.replace(/\.zip$/, '');
    if (await store.stat(keys.sidecar)) return stem;
    await removeLeftoverObjects(store, keys.archive);
    const source = await openForeignSource(store, foreign, job.signal);
    progress.expect(2 * source.sizeBytes);
    const output = await openOutput(store, keys, { database: source.sizeBytes, filestore: 0 }, job.signal);
    let readBackBytes = 0;
    progress.follow(() => output.bytesWritten + readBackBytes);
    try {
      const content = await writeForeign(work, source, output.components);
      const manifest = describe(work, source, content, keys.archive);
      await output.describe(manifest);
      const members = await output.finish();
      await job.confirmLease();
      const size = await output.commit();
      await this.prove(work, keys.archive, manifest, (bytes) => (readBackBytes += bytes));
      const sidecar = buildSidecar(manifest, { key: keys.archive, size, members });
      await job.beginLastStep();
      await writeSidecar(store, keys.sidecar, manifestText(sidecar), { proven: true, signal: job.signal });
      return stem;
    } catch (error) {
      await output.giveUp(error, job);
      throw error;
    }
  }

  private async prove(
    { storage, store, job }: ImportWork,
    key: string,
    expected: Manifest,
    onBytes: (bytes: number) => void,
  ): Promise<void> {
    await this.readBack.proveUpload(store, key, storage.verify_after_upload ?? 'rehashed', {
      expected,
      identities: openIdentities(storage, this.secrets),
      environment: () =>
        Promise.reject(new StrongroomError('PG_RESTORE_MISSING', 'The executor has no pg_restore that knows the dump')),
      onBytes,
      signal: job.signal,
    });
  }
}

async function writeForeign(work: ImportWork, source: ForeignSource, sink: ComponentSink): Promise<Imported> {
  const recipient = work.storage.encryption?.current?.recipient;
  const { facts, content } = await openForeignDump(await source.dump());
  const dump = facts.format === 'plain_sql' ? squeezed(content) : content;
  const database = await addComponent(sink, DATABASE_MEMBER, dump, { ...(recipient && { recipient }) });
  if (source.filestore === undefined) return { facts, database, filestore: null };
  const tap = new FilestoreTap();
  // The error, if any, is that of the tap.
  pipeline(await source.filestore.tar(), tap, () => {});
  const filestore = await addComponent(sink, FILESTORE_MEMBER, tap, { ...(recipient && { recipient }) });
  return { facts, database, filestore: { ...filestore, files: tap.files, tarBytes: tap.tarBytes } };
}

function squeezed(content: Readable): Readable {
  const gzip = createGzip({ level: GZIP_LEVEL, chunkSize: 1 << 18 });
  // The error, if any, is that of the returned stream.
  pipeline(content, new SqlGate(), gzip, () => {});
  return gzip;
}

function describe(
  { command, job, storage }: ImportWork,
  source: ForeignSource,
  content: Imported,
  key: string,
): Manifest {
  const { foreign } = command;
  const { facts, database, filestore } = content;
  const current = storage.encryption?.current;
  const odd = source.filestore?.names.odd ?? [];
  const takenAt = source.takenAt.toISOString();
  return buildManifest({
    backup_id: foreign.backup_id,
    environment_id: foreign.environment_id,
    backup_type: source.backupType,
    created_at: takenAt,
    encryption: current ? { format: 'age', key_id: current.key_id, recipient: current.recipient } : null,
    created_by: foreign.created_by,
    attempt: job.attempt,
    strongroom_version: STRONGROOM_VERSION,
    database: {
      name: source.name,
      key,
      ...sumsOf(database),
      format: facts.format === 'plain_sql' ? 'plain_sql_gz' : 'pg_dump_custom',
      pg_version: facts.pgVersion,
      dump_version: facts.dumpVersion,
      compression: facts.compression,
      // Odoo makes its databases so; a dump does not tell.
      encoding: 'UTF8',
      collate: 'C',
      ctype: '',
      has_unaccent: facts.hasUnaccent,
      has_pg_trgm: facts.hasPgTrgm,
    },
    filestore: filestore && { ...sumsOf(filestore), files: filestore.files, tar_size: filestore.tarBytes },
    attachments: null,
    warnings:
      odd.length === 0
        ? []
        : [
            {
              code: 'FILESTORE_ODD_ENTRIES',
              message: `Not taken over, being no files of a filestore: ${odd.join(', ')}`,
            },
          ],
    environment_snapshot: {
      ...(source.odooVersion !== undefined && { project: { odoo_version: source.odooVersion } }),
      imported_from: source.origin,
      timestamp: takenAt,
    },
    // Whoever imports decides for how long it is kept: until then it stays.
    retention: { type: 'permanent', expires_at: null },
  });
}

function sumsOf({ sizeBytes, sha256, stored }: WrittenComponent) {
  return {
    size: sizeBytes,
    checksum: sha256,
    ...(stored && { stored: { size: stored.sizeBytes, checksum: stored.sha256 } }),
  };
}
