/** What an attempt goes on with, told from the names that are there and from the journal. Nothing here asks anybody. */
import type { RestoreStrategy, StepStatus } from '@app/contracts';
import { type Parts, type StepName, stepsFromFreeze } from './in-place-plan';

/** Which of the names of one part are there. */
export interface Seen {
  live: boolean;
  staging: boolean;
  replaced: boolean;
}

/**
 * How far one part has got. `between`: what was live has given way and nothing has taken its place. `lost`: names are as no step
 * leaves them.
 */
export type PartStanding = 'before' | 'between' | 'after' | 'lost';

/** @param had whether there was something live when the restore began */
export function partStanding(had: boolean, { live, staging, replaced }: Seen): PartStanding {
  if (staging && !replaced && live === had) return 'before';
  if (staging && replaced && !live) return 'between';
  if (!staging && live && replaced === had) return 'after';
  return 'lost';
}

export type Standing =
  /** Nothing live was touched: the steps up to the freeze are taken, these ones once more. */
  | { next: 'build'; again: StepName[] }
  /** The live environment is frozen: the rest follows. */
  | { next: 'go_on'; again: StepName[] }
  | { next: 'roll_back'; why: string };

export interface Circumstances {
  strategy: RestoreStrategy;
  parts: Parts;
  /** What there was when the restore began. */
  had: Parts;
  status: (step: string) => StepStatus | undefined;
  seen: { database: Seen; filestore: Seen };
}

export function whereItStands({ strategy, parts, had, status, seen }: Circumstances): Standing {
  if (ROLLBACK_STEPS.some((step) => status(step) !== undefined))
    return { next: 'roll_back', why: 'The rollback goes on that was begun before' };
  const restored = PARTS.filter((part) => parts[part]);
  const gone = restored.filter((part) => !isNamed(part) && status(`load_${part}`) === 'done' && !seen[part].staging);
  const again: StepName[] = gone.map((part) => `load_${part}` as const);
  if (again.includes('load_database')) again.push('prepare');
  if (again.length > 0) again.push('checks');
  if (status('freeze') === undefined) return { next: 'build', again };
  const failed = stepsFromFreeze(strategy).find((step) => status(step) === 'failed');
  if (failed) return { next: 'roll_back', why: `The step ${failed} has failed` };
  if (strategy === 'drop_first') return { next: 'go_on', again };
  const lost = restored.filter((part) => partStanding(had[part], seen[part]) === 'lost');
  if (lost.length === 0) return { next: 'go_on', again: [] };
  const why = lost.map((part) => `Of the ${part} there is ${inWords(seen[part])}, which no step leaves so`);
  return { next: 'roll_back', why: why.join('; ') };

  /** Whether it may have taken the live name already: then its staging name is rightly gone. */
  function isNamed(part: keyof Parts): boolean {
    return status(`swap_${part}`) !== undefined;
  }
}

export const PARTS = ['database', 'filestore'] as const;

export const ROLLBACK_STEPS = [
  'rollback_freeze',
  'rollback_load_database',
  'rollback_load_filestore',
  'rollback_swap_filestore',
  'rollback_swap_database',
  'rollback_unfreeze',
] as const;

/** For people: which names are there. */
export function inWords({ live, staging, replaced }: Seen): string {
  const there = [
    live ? 'the live one' : [],
    staging ? 'the loaded copy' : [],
    replaced ? 'the replaced one' : [],
  ].flat();
  return there.length === 0 ? 'nothing' : there.join(' and ');
}
