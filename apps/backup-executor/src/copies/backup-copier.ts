import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { parseSidecar } from '@app/archive';
import {
  type BackupCopyPayload,
  COPY_STAGES,
  type CopyStage,
  StorageAccessOf,
  type VerificationPayload,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { BackupSources, followJob, type OpenedBackup, type RunningJob, type TaskProgress } from '@app/executor';
import { Progress, RpcClient } from '@app/messaging';
import { openIdentities, openStorageAccess, SecretBox } from '@app/secrets';
import { type ObjectStore, openStore } from '@app/storage';
import { type BackupKeys, readSidecar, removeLeftoverObjects, takeBack, writeSidecar } from '../backup-objects';
import { BackupExecutorConfig } from '../config';
import { EnvironmentOnDemand } from '../backups/environment-on-demand';
import { ReadBack, type ReadBackOptions } from '../verification/read-back';

/** What a finished copy is, before it is told. */
export interface FinishedCopy {
  sourceStorageConfigId: string;
  completedAt: Date;
  location: string;
  objectSizeBytes: number;
  verification: VerificationPayload;
}

/**
 * Copies a backup into a further storage: every byte flows from the one storage into the other, is compared with the
 * manifest on its way, and is read back where it has arrived. The manifest beside it is written last, as with a backup.
 */
@Injectable()
export class BackupCopier {
  constructor(
    private readonly config: BackupExecutorConfig,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly progressBus: Progress,
    private readonly readBack: ReadBack,
  ) {}

  async copy(command: BackupCopyPayload, job: RunningJob): Promise<FinishedCopy> {
    const { storage_config_id } = command;
    const { storage } = await this.rpc.ask(StorageAccessOf, { storage_config_id });
    const target = openStore(openStorageAccess(storage, this.secrets), this.config.storageOptions);
    const environment = new EnvironmentOnDemand(command, job, this.rpc, this.secrets, this.config);
    const sources = new BackupSources(this.rpc, this.secrets, this.config.storageOptions, 'stored');
    const keys = { archive: command.key, sidecar: command.manifest_key };
    const { progress, enter } = followJob(this.progressBus, command, job, COPY_STAGES, this.config.progressIntervalMs);
    job.requireFlow(progress);
    try {
      await enter('copy');
      await prepareTarget(target, keys, job);
      return await sources.use(command, job.signal, (source) =>
        this.transfer({
          source,
          target,
          keys,
          job,
          progress,
          enter,
          prove: (options) =>
            this.readBack.proveUpload(target, keys.archive, storage.verify_after_upload ?? 'rehashed', {
              ...options,
              identities: openIdentities(storage, this.secrets),
              environment: () => environment.connect(),
              signal: job.signal,
            }),
        }),
      );
    } finally {
      progress.stop();
      await environment.close();
      await target.close();
    }
  }

  private async transfer(transfer: Transfer): Promise<FinishedCopy> {
    const { source, target, keys, job, progress, enter, prove } = transfer;
    const sidecar = await readSidecar(source.store, keys.sidecar, job.signal);
    const { backup_id } = parseSidecar(sidecar);
    if (backup_id !== source.archive.manifest.backup_id)
      throw new StrongroomError('ARCHIVE_INVALID', `The manifest beside the object is that of backup ${backup_id}`);
    const { objectBytes } = source;
    const writer = await target.write(keys.archive, {
      estimateBytes: objectBytes,
      contentType: 'application/zip',
      signal: job.signal,
    });
    let readBackBytes = 0;
    progress.expect(2 * objectBytes);
    progress.follow(() => writer.bytesWritten + readBackBytes);
    let committed = false;
    try {
      const { signal } = job;
      await pipeline(await source.archive.openWhole({ signal }), writer.stream, { signal });
      await job.confirmLease();
      const stored = await writer.commit();
      committed = true;
      await enter('verify');
      const expected = source.archive.manifest;
      const verification = await prove({ expected, onBytes: (bytes) => (readBackBytes += bytes) });
      await enter('finalize');
      await job.beginLastStep();
      await writeSidecar(target, keys.sidecar, sidecar, { proven: verification.level !== 'uploaded', signal });
      return {
        sourceStorageConfigId: source.place.storage_config_id,
        completedAt: new Date(),
        location: target.location(keys.archive),
        objectSizeBytes: stored.sizeBytes,
        verification,
      };
    } catch (error) {
      await takeBack({ store: target, key: keys.archive, writer, committed }, job);
      throw error;
    }
  }
}

interface Transfer {
  source: OpenedBackup;
  target: ObjectStore;
  keys: BackupKeys;
  job: RunningJob;
  progress: TaskProgress;
  enter: (stage: CopyStage) => Promise<void>;
  prove: (options: Required<Pick<ReadBackOptions, 'expected' | 'onBytes'>>) => Promise<VerificationPayload>;
}

/**
 * Removes what an earlier attempt left. A whole backup there is none of ours: two storage configs may name the same
 * place, and a copy onto itself would be taken for a second one, or remove the only one when it fails.
 */
async function prepareTarget(target: ObjectStore, keys: BackupKeys, job: RunningJob): Promise<void> {
  if (!job.journal['began']) {
    if (await target.stat(keys.sidecar))
      throw new StrongroomError('COPY_EXISTS', `${target.location(keys.archive)} is there already`);
    await job.note({ began: true });
  }
  await removeLeftoverObjects(target, keys);
}
