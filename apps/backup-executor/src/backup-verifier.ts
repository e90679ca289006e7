import { Injectable } from '@nestjs/common';
import { verifyBackupArchive } from '@app/archive';
import { BackupAccess, type BackupVerifyPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { openStorageAccess, type RunningJob, TaskProgress } from '@app/executor';
import { Progress, RpcClient } from '@app/messaging';
import { SecretBox } from '@app/secrets';
import { openStore } from '@app/storage';
import { BackupExecutorConfig } from './config';

/** Reads a whole backup back from its storage and compares every member with the manifest. */
@Injectable()
export class BackupVerifier {
  constructor(
    private readonly config: BackupExecutorConfig,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly progressBus: Progress,
  ) {}

  /**
   * @returns what is wrong with the object; undefined when it is what was backed up
   * @throws StrongroomError when nothing can be said, such as when the storage does not answer
   */
  async verify(command: BackupVerifyPayload, job: RunningJob): Promise<StrongroomError | undefined> {
    const progress = new TaskProgress(
      this.progressBus,
      { ...command, attempt: job.attempt, stages: ['verify'] },
      this.config.progressIntervalMs,
    );
    const access = await this.rpc.ask(BackupAccess, {
      environment_id: command.environment_id,
      storage_config_id: command.storage_config_id,
    });
    const store = openStore(openStorageAccess(access.storage, this.secrets), this.config.storageOptions);
    try {
      const object = await store.stat(command.key);
      if (!object)
        return new StrongroomError('OBJECT_NOT_FOUND', `${store.location(command.key)} is not in the storage`);
      progress.expect(object.sizeBytes);
      const reader = {
        sizeBytes: object.sizeBytes,
        read: (start: number, end: number) => store.read(command.key, { start, end, signal: job.signal }),
      };
      const verdict = await verifyBackupArchive(reader, {
        onBytes: (bytes) => progress.count(bytes),
        signal: job.signal,
      });
      return verdict.intact ? undefined : verdict.error;
    } finally {
      progress.stop();
      await store.close();
    }
  }
}
