import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  CONSUMERS,
  RestoreUndo,
  RestoreUndoFailed,
  RestoreUndone,
  type RestoreUndoPayload,
  RestoreUndoRetrying,
  RestoreUndoStarted,
} from '@app/contracts';
import { jobFacts, JobRunner } from '@app/executor';
import { CommandConsumer, type DeliveryContext, Outbox } from '@app/messaging';
import { databaseKey } from '../build/restore-names';
import type { Downtime } from '../in-place/in-place-runner';
import { outcomeOf } from '../in-place/outcome';
import { ReplacedCopies } from '../replaced/replaced-copies';
import { UndoRunner } from './undo-runner';

/** Swaps back what a restore in place has replaced when that is asked for, and tells how it goes. */
@Controller()
export class UndoRequestedConsumer {
  constructor(
    private readonly jobs: JobRunner,
    private readonly runner: UndoRunner,
    private readonly copies: ReplacedCopies,
    private readonly outbox: Outbox,
  ) {}

  @CommandConsumer(RestoreUndo, CONSUMERS.restoreUndo)
  async undo(@Payload() command: RestoreUndoPayload, @Ctx() delivery: DeliveryContext): Promise<void> {
    const { restore_id, task_id, organization_id, environment_id } = command;
    const { tell, failures } = jobFacts(
      this.outbox,
      { restore_id, task_id, organization_id, environment_id },
      `restore/${restore_id}`,
      { retrying: RestoreUndoRetrying, failed: RestoreUndoFailed },
      outcomeOf,
    );
    const request = {
      id: task_id,
      kind: RestoreUndo.name,
      organizationId: organization_id,
      environmentId: environment_id,
      serverId: command.server_id,
      exclusiveKey: databaseKey(environment_id, command.target_db),
      payload: command,
    };
    await this.jobs.run<Downtime>(request, delivery, {
      work: (job) => this.runner.run(command, job),
      started: (manager, attempt) =>
        tell(manager, RestoreUndoStarted, attempt, { started_at: new Date().toISOString() }),
      completed: async (manager, downtime, attempt) => {
        await this.copies.end(manager, restore_id, 'undone');
        await tell(manager, RestoreUndone, attempt, {
          undone_at: new Date().toISOString(),
          downtime: { started_at: downtime.startedAt.toISOString(), ended_at: downtime.endedAt.toISOString() },
        });
      },
      ...failures,
    });
  }
}
