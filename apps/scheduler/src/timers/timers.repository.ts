/** Every change of the timers. Whoever changes those of a policy waits for whoever fires them. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RunKind } from '@app/contracts';
import { tellChange } from '@app/database';
import { SchedulerConfig } from '../config';
import type { Policy } from '../policies/policy.entity';
import { runTimer } from './policy-timers';
import { Timer, type TimerKind } from './timer.entity';

/** What `tellChange` is told of. */
export const TIMERS = 'timers';

const TAKE_DUE = `
SELECT * FROM timers WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED`;

const MOVE_ON = `
UPDATE timers SET slot = next.slot, due_at = next.due_at
  FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS next (policy_id, kind, slot, due_at)
 WHERE timers.policy_id = next.policy_id AND timers.kind = next.kind`;

@Injectable()
export class Timers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: SchedulerConfig,
  ) {}

  /** From now on these kinds of runs come as the policy says. Every scheduler that sleeps looks anew until when. */
  async schedule(manager: EntityManager, policy: Policy, kinds: readonly RunKind[], now: Date): Promise<void> {
    const spread = this.config.scheduleSpreadSeconds;
    for (const kind of kinds) await this.set(manager, policy.id, kind, runTimer(policy, kind, now, spread));
    if (kinds.length > 0) await tellChange(manager, TIMERS);
  }

  async remove(manager: EntityManager, policyId: string): Promise<void> {
    await manager.delete(Timer, { policy_id: policyId });
  }

  of(manager: EntityManager, policyId: string): Promise<Timer[]> {
    return manager.findBy(Timer, { policy_id: policyId });
  }

  /** What has come due, the oldest first; nobody else takes or changes it before the transaction ends. */
  takeDue(manager: EntityManager, now: Date): Promise<Timer[]> {
    return manager.query<Timer[]>(TAKE_DUE, [now, this.config.scheduleBatch]);
  }

  /** Timers that have fired are set anew, or go. */
  async moveOn(manager: EntityManager, fired: readonly Timer[], next: readonly Timer[]): Promise<void> {
    await manager.query(MOVE_ON, [
      next.map(({ policy_id }) => policy_id),
      next.map(({ kind }) => kind),
      next.map(({ slot }) => slot),
      next.map(({ due_at }) => due_at),
    ]);
    const goesOn = new Set(next.map(({ policy_id, kind }) => `${policy_id} ${kind}`));
    const ended = fired.filter(({ policy_id, kind }) => !goesOn.has(`${policy_id} ${kind}`));
    for (const { policy_id, kind } of ended) await manager.delete(Timer, { policy_id, kind });
  }

  /** null: nothing is ever due. */
  async nextDue(): Promise<Date | null> {
    const [row] = await this.dataSource.query<{ due_at: Date | null }[]>('SELECT min(due_at) AS due_at FROM timers');
    return row!.due_at;
  }

  /** The timer, which nobody else changes before the transaction ends. */
  locked(manager: EntityManager, policy_id: string, kind: TimerKind): Promise<Timer | null> {
    return manager.findOne(Timer, { where: { policy_id, kind }, lock: { mode: 'pessimistic_write' } });
  }

  async set(manager: EntityManager, policy_id: string, kind: TimerKind, timer?: Timer): Promise<void> {
    if (timer) await manager.upsert(Timer, timer, ['policy_id', 'kind']);
    else await manager.delete(Timer, { policy_id, kind });
  }
}
