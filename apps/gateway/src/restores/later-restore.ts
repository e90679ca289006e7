import { type EntityManager, MoreThan, Not } from 'typeorm';
import { Restore } from './restore.entity';

/** A restore in place that has come after another one of its environment, and still stands: whatever takes the earlier one back would throw it away. */
export async function laterInPlace(
  manager: EntityManager,
  { id, environment_id, created_at }: Restore,
): Promise<Restore | null> {
  const inPlace = { environment_id, mode: 'in_place' as const, id: Not(id), created_at: MoreThan(created_at) };
  return manager.findOneBy(Restore, [
    { ...inPlace, status: 'completed' },
    { ...inPlace, outcome: 'broken' },
  ]);
}
