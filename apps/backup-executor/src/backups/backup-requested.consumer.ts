import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  BackupCompleted,
  BackupFailed,
  BackupRetrying,
  BackupRun,
  type BackupRunPayload,
  BackupStarted,
  CONSUMERS,
} from '@app/contracts';
import { jobFacts, JobRunner } from '@app/executor';
import { CommandConsumer, type DeliveryContext, Outbox } from '@app/messaging';
import { BackupRunner, type FinishedBackup } from './backup-runner';
import { completedPayload } from './completed-payload';

/** Makes a backup when one is asked for, and tells how it goes. */
@Controller()
export class BackupRequestedConsumer {
  constructor(
    private readonly jobs: JobRunner,
    private readonly runner: BackupRunner,
    private readonly outbox: Outbox,
  ) {}

  @CommandConsumer(BackupRun, CONSUMERS.backupRun)
  async backup(@Payload() command: BackupRunPayload, @Ctx() delivery: DeliveryContext): Promise<void> {
    const request = {
      id: command.task_id,
      kind: BackupRun.name,
      organizationId: command.organization_id,
      environmentId: command.environment_id,
      serverId: command.server_id,
      storageConfigId: command.storage_config_id,
      exclusiveKey: `environment/${command.environment_id}`,
      payload: command,
    };
    const { tell, failures } = jobFacts(this.outbox, backupRef(command), `backup/${command.backup_id}`, {
      retrying: BackupRetrying,
      failed: BackupFailed,
    });
    await this.jobs.run<FinishedBackup>(request, delivery, {
      work: (job) => this.runner.run(command, job),
      started: (manager, attempt) => tell(manager, BackupStarted, attempt, { started_at: new Date().toISOString() }),
      completed: (manager, backup, attempt) =>
        tell(manager, BackupCompleted, attempt, completedPayload(command, backup)),
      ...failures,
    });
  }
}

function backupRef({ backup_id, task_id, organization_id, environment_id }: BackupRunPayload) {
  return { backup_id, task_id, organization_id, environment_id };
}
