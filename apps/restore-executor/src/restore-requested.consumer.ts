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
import { jobFacts, type JobHandler, JobRunner } from '@app/executor';
import { CommandConsumer, type DeliveryContext, Outbox } from '@app/messaging';
import { databaseKey } from './build/restore-names';
import { failureOf } from './drill/drill-failure';
import { DrillRunner, type FinishedDrill } from './drill/drill-runner';
import { CloneRunner, type FinishedClone } from './clone/clone-runner';
import { type FinishedInPlace, InPlaceRunner } from './in-place/in-place-runner';
import { outcomeOf } from './in-place/outcome';
import { ReplacedCopies } from './replaced/replaced-copies';

/** Restores a backup when that is asked for, as a clone, in place or on trial, and tells how it goes. */
@Controller()
export class RestoreRequestedConsumer {
  constructor(
    private readonly jobs: JobRunner,
    private readonly runner: CloneRunner,
    private readonly drills: DrillRunner,
    private readonly inPlace: InPlaceRunner,
    private readonly replaced: ReplacedCopies,
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
      command.drill ? (error) => ({ drill: failureOf(command, error) }) : command.in_place && outcomeOf,
    );
    const request = {
      id: task_id,
      kind: RestoreRun.name,
      organizationId: organization_id,
      environmentId: environment_id,
      serverId: command.server_id,
      storageConfigId: command.storage_config_id,
      exclusiveKey: databaseKey(environment_id, command.target_db),
      payload: command,
    };
    const started: JobHandler<unknown>['started'] = (manager, attempt) =>
      tell(manager, RestoreStarted, attempt, { started_at: new Date().toISOString() });
    const facts = (done: FinishedClone | FinishedDrill | FinishedInPlace) => ({
      backup_id: command.backup_id,
      ...(command.backup_timestamp && { backup_timestamp: command.backup_timestamp }),
      target_db: command.target_db,
      started_at: done.startedAt.toISOString(),
      completed_at: done.completedAt.toISOString(),
      database_bytes: done.databaseBytes,
      filestore_bytes: done.filestoreBytes,
      filestore_files: done.filestoreFiles,
      users: done.users,
      storage_config_id: done.storageConfigId,
      warnings: done.warnings,
    });
    if (command.drill)
      return this.jobs.run<FinishedDrill>(request, delivery, {
        work: (job) => this.drills.run(command, job),
        started,
        completed: (manager, drill, attempt) =>
          tell(manager, RestoreCompleted, attempt, { ...facts(drill), drill: drill.result }),
        ...failures,
      });
    if (!command.in_place)
      return this.jobs.run<FinishedClone>(request, delivery, {
        work: (job) => this.runner.run(command, job),
        started,
        completed: (manager, clone, attempt) => tell(manager, RestoreCompleted, attempt, facts(clone)),
        ...failures,
      });
    await this.jobs.run<FinishedInPlace>(request, delivery, {
      work: (job) => this.inPlace.run(command, job),
      started,
      completed: async (manager, done, attempt) => {
        if (done.replaced) await this.replaced.keep(manager, command, { ...done.replaced, attempt });
        await tell(manager, RestoreCompleted, attempt, { ...facts(done), ...inPlaceFacts(done) });
      },
      ...failures,
    });
  }
}

function inPlaceFacts({ downtime, insurance, replaced }: FinishedInPlace) {
  return {
    downtime: { started_at: downtime.startedAt.toISOString(), ended_at: downtime.endedAt.toISOString() },
    ...(insurance && { insurance_backup_id: insurance.backup_id }),
    ...(insurance?.kept_until && { insurance_kept_until: insurance.kept_until }),
    ...(replaced && { replaced_until: replaced.keptUntil.toISOString() }),
  };
}
