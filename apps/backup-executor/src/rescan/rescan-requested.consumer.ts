import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  BackupRescan,
  BackupRescanFailed,
  BackupRescanned,
  type BackupRescanPayload,
  BackupRescanRetrying,
  BackupRescanStarted,
  CONSUMERS,
} from '@app/contracts';
import { jobFacts, JobRunner } from '@app/executor';
import { CommandConsumer, type DeliveryContext, Outbox } from '@app/messaging';
import { type RescanReport, StorageRescan } from './storage-rescan';

/** Reads a storage when its catalog is to be rebuilt, one at a time for each storage, or imports one backup of somebody else's. */
@Controller()
export class RescanRequestedConsumer {
  constructor(
    private readonly jobs: JobRunner,
    private readonly rescan: StorageRescan,
    private readonly outbox: Outbox,
  ) {}

  @CommandConsumer(BackupRescan, CONSUMERS.backupRescan)
  async run(@Payload() command: BackupRescanPayload, @Ctx() delivery: DeliveryContext): Promise<void> {
    const { task_id, organization_id, storage_config_id } = command;
    const request = {
      id: task_id,
      kind: BackupRescan.name,
      organizationId: organization_id,
      environmentId: command.foreign?.environment_id ?? null,
      storageConfigId: storage_config_id,
      exclusiveKey: command.foreign ? `import/${command.foreign.backup_id}` : `rescan/${storage_config_id}`,
      payload: command,
    };
    const { tell, failures } = jobFacts(
      this.outbox,
      { task_id, organization_id, storage_config_id },
      `storage_config/${storage_config_id}`,
      { retrying: BackupRescanRetrying, failed: BackupRescanFailed },
    );
    await this.jobs.run<RescanReport>(request, delivery, {
      started: (manager, attempt) =>
        tell(manager, BackupRescanStarted, attempt, { started_at: new Date().toISOString() }),
      work: (job) => this.rescan.run(command, job),
      completed: (manager, report, attempt) =>
        tell(manager, BackupRescanned, attempt, { ...report, completed_at: new Date().toISOString() }),
      ...failures,
    });
  }
}
