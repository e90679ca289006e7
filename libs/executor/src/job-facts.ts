import type { EntityManager } from 'typeorm';
import type { ErrorPayload, EventDefinition } from '@app/contracts';
import type { StrongroomError } from '@app/core';
import type { Outbox } from '@app/messaging';
import type { JobHandler } from './job-runner';

/** What every event of one job carries. */
interface JobRef {
  task_id: string;
  organization_id: string;
}

type Failure<R> = R & { attempt: number; error: ErrorPayload };

/** The events that say how one kind of job fails. */
interface FailureEvents<R> {
  retrying: EventDefinition<Failure<R> & { next_attempt_at: string }>;
  failed: EventDefinition<Failure<R> & { failed_at: string }>;
}

/**
 * Tells the events of one job: each carries the job's references and the attempt that states it.
 * @param ending what the last event says of a failure besides
 */
export function jobFacts<R extends JobRef>(
  outbox: Outbox,
  ref: R,
  subject: string,
  events: FailureEvents<R>,
  ending: (error: StrongroomError) => object = () => ({}),
) {
  const state = <P extends object>(manager: EntityManager, event: EventDefinition<P>, attempt: number, facts: object) =>
    outbox.event(manager, event, { ...ref, attempt, ...facts } as unknown as P, {
      organizationId: ref.organization_id,
      subject,
    });
  const failures: Pick<JobHandler<unknown>, 'retrying' | 'failed'> = {
    retrying: (manager, error, attempt, nextAttemptAt) =>
      state(manager, events.retrying, attempt, {
        error: error.toReport(),
        next_attempt_at: nextAttemptAt.toISOString(),
      }),
    failed: (manager, error, attempt) =>
      state(manager, events.failed, attempt, {
        error: error.toReport(),
        failed_at: new Date().toISOString(),
        ...ending(error),
      }),
  };
  const tell = <P extends R & { attempt: number }>(
    manager: EntityManager,
    event: EventDefinition<P>,
    attempt: number,
    facts: Omit<P, keyof R | 'attempt'>,
  ): Promise<void> => state(manager, event, attempt, facts);
  return { tell, failures };
}
