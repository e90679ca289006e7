import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BackupArchiveWriter, buildSidecar, MANIFEST_MEMBER, type Manifest, manifestText } from '@app/archive';
import { BackupAccess, type BackupRunPayload, BackupUploading, BACKUP_STAGES } from '@app/contracts';
import { StrongroomError, toStrongroomError } from '@app/core';
import { openEnvironmentAccess, openStorageAccess, type RunningJob, TaskProgress } from '@app/executor';
import { Outbox, Progress, RpcClient } from '@app/messaging';
import { connectEnvironment, type OdooEnvironment } from '@app/odoo';
import { SecretBox } from '@app/secrets';
import { type ObjectStore, openStore } from '@app/storage';
import { writeComponents } from './backup-components';
import { backupKeys } from './backup-key';
import { describeBackup } from './backup-manifest';
import type { BackupWork } from './backup-work';
import { BackupExecutorConfig } from './config';

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

/**
 * Makes one backup: every byte flows from pg_dump and tar through the taps into the ZIP and on into the storage,
 * and nothing is kept on a disk in between. The object appears at `commit`, which only the holder of the lease
 * reaches; whatever an earlier attempt left behind is removed first.
 */
@Injectable()
export class BackupRunner {
  private readonly logger = new Logger(BackupRunner.name);

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
      const backup = await this.makeBackup({
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
      this.logger.log(
        {
          task_id: job.id,
          backup_id: payload.backup_id,
          bytes: backup.objectSizeBytes,
          stages_ms: progress.stageDurationsMs(),
        },
        'backup made',
      );
      return backup;
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
    progress.follow(() => writer.bytesWritten);
    const zip = new BackupArchiveWriter(writer.stream, job.signal);
    let committed = false;
    try {
      const content = await writeComponents(work, zip, this.config.dumpCompression);
      await enter('package');
      const manifest = describeBackup(work, content);
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
