import { pipeline } from 'node:stream/promises';
import { type Readable, Writable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { gunzipStream, type Manifest, openStoredBackup, verifyBackup } from '@app/archive';
import type { ReadingLevel, VerificationPayload, VerifyAfterUpload } from '@app/contracts';
import { StrongroomError, toStrongroomError } from '@app/core';
import { bothSides, type OdooEnvironment, openLocalDumpReader, SqlGate, type SinkStream } from '@app/odoo';
import type { ObjectStore } from '@app/storage';
import { BackupExecutorConfig } from '../config';

export interface ReadBackOptions {
  /** What was written; without it the manifest in the object is believed. */
  expected?: Manifest;
  identities: readonly string[];
  /** Asked for only when this machine has no pg_restore that knows the dump. */
  environment: () => Promise<Pick<OdooEnvironment, 'openDumpReader'>>;
  onBytes: (bytes: number) => void;
  signal: AbortSignal;
}

const NOWHERE = { write: (_chunk: Buffer, _encoding: BufferEncoding, taken: () => void) => taken() };

/** Reads a backup from its storage, from end to end, and keeps nothing of it. */
@Injectable()
export class ReadBack {
  constructor(private readonly config: BackupExecutorConfig) {}

  /**
   * @returns what is wrong with the object; undefined when it has passed the level
   * @throws StrongroomError when nothing can be said, such as when the storage does not answer
   */
  async judge(
    store: ObjectStore,
    key: string,
    level: ReadingLevel,
    options: ReadBackOptions,
  ): Promise<StrongroomError | undefined> {
    const { expected, identities, onBytes, signal } = options;
    const open = async (how: { identities?: readonly string[] }) =>
      (await openStoredBackup(store, key, { ...how, signal, ...(expected && { manifest: expected }) })).archive;
    const verdict = await verifyBackup(open, {
      ...(expected && { expected }),
      ...(level === 'readable' && { readDump: (dump, manifest) => this.readDump(dump, manifest, options) }),
      identities,
      onBytes,
      signal,
    });
    return verdict.intact ? undefined : verdict.error;
  }

  /**
   * What an object has passed that was just written.
   * @throws StrongroomError CHECKSUM_MISMATCH when the storage gives back something else; another try may go well
   */
  async proveUpload(
    store: ObjectStore,
    key: string,
    wanted: VerifyAfterUpload,
    options: ReadBackOptions & { expected: Manifest },
  ): Promise<VerificationPayload> {
    const now = () => new Date().toISOString();
    if (wanted === 'none') return { level: 'uploaded', verified_at: now() };
    const damage = await this.judge(store, key, wanted, options);
    if (damage === undefined) return { level: wanted, verified_at: now() };
    const location = store.location(key);
    throw new StrongroomError('CHECKSUM_MISMATCH', `${location} is not what was sent there: ${damage.message}`, {
      cause: damage,
      details: { location, ...damage.details, reason: damage.code },
    });
  }

  private async readDump(dump: Readable, manifest: Manifest, options: ReadBackOptions): Promise<void> {
    const { signal } = options;
    if (manifest.database.format === 'plain_sql_gz') {
      await pipeline(dump, gunzipStream('dump'), new SqlGate(), new Writable(NOWHERE), { signal });
      return;
    }
    const sink = await this.openDumpReader(manifest, options);
    await bothSides(pipeline(dump, sink.stream, { signal }), sink.done);
  }

  private async openDumpReader({ database }: Manifest, { environment, signal }: ReadBackOptions): Promise<SinkStream> {
    const dumpMajor = Number.parseInt(database.dump_version, 10);
    const directories = this.config.pgRestoreDirectories;
    const local = await openLocalDumpReader({ dumpMajor, directories, signal });
    if (local) return local;
    const missing = (where: string, cause?: unknown) =>
      new StrongroomError('PG_RESTORE_MISSING', `The dump needs pg_restore ${dumpMajor} or newer: ${where}`, { cause });
    try {
      const remote = await (await environment()).openDumpReader(dumpMajor);
      if (remote) return remote;
    } catch (thrown) {
      const error = toStrongroomError(thrown);
      throw error.retryable
        ? error
        : missing(`the executor has none, and next to the database: ${error.message}`, error);
    }
    throw missing('neither the executor nor the place of the database has one');
  }
}
