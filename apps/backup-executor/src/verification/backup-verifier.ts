import { Injectable } from '@nestjs/common';
import { type BackupVerifyPayload, StorageAccessOf } from '@app/contracts';
import type { StrongroomError } from '@app/core';
import { followJob, type RunningJob } from '@app/executor';
import { Progress, RpcClient } from '@app/messaging';
import { openIdentities, openStorageAccess, SecretBox } from '@app/secrets';
import { openStore } from '@app/storage';
import { BackupExecutorConfig } from '../config';
import { EnvironmentOnDemand } from '../backups/environment-on-demand';
import { ReadBack } from './read-back';

/** Reads a backup, or a copy of one, back from its storage and says whether it passes a level. */
@Injectable()
export class BackupVerifier {
  constructor(
    private readonly config: BackupExecutorConfig,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly progressBus: Progress,
    private readonly readBack: ReadBack,
  ) {}

  /**
   * @returns what is wrong with the object; undefined when it is what was backed up
   * @throws StrongroomError when nothing can be said, such as when the storage does not answer
   */
  async verify(command: BackupVerifyPayload, job: RunningJob): Promise<StrongroomError | undefined> {
    const { key, storage_config_id } = command;
    const { storage } = await this.rpc.ask(StorageAccessOf, { storage_config_id });
    const store = openStore(openStorageAccess(storage, this.secrets), this.config.storageOptions);
    const environment = new EnvironmentOnDemand(command, job, this.rpc, this.secrets, this.config);
    const { progress } = followJob(this.progressBus, command, job, ['verify'], this.config.progressIntervalMs);
    job.requireFlow(progress);
    try {
      const object = await store.stat(key);
      if (object) progress.expect(object.sizeBytes);
      return await this.readBack.judge(store, key, command.level ?? 'rehashed', {
        identities: openIdentities(storage, this.secrets),
        environment: () => environment.connect(),
        onBytes: (bytes) => progress.count(bytes),
        signal: job.signal,
      });
    } finally {
      progress.stop();
      await environment.close();
      await store.close();
    }
  }
}
