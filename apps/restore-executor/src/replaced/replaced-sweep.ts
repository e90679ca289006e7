import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RestoreReplacedDropped, RestoreUndo } from '@app/contracts';
import { asSoleWorker } from '@app/database';
import { EndedJobs, isOutOfReach } from '@app/executor';
import { Outbox } from '@app/messaging';
import { RecurringWork } from '@app/service';
import { databaseKey, replacedName } from '../build/restore-names';
import { RestoreExecutorConfig } from '../config';
import { EnvironmentDoor } from '../environment-door';
import { ReplacedCopies } from './replaced-copies';
import type { ReplacedCopy } from './replaced-copy.entity';

/**
 * Drops what restores in place have replaced, once its time is over. One replica at a time, and never while an undo of the same
 * restore is alive. A server that does not answer is tried again at the next turn.
 */
@Injectable()
export class ReplacedSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ReplacedSweep.name);
  private readonly work: RecurringWork;
  private readonly jobs: EndedJobs;

  constructor(
    dataSource: DataSource,
    config: RestoreExecutorConfig,
    private readonly copies: ReplacedCopies,
    private readonly door: EnvironmentDoor,
    private readonly outbox: Outbox,
  ) {
    this.jobs = new EndedJobs(dataSource);
    this.work = new RecurringWork(ReplacedSweep.name, config.replacedSweepIntervalMs, (signal) =>
      asSoleWorker(dataSource, 'replaced sweep', () => this.sweep(signal)),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** @returns how many were dropped */
  async sweep(signal: AbortSignal): Promise<number> {
    let dropped = 0;
    for (const copy of await this.copies.due(new Date())) {
      if (signal.aborted) break;
      try {
        if (await this.drop(copy, signal)) dropped += 1;
      } catch (error) {
        const { restoreId: restore_id, environmentId: environment_id } = copy;
        this.logger.warn(
          { err: error, restore_id, environment_id },
          `what a restore has replaced is not dropped yet: ${(error as Error).message}`,
        );
      }
    }
    return dropped;
  }

  private async drop(copy: ReplacedCopy, signal: AbortSignal): Promise<boolean> {
    const { restoreId, organizationId } = copy;
    const undo = { field: 'restore_id' as const, value: restoreId, kinds: [RestoreUndo.name] };
    let dropped = false;
    await this.jobs.whileEnded(
      { ...undo, exclusiveKeys: [databaseKey(copy.environmentId, copy.liveName)] },
      async (_undos, manager) => {
        if (!(await this.copies.end(manager, restoreId, 'dropped'))) return;
        await this.remove(copy, signal);
        const fact = {
          organization_id: organizationId,
          environment_id: copy.environmentId,
          task_id: copy.taskId,
          attempt: copy.attempt,
          restore_id: restoreId,
          dropped_at: new Date().toISOString(),
        };
        await this.outbox.event(manager, RestoreReplacedDropped, fact, {
          organizationId,
          subject: `restore/${restoreId}`,
        });
        dropped = true;
      },
    );
    return dropped;
  }

  private async remove({ restoreId, environmentId }: ReplacedCopy, signal: AbortSignal): Promise<void> {
    try {
      const { connect } = await this.door.find(environmentId, restoreId);
      const environment = await connect(signal);
      try {
        await environment.dropDatabase(replacedName(restoreId));
        await environment.removeFilestore(replacedName(restoreId));
      } finally {
        await environment.close();
      }
    } catch (error) {
      if (!isOutOfReach(error)) throw error;
    }
  }
}
