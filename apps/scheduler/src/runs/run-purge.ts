import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RecurringWork } from '@app/service';
import { SchedulerConfig } from '../config';
import { Runs } from './runs.repository';

/** Removes settled runs after their time. Any number of replicas may. */
@Injectable()
export class RunPurge implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(runs: Runs, { runPurgeIntervalMs }: SchedulerConfig) {
    this.work = new RecurringWork(RunPurge.name, runPurgeIntervalMs, () => runs.purge());
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }
}
