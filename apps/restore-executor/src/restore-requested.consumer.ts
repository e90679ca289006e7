import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  CONSUMERS,
  RestoreCompleted,
  RestoreFailed,
  RestoreRetrying,
  RestoreRun,
  type RestoreRunPayload,
  RestoreStarted,
} from '@app/contracts';
import { jobFacts, JobRunner } from '@app/executor';
import { CommandConsumer, type DeliveryContext, Outbox } from '@app/messaging';
import { CloneRunner, type FinishedClone } from './clone-runner';

/** Restores a backup as a clone when that is asked for, and tells how it goes. */
@Controller()
export class RestoreRequestedConsumer {
  constructor(
    private readonly jobs: JobRunner,
    private readonly runner: CloneRunner,
    private readonly outbox: Outbox,
  ) {}

  @CommandConsumer(RestoreRun, CONSUMERS.restoreRun)
  async restore(@Payload() command: RestoreRunPayload, @Ctx() delivery: DeliveryContext): Promise<void> {
    const { restore_id, task_id, organization_id, environment_id } = command;
    const { tell, failures } = jobFacts(
      this.outbox,
      { restore_id, task_id, organization_id, environment_id },
      `restore/${restore_id}`,
      { retrying: RestoreRetrying, failed: RestoreFailed },
    );
    const request = {
      id: task_id,
      kind: RestoreRun.name,
      organizationId: organization_id,
      environmentId: environment_id,
      serverId: command.server_id,
      storageConfigId: command.storage_config_id,
      exclusiveKey: `environment/${environment_id}/database/${command.target_db}`,
      payload: command,
    };
    await this.jobs.run<FinishedClone>(request, delivery, {
      work: (job) => this.runner.run(command, job),
      started: (manager, attempt) => tell(manager, RestoreStarted, attempt, { started_at: new Date().toISOString() }),
      completed: (manager, clone, attempt) =>
        tell(manager, RestoreCompleted, attempt, {
          backup_id: command.backup_id,
          target_db: command.target_db,
          started_at: clone.startedAt.toISOString(),
          completed_at: clone.completedAt.toISOString(),
          database_bytes: clone.databaseBytes,
          filestore_bytes: clone.filestoreBytes,
          filestore_files: clone.filestoreFiles,
          users: clone.users,
          storage_config_id: clone.storageConfigId,
          warnings: clone.warnings,
        }),
      ...failures,
    });
  }
}
