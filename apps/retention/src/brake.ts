/** Keeps a mistake, a wrong clock or a policy changed in haste from removing most of what an environment has. Pure. */
import type { Plan } from './planner';

export interface Brake {
  /** The share of the backups of an environment that one run may remove by itself, in percent. */
  percent: number;
  /** So many may go whatever share they are. */
  minimum: number;
}

/** Whether so many would go at once that somebody has to agree first. */
export function isHeldBack({ promote, expire, keep }: Plan, { percent, minimum }: Brake): boolean {
  const of = promote.length + expire.length + keep.length;
  return expire.length > minimum && expire.length * 100 > percent * of;
}
