import type { EntityManager } from 'typeorm';
import type { Policy } from './policy.entity';

/** The policies of timers or runs, by id. Rows as they are: to make entities of them would cost more than to read them. */
export async function policiesOf(
  manager: EntityManager,
  things: readonly { policy_id: string }[],
): Promise<ReadonlyMap<string, Policy>> {
  const ids = things.map(({ policy_id }) => policy_id);
  const policies = await manager.query<Policy[]>('SELECT * FROM policies WHERE id = ANY ($1)', [ids]);
  return new Map(policies.map((policy) => [policy.id, policy]));
}
