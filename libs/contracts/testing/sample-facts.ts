/** Payloads of events about things of one's own: the fixtures with other ids. */
import { randomUUID } from 'node:crypto';
import type { EventDefinition } from '../src';
import { fixtureOf } from './definitions';

/** What the event of a definition says, with these fields instead. */
export function factOf<P extends object>(definition: EventDefinition<P>, change: Partial<P> = {}): P {
  return { ...(fixtureOf(definition) as P), ...change };
}

export function someBackup() {
  return {
    organization_id: randomUUID(),
    environment_id: randomUUID(),
    backup_id: randomUUID(),
    task_id: randomUUID(),
  };
}

/** Every order of the given things. */
export function permutations<T>(things: readonly T[]): T[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((first, index) =>
    permutations(things.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}
