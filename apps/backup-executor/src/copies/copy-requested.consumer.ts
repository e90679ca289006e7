import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  BackupCopied,
  BackupCopy,
  BackupCopyFailed,
  type BackupCopyPayload,
  BackupCopyRetrying,
  BackupCopyStarted,
  CONSUMERS,
} from '@app/contracts';
import { jobFacts, JobRunner } from '@app/executor';
import { CommandConsumer, type DeliveryContext, Outbox } from '@app/messaging';
import { BackupCopier, type FinishedCopy } from './backup-copier';

/** Copies a backup into a further storage when that is asked for, and tells how it goes. */
@Controller()
export class CopyRequestedConsumer {
  constructor(
    private readonly jobs: JobRunner,
    private readonly copier: BackupCopier,
    private readonly outbox: Outbox,
  ) {}

  @CommandConsumer(BackupCopy, CONSUMERS.backupCopy)
  async copy(@Payload() command: BackupCopyPayload, @Ctx() delivery: DeliveryContext): Promise<void> {
    const { copy_id, backup_id, task_id, organization_id, environment_id, storage_config_id } = command;
    const { key, manifest_key } = command;
    const request = {
      id: task_id,
      kind: BackupCopy.name,
      organizationId: organization_id,
      environmentId: environment_id,
      storageConfigId: storage_config_id,
      exclusiveKey: `backup/${backup_id}/storage/${storage_config_id}`,
      payload: command,
    };
    const { tell, failures } = jobFacts(
      this.outbox,
      { copy_id, backup_id, task_id, organization_id, environment_id },
      `backup/${backup_id}`,
      { retrying: BackupCopyRetrying, failed: BackupCopyFailed },
    );
    await this.jobs.run<FinishedCopy>(request, delivery, {
      work: (job) => this.copier.copy(command, job),
      started: (manager, attempt) =>
        tell(manager, BackupCopyStarted, attempt, { started_at: new Date().toISOString() }),
      completed: (manager, copy, attempt) =>
        tell(manager, BackupCopied, attempt, {
          storage_config_id,
          source_storage_config_id: copy.sourceStorageConfigId,
          completed_at: copy.completedAt.toISOString(),
          key,
          manifest_key,
          location: copy.location,
          object_size_bytes: copy.objectSizeBytes,
          verification: copy.verification,
        }),
      ...failures,
    });
  }
}
