import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { buildSidecar, keysOf, type Manifest, manifestText } from '@app/archive';
import {
  BackupAccess,
  type BackupRunPayload,
  BackupUploading,
  BACKUP_STAGES,
  type VerificationPayload,
  type VerifyAfterUpload,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { cleanUp, followJob, openEnvironmentAccess, type RunningJob } from '@app/executor';
import { Outbox, Progress, RpcClient } from '@app/messaging';
import { connectEnvironment, type OdooEnvironment } from '@app/odoo';
import { openIdentities, openStorageAccess, SecretBox } from '@app/secrets';
import { type ObjectStore, openStore } from '@app/storage';
import { writeComponents } from './backup-components';
import { removeLeftoverObjects, writeSidecar } from '../backup-objects';
import { openOutput } from '../backup-output';
import { describeBackup } from './backup-manifest';
import type { BackupWork } from './backup-work';
import { chooseKey } from './choose-key';
import { BackupExecutorConfig } from '../config';
import { ReadBack } from '../verification/read-back';

/** What a finished backup is, before it is told. */
export interface FinishedBackup {
  manifest: Manifest;
  startedAt: Date;
  completedAt: Date;
  archiveKey: string;
  sidecarKey: string;
  location: string;
  objectSizeBytes: number;
  verification: VerificationPayload;
}

/**
 * Makes one backup: every byte flows from pg_dump and tar through the taps into the ZIP, or the pair, and on into the storage,
 * and nothing is kept on a disk in between. It appears at `commit`, which only the holder of the lease
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
    private readonly readBack: ReadBack,
  ) {}

  async run(payload: BackupRunPayload, job: RunningJob): Promise<FinishedBackup> {
    const startedAt = new Date();
    const { progress, enter } = followJob(
      this.progressBus,
      payload,
      job,
      BACKUP_STAGES,
      this.config.progressIntervalMs,
    );
    let store: ObjectStore | undefined;
    let environment: OdooEnvironment | undefined;
    let connect: ((signal: AbortSignal) => Promise<OdooEnvironment>) | undefined;
    job.requireFlow(progress);
    try {
      await enter('connect');
      const access = await this.rpc.ask(BackupAccess, {
        environment_id: payload.environment_id,
        storage_config_id: payload.storage_config_id,
      });
      store = openStore(openStorageAccess(access.storage, this.secrets), this.config.storageOptions);
      const keys = keysOf(await chooseKey(payload, access, store, job));
      if (job.attempt > 1) await removeLeftoverObjects(store, keys.archive);
      const target = openEnvironmentAccess(access.environment, access.server, this.secrets);
      connect = (signal) =>
        connectEnvironment(target, { ...this.config.connectionOptions, jobTag: payload.backup_id, signal });
      environment = await connect(job.signal);
      if (job.attempt > 1) await environment.killStrays();

      await enter('snapshot');
      const facts = await environment.inspect();
      const odooImage = (await environment.odooImage()) ?? null;
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
        odooImage,
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
      if (connect) await cleanUp(job, environment, connect, (place) => place.killStrays());
      if (error instanceof StrongroomError) await noteForNextAttempt(error, job);
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
    const filestoreBytes = payload.include_filestore ? facts.attachmentBytes : 0;
    progress.expect(passes(work) * (facts.databaseBytes / TYPICAL_DUMP_RATIO + filestoreBytes));
    const expected = {
      database: facts.databaseBytes,
      filestore: filestoreBytes,
      atLeast: 2 * outgrownBytes,
      sideBySide: payload.include_filestore && !job.journal['no_part_gaps'],
    };
    const output = await openOutput(store, keys, expected, job.signal);
    progress.follow(() => output.bytesWritten);
    try {
      const compression = payload.dump_compression ?? this.config.dumpCompression;
      const content = await writeComponents(work, output.components, compression);
      await enter('package');
      const manifest = describeBackup(work, content);
      await output.describe(manifest);
      await enter('upload');
      await job.transaction((manager) => this.tellUploading(manager, work));
      const members = await output.finish();
      await job.confirmLease();
      const size = await output.commit();
      await enter('verify');
      const verification = await this.proveUpload(work, manifest, size);
      await enter('finalize');
      const sidecar = buildSidecar(manifest, { key: keys.archive, size, members });
      await job.beginLastStep();
      const proven = verification.level !== 'uploaded';
      await writeSidecar(store, keys.sidecar, manifestText(sidecar), { proven, signal: job.signal });
      return {
        manifest,
        startedAt: work.startedAt,
        completedAt: new Date(),
        archiveKey: keys.archive,
        sidecarKey: keys.sidecar,
        location: store.location(keys.archive),
        objectSizeBytes: size,
        verification,
      };
    } catch (error) {
      await output.giveUp(error, job);
      throw error;
    }
  }

  /** A backup is told as completed only after the storage has given it back as it was sent. */
  private proveUpload(work: BackupWork, expected: Manifest, objectBytes: number): Promise<VerificationPayload> {
    const { store, keys, access, environment, job, progress } = work;
    let readBackBytes = 0;
    progress.expect(passes(work) * objectBytes);
    progress.follow(() => objectBytes + readBackBytes);
    return this.readBack.proveUpload(store, keys.archive, wantedProof(work), {
      expected,
      identities: openIdentities(access.storage, this.secrets),
      environment: async () => environment,
      onBytes: (bytes) => (readBackBytes += bytes),
      signal: job.signal,
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

/** What a failure says about the storage, so that the next attempt does not run into it again. */
async function noteForNextAttempt({ code, details }: StrongroomError, job: RunningJob): Promise<void> {
  if (code === 'UPLOAD_TOO_LARGE') await job.note({ outgrown_bytes: details['bytesWritten'] });
  // Some services, against the protocol, want part numbers without gaps, and say so only at the end.
  if (String(details['provider_code']).startsWith('InvalidPart')) await job.note({ no_part_gaps: true });
}

/** How often each byte passes: what is read back counts as well. */
function passes(work: BackupWork): number {
  return wantedProof(work) === 'none' ? 1 : 2;
}

/** What was asked for this backup, else what is set for its storage. */
function wantedProof({ payload, access }: BackupWork): VerifyAfterUpload {
  return payload.verify_after_upload ?? access.storage.verify_after_upload ?? 'rehashed';
}

/** A compressed dump is roughly so much smaller than its database with the indexes: only for the progress bar. */
const TYPICAL_DUMP_RATIO = 4;
