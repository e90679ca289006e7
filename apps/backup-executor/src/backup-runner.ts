import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  AttachmentLedger,
  type AttachmentProof,
  BackupArchiveWriter,
  buildManifest,
  buildSidecar,
  DATABASE_MEMBER,
  FILESTORE_MEMBER,
  FilestoreTap,
  MANIFEST_MEMBER,
  type Manifest,
  manifestText,
} from '@app/archive';
import {
  BackupAccess,
  type BackupAccessAnswer,
  type BackupRunPayload,
  BackupUploading,
  BACKUP_STAGES,
  type WarningPayload,
} from '@app/contracts';
import { STRONGROOM_VERSION, StrongroomError, toStrongroomError } from '@app/core';
import { openEnvironmentAccess, openStorageAccess, type RunningJob, TaskProgress } from '@app/executor';
import { Outbox, Progress, RpcClient } from '@app/messaging';
import { connectEnvironment, type DatabaseFacts, type DumpCompression, type OdooEnvironment } from '@app/odoo';
import { SecretBox } from '@app/secrets';
import { type ObjectStore, openStore } from '@app/storage';
import { backupKeys } from './backup-key';
import { chooseCompression } from './compression';
import { BackupExecutorConfig } from './config';
import { snapshotEnvironment } from './environment-snapshot';

/** What a finished backup is, before it is told. */
export interface FinishedBackup {
  manifest: Manifest;
  startedAt: Date;
  completedAt: Date;
  archiveKey: string;
  sidecarKey: string;
  location: string;
  objectSizeBytes: number;
}

type Component = { sizeBytes: number; sha256: string };

/**
 * Makes one backup: every byte flows from pg_dump and tar through the taps into the ZIP and on into the storage,
 * and nothing is kept on a disk in between. The object appears at `commit`, which only the holder of the lease
 * reaches; whatever an earlier attempt left behind is removed first.
 */
@Injectable()
export class BackupRunner {
  constructor(
    private readonly config: BackupExecutorConfig,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly outbox: Outbox,
    private readonly progressBus: Progress,
  ) {}

  async run(payload: BackupRunPayload, job: RunningJob): Promise<FinishedBackup> {
    const startedAt = new Date();
    const progress = new TaskProgress(
      this.progressBus,
      { ...payload, attempt: job.attempt, stages: BACKUP_STAGES },
      this.config.progressIntervalMs,
    );
    const enter = async (stage: (typeof BACKUP_STAGES)[number]) => {
      progress.enter(stage);
      await job.enterStage(stage);
    };
    const keys = backupKeys(payload);
    let store: ObjectStore | undefined;
    let environment: OdooEnvironment | undefined;
    try {
      await enter('connect');
      const access = await this.rpc.ask(BackupAccess, {
        environment_id: payload.environment_id,
        storage_config_id: payload.storage_config_id,
      });
      store = openStore(openStorageAccess(access.storage, this.secrets), this.config.storageOptions);
      await removeLeftoverObjects(store, keys, job.attempt);
      environment = await connectEnvironment(openEnvironmentAccess(access.environment, access.server, this.secrets), {
        ...this.config.connectionOptions,
        jobTag: payload.backup_id,
        signal: job.signal,
      });
      if (job.attempt > 1) await environment.killStrays();

      await enter('snapshot');
      const facts = await environment.inspect();
      return await this.makeBackup({
        payload,
        job,
        progress,
        enter,
        keys,
        store,
        environment,
        access,
        facts,
        startedAt,
      });
    } catch (error) {
      // The failure at hand is what counts; what this does not reach, the next attempt does.
      await environment?.killStrays().catch(() => 0);
      if (error instanceof StrongroomError && error.code === 'UPLOAD_TOO_LARGE')
        await job.note({ outgrown_bytes: error.details['bytesWritten'] });
      throw error;
    } finally {
      progress.stop();
      await environment?.close();
      await store?.close();
    }
  }

  private async makeBackup(work: BackupWork): Promise<FinishedBackup> {
    const { payload, job, keys, store, facts, enter, progress } = work;
    const outgrownBytes = Number(job.journal['outgrown_bytes'] ?? 0);
    progress.expect(facts.databaseBytes / TYPICAL_DUMP_RATIO + (payload.include_filestore ? facts.attachmentBytes : 0));
    const writer = await store.write(keys.archive, {
      estimateBytes: Math.max(
        facts.databaseBytes + (payload.include_filestore ? facts.attachmentBytes : 0),
        2 * outgrownBytes,
      ),
      contentType: 'application/zip',
      signal: job.signal,
    });
    const zip = new BackupArchiveWriter(writer.stream, job.signal);
    let committed = false;
    try {
      const content = await this.writeComponents(work, zip);
      await enter('package');
      const manifest = this.describe(work, content);
      await zip.addMember(MANIFEST_MEMBER, Readable.from([Buffer.from(manifestText(manifest))]));
      await enter('upload');
      await job.transaction((manager) => this.tellUploading(manager, work));
      const object = await zip.finish();
      await job.confirmLease();
      const stored = await writer.commit();
      committed = true;
      await enter('finalize');
      const sidecar = buildSidecar(manifest, {
        key: keys.archive,
        size: stored.sizeBytes,
        sha256: object.sha256,
        members: object.members,
      });
      await writeSmall(store, keys.sidecar, manifestText(sidecar), job.signal);
      return {
        manifest,
        startedAt: work.startedAt,
        completedAt: new Date(),
        archiveKey: keys.archive,
        sidecarKey: keys.sidecar,
        location: store.location(keys.archive),
        objectSizeBytes: stored.sizeBytes,
      };
    } catch (error) {
      await zip.abort(toStrongroomError(error));
      await writer.discard();
      // With the lease lost the object may already be another attempt's.
      if (committed && !job.signal.aborted) await store.remove(keys.archive);
      throw error;
    }
  }

  /** Dump and filestore, one after the other, so that every file that the dump's snapshot names was there before the tar began. */
  private async writeComponents(work: BackupWork, zip: BackupArchiveWriter): Promise<ArchivedContent> {
    const { payload, environment, facts, enter, progress } = work;
    const warnings: WarningPayload[] = [];
    const snapshot = await environment.openSnapshot();
    let ledger: AttachmentLedger | undefined;
    let database: Component;
    const compression = chooseCompression(this.config.dumpCompression, facts.dumpTool.compressions);
    try {
      if (payload.include_filestore) ledger = await AttachmentLedger.collect(snapshot.attachments());
      await enter('database');
      const dump = await environment.dump({ snapshotId: snapshot.id, compression });
      database = await addThrough(zip, DATABASE_MEMBER, dump.stream, progress.meter());
      warnings.push(...dump.warnings.map((message) => ({ code: 'PG_DUMP_WARNING', message })));
    } finally {
      await snapshot.close();
    }
    if (!ledger) return { database, filestore: null, compression, warnings, proof: null };

    await enter('filestore');
    const { exists, files } = await environment.filestoreSummary(work.access.environment.db_name);
    if (files === 0) {
      warnings.push({
        code: 'FILESTORE_EMPTY',
        message: exists ? 'Filestore archive is empty' : 'The filestore directory does not exist',
      });
      return { database, filestore: null, compression, warnings, proof: ledger.proof() };
    }
    const tar = await environment.archiveFilestore();
    const tap = new FilestoreTap(ledger);
    const filestore = await addThrough(zip, FILESTORE_MEMBER, tar.stream, progress.meter(), tap);
    warnings.push(...tar.warnings.map((message) => ({ code: 'FILESTORE_CHANGED', message })));
    if (tap.oddEntries.length > 0) {
      const message = `A restore refuses links and devices, and the filestore has some: ${tap.oddEntries.join(', ')}`;
      warnings.push({ code: 'FILESTORE_ODD_ENTRIES', message });
    }
    return {
      database,
      filestore: { ...filestore, files: tap.files, tarBytes: tap.tarBytes },
      compression,
      warnings,
      proof: ledger.proof(),
    };
  }

  private describe(work: BackupWork, content: ArchivedContent): Manifest {
    const { payload, facts, access, keys, job } = work;
    const { database, filestore, proof } = content;
    const warnings = [...content.warnings];
    if (proof && proof.missing + proof.corrupt > 0) {
      warnings.push({
        code: 'ATTACHMENTS_MISSING',
        message: `${proof.present} of ${proof.expected} attachments present, ${proof.missing} missing, ${proof.corrupt} damaged`,
      });
    }
    return buildManifest({
      backup_id: payload.backup_id,
      environment_id: payload.environment_id,
      backup_type: payload.backup_type,
      created_at: payload.created_at,
      created_by: payload.created_by ?? null,
      attempt: job.attempt,
      strongroom_version: STRONGROOM_VERSION,
      database: {
        name: access.environment.db_name,
        key: keys.archive,
        size: database.sizeBytes,
        checksum: database.sha256,
        pg_version: facts.serverVersion,
        dump_version: facts.dumpTool.version,
        compression: content.compression,
        encoding: facts.encoding,
        collate: facts.collate,
        ctype: facts.ctype,
        has_unaccent: facts.hasUnaccent,
        has_pg_trgm: facts.hasPgTrgm,
      },
      filestore: filestore && {
        size: filestore.sizeBytes,
        checksum: filestore.sha256,
        files: filestore.files,
        tar_size: filestore.tarBytes,
      },
      attachments: proof,
      warnings,
      environment_snapshot: snapshotEnvironment(access, work.startedAt),
      retention: { type: payload.retention.type, expires_at: payload.retention.expires_at ?? null },
    });
  }

  private tellUploading(manager: EntityManager, { payload, job }: BackupWork): Promise<void> {
    return this.outbox.event(
      manager,
      BackupUploading,
      {
        backup_id: payload.backup_id,
        task_id: payload.task_id,
        organization_id: payload.organization_id,
        environment_id: payload.environment_id,
        attempt: job.attempt,
      },
      { organizationId: payload.organization_id, subject: `backup/${payload.backup_id}` },
    );
  }
}

interface BackupWork {
  payload: BackupRunPayload;
  job: RunningJob;
  progress: TaskProgress;
  enter: (stage: (typeof BACKUP_STAGES)[number]) => Promise<void>;
  keys: { archive: string; sidecar: string };
  store: ObjectStore;
  environment: OdooEnvironment;
  access: BackupAccessAnswer;
  facts: DatabaseFacts;
  startedAt: Date;
}

interface ArchivedContent {
  database: Component;
  filestore: (Component & { files: number; tarBytes: number }) | null;
  compression: DumpCompression;
  warnings: WarningPayload[];
  proof: AttachmentProof | null;
}

/** A compressed dump is roughly so much smaller than its database with the indexes: only for the progress bar. */
const TYPICAL_DUMP_RATIO = 4;

/** Whatever an attempt that did not finish left in the storage: unfinished writes, and an object that was never told. */
async function removeLeftoverObjects(
  store: ObjectStore,
  keys: { archive: string; sidecar: string },
  attempt: number,
): Promise<void> {
  if (attempt === 1) return;
  for (const key of [keys.sidecar, keys.archive]) {
    await store.discardUnfinished(key);
    await store.remove(key);
  }
}

/** Streams a source through taps into a member of the ZIP; a failure anywhere is the member's failure. */
function addThrough(
  zip: BackupArchiveWriter,
  name: string,
  source: Readable,
  ...taps: [Transform, ...Transform[]]
): Promise<Component> {
  pipeline([source, ...taps], { end: true }).catch(() => {
    // The last tap was destroyed with the error, and hands it to the ZIP.
  });
  return zip.addMember(name, taps.at(-1)!);
}

async function writeSmall(store: ObjectStore, key: string, content: string, signal: AbortSignal): Promise<void> {
  const writer = await store.write(key, {
    estimateBytes: Buffer.byteLength(content),
    contentType: 'application/json',
    signal,
  });
  try {
    await pipeline(Readable.from([Buffer.from(content)]), writer.stream, { signal });
    await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
