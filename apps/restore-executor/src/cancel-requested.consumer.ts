import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { CONSUMERS, RestoreCancel, type RestoreCancelPayload } from '@app/contracts';
import { JobRunner } from '@app/executor';
import { CommandConsumer } from '@app/messaging';

/** Ends work that nobody wants any more. It has a slot of its own: a cancel does not wait until a job has ended. */
@Controller()
export class CancelRequestedConsumer {
  constructor(private readonly jobs: JobRunner) {}

  @CommandConsumer(RestoreCancel, CONSUMERS.restoreCancel, { concurrency: 1 })
  async cancel(@Payload() command: RestoreCancelPayload): Promise<void> {
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
