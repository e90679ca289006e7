import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { type BackupKeys, everyKeyOf, keysOf, parseSidecar, readSidecar } from '@app/archive';
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
import { type ObjectStore, type ObjectWriter, openStore } from '@app/storage';
import { removeLeftoverObjects, takeBack, writeSidecar } from '../backup-objects';
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
    const keys = keysOf(command.key);
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
    const writers: ObjectWriter[] = [];
    let readBackBytes = 0;
    progress.expect(2 * source.sizeBytes);
    progress.follow(() => writers.reduce((sum, { bytesWritten }) => sum + bytesWritten, readBackBytes));
    let committed = false;
    try {
      const { signal } = job;
      for (const { key, sizeBytes: estimateBytes, contentType, open } of source.objects) {
        const writer = await target.write(key, { estimateBytes, contentType, signal });
        writers.push(writer);
        await pipeline(await open({ signal }), writer.stream, { signal });
      }
      await job.confirmLease();
      let objectSizeBytes = 0;
      for (const writer of writers) {
        objectSizeBytes += (await writer.commit()).sizeBytes;
        committed = true;
      }
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
        objectSizeBytes,
        verification,
      };
    } catch (error) {
      await takeBack({ store: target, archive: keys.archive, writers, committed }, job);
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
 * place, and a copy onto itself would be taken for a second one, or remove the only one when it fails. Of a pair every object
 * counts: its name says nothing of whose it is.
 */
async function prepareTarget(target: ObjectStore, keys: BackupKeys, job: RunningJob): Promise<void> {
  if (!job.journal['began']) {
    for (const key of keys.filestore === undefined ? [keys.sidecar] : everyKeyOf(keys.archive))
      if (await target.stat(key)) throw new StrongroomError('COPY_EXISTS', `${target.location(key)} is there already`);
    await job.note({ began: true });
  }
  await removeLeftoverObjects(target, keys.archive);
}
