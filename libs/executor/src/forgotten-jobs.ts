/**
 * Jobs that say they are running although their executor died long ago, and whose message the broker has lost: nobody
 * would ever ask for them again. Their command is sent once more, so that the claim finds the dead attempt and either makes
 * the next one or ends the job with EXECUTOR_DIED, told in the same transaction.
 */
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { MESSAGE_HEADERS, type Outbox, REPLAY_HEADER, type StreamHorizon } from '@app/messaging';

/** How far the clocks of database and broker may be apart. */
const CLOCK_SKEW_MS = 60_000;

/** What was stored before a message that was lost is no older than the lease of its job, or than the last time it was sent. */
const FORGOTTEN = `
SELECT job.id, job.kind, job.payload, job.replay, job.holder FROM jobs job
 WHERE job.status = 'running' AND job.lease_until < now() - $1 * interval '1 millisecond'
   AND ($2::timestamptz IS NULL OR job.lease_until < $2)
   AND NOT EXISTS (
     SELECT FROM outbox again WHERE again.message_id LIKE 'again.' || job.id || '.%'
        AND (again.published_at IS NULL OR again.published_at > now() - $1 * interval '1 millisecond'
             OR again.published_at >= $2))`;

interface ForgottenJob {
  id: string;
  kind: string;
  payload: object;
  replay: number;
  holder: string | null;
}

export class ForgottenJobs {
  private readonly logger = new Logger(ForgottenJobs.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly horizon: Pick<StreamHorizon, 'oldest'>,
    /** How long a lease has to be over, in milliseconds. */
    private readonly stuckMs: number,
  ) {}

  /** @returns how many there were */
  async remind(): Promise<number> {
    const oldest = await this.horizon.oldest('JOBS');
    const before = oldest && new Date(oldest.getTime() - CLOCK_SKEW_MS);
    return this.dataSource.transaction(async (manager) => {
      const forgotten: ForgottenJob[] = await manager.query(FORGOTTEN, [this.stuckMs, before ?? null]);
      for (const { id, kind, payload, replay, holder } of forgotten) {
        await this.outbox.again(manager, {
          messageId: `again.${id}.${randomUUID()}`,
          subject: `jobs.${kind}`,
          headers: {
            [MESSAGE_HEADERS.name]: kind,
            [MESSAGE_HEADERS.version]: '1',
            [MESSAGE_HEADERS.contentType]: 'application/json',
            ...(replay > 0 ? { [REPLAY_HEADER]: String(replay) } : {}),
          },
          payload,
        });
        this.logger.warn(
          { task_id: id, kind, holder },
          'the executor died and the message is lost: it is sent once more',
        );
      }
      return forgotten.length;
    });
  }
}
