/**
 * Sends the command of a task once more when nobody can know of it any more: nothing was heard of the task for long, and
 * the broker holds no message as old as its command. Executors do the work of a task once, however often it is asked for.
 */
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { asSoleWorker } from '@app/database';
import { Outbox, type OutboxMessage, StreamHorizon } from '@app/messaging';
import { RecurringWork } from '@app/service';
import { GatewayConfig } from '../config';

/** How far the clocks of database and broker may be apart. */
const CLOCK_SKEW_MS = 60_000;

type SentCommand = Pick<OutboxMessage, 'id' | 'subject' | 'headers' | 'payload'> & { task_id: string };

/** The last command of each task that waits without news; one that has not left the outbox is on its way. */
const WAITING = `
SELECT DISTINCT ON (task.id) task.id AS task_id, sent.id, sent.subject, sent.headers, sent.payload, sent.published_at
  FROM tasks task JOIN outbox sent ON sent.subject LIKE 'jobs.%' AND sent.payload ->> 'task_id' = task.id::text
 WHERE task.status IN ('pending', 'queued')
   AND GREATEST(task.updated_at, task.next_attempt_at) < now() - $1 * interval '1 millisecond'
   AND NOT EXISTS (SELECT FROM dead_letters letter WHERE letter.task_id = task.id AND letter.status = 'open')
 ORDER BY task.id, sent.id DESC`;

const LOST = `
SELECT * FROM (${WAITING}) waiting
 WHERE published_at < now() - $1 * interval '1 millisecond' AND ($2::timestamptz IS NULL OR published_at < $2)
 ORDER BY id LIMIT 100`;

@Injectable()
export class CommandReconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(CommandReconciler.name);
  private readonly work: RecurringWork;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly horizon: StreamHorizon,
    private readonly config: GatewayConfig,
  ) {
    this.work = new RecurringWork(CommandReconciler.name, config.reconcileIntervalMs, () =>
      asSoleWorker(dataSource, 'reconcile', () => this.reconcile()),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** @returns how many commands were sent once more */
  async reconcile(): Promise<number> {
    const oldest = await this.horizon.oldest('JOBS');
    const before = oldest && new Date(oldest.getTime() - CLOCK_SKEW_MS);
    return this.dataSource.transaction(async (manager) => {
      const lost: SentCommand[] = await manager.query(LOST, [this.config.reconcileAfterMs, before ?? null]);
      for (const { id, task_id, subject, headers, payload } of lost) {
        await this.outbox.again(manager, { messageId: `again.${id}`, subject, headers, payload });
        this.logger.warn({ task_id }, `the command ${subject} was lost on its way and is sent once more`);
      }
      return lost.length;
    });
  }
}
