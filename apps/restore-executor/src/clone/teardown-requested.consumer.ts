import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  CONSUMERS,
  RestoreTeardown,
  RestoreTeardownFailed,
  type RestoreTeardownPayload,
  RestoreTeardownRetrying,
  RestoreTeardownStarted,
  RestoreTornDown,
} from '@app/contracts';
import { jobFacts, JobRunner } from '@app/executor';
import { CommandConsumer, type DeliveryContext, Outbox } from '@app/messaging';
import { databaseKey } from '../build/restore-names';
import { CloneTeardown } from './clone-teardown';

/** Removes a clone when that is asked for, and tells how it goes. */
@Controller()
export class TeardownRequestedConsumer {
  constructor(
    private readonly jobs: JobRunner,
    private readonly teardown: CloneTeardown,
    private readonly outbox: Outbox,
  ) {}

  @CommandConsumer(RestoreTeardown, CONSUMERS.restoreTeardown)
  async tearDown(@Payload() command: RestoreTeardownPayload, @Ctx() delivery: DeliveryContext): Promise<void> {
    const { restore_id, task_id, organization_id, environment_id } = command;
    const { tell, failures } = jobFacts(
      this.outbox,
      { restore_id, task_id, organization_id, environment_id },
      `restore/${restore_id}`,
      { retrying: RestoreTeardownRetrying, failed: RestoreTeardownFailed },
    );
    const request = {
      id: task_id,
      kind: RestoreTeardown.name,
      organizationId: organization_id,
      environmentId: environment_id,
      serverId: command.server_id,
      exclusiveKey: databaseKey(environment_id, command.target_db),
      payload: command,
    };
    await this.jobs.run<void>(request, delivery, {
      work: (job) => this.teardown.run(command, job),
      started: (manager, attempt) =>
        tell(manager, RestoreTeardownStarted, attempt, { started_at: new Date().toISOString() }),
      completed: (manager, _result, attempt) =>
        tell(manager, RestoreTornDown, attempt, { torn_down_at: new Date().toISOString() }),
      ...failures,
    });
  }
}
