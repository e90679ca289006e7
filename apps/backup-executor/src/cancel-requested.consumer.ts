import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { BackupCancel, type BackupCancelPayload, CONSUMERS } from '@app/contracts';
import { JobRunner } from '@app/executor';
import { CommandConsumer } from '@app/messaging';

/** Ends work that nobody wants any more. It has a slot of its own: a cancel does not wait until a job has ended. */
@Controller()
export class CancelRequestedConsumer {
  constructor(private readonly jobs: JobRunner) {}

  @CommandConsumer(BackupCancel, CONSUMERS.backupCancel, { concurrency: 1 })
  async cancel(@Payload() command: BackupCancelPayload): Promise<void> {
    await this.jobs.cancel({
      id: command.task_id,
      kind: command.work,
      organizationId: command.organization_id,
      environmentId: command.environment_id,
      exclusiveKey: null,
      payload: command,
    });
  }
}
