import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { StorageProbe, type StorageProbeAnswer, type StorageProbeRequest } from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { openStorageAccess, SecretBox } from '@app/secrets';
import { openStore, probeStore } from '@app/storage';
import { BackupExecutorConfig } from './config';

/** Tries a storage config for the gateway: the executor is who has to reach the storage. */
@Controller()
export class StorageProbeResponder {
  constructor(
    private readonly config: BackupExecutorConfig,
    private readonly secrets: SecretBox,
  ) {}

  @RpcHandler(StorageProbe)
  async probe(@Payload() { storage }: StorageProbeRequest): Promise<StorageProbeAnswer> {
    const store = openStore(openStorageAccess(storage, this.secrets), this.config.storageOptions);
    try {
      const { ok, steps } = await probeStore(store);
      return {
        ok,
        steps: steps.map(({ step, ok: passed, error }) => ({ step, ok: passed, error: error?.toReport() ?? null })),
      };
    } finally {
      await store.close();
    }
  }
}
