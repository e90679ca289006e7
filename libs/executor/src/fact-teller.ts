import type { EntityManager } from 'typeorm';
import type { EventDefinition } from '@app/contracts';
import type { Outbox } from '@app/messaging';

/** What every event of one job carries. */
interface JobRef {
  task_id: string;
  organization_id: string;
  environment_id: string;
}

/** Tells the events of one job: each carries the job's references and the attempt that states it. */
export function factTeller<R extends JobRef>(outbox: Outbox, ref: R, subject: string) {
  return <P extends R & { attempt: number }>(
    manager: EntityManager,
    event: EventDefinition<P>,
    attempt: number,
    facts: Omit<P, keyof R | 'attempt'>,
  ): Promise<void> =>
    outbox.event(manager, event, { ...ref, attempt, ...facts } as unknown as P, {
      organizationId: ref.organization_id,
      subject,
    });
}
