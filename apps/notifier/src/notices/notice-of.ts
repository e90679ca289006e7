/** Which events a person is told of, and in which words: pure, from the event and the names of things. */
import type { CloudEvent } from '@app/contracts';
import { BACKUP_NOTICES } from './backup-notices';
import type { NameOf, Notice } from './notice';
import { OTHER_NOTICES } from './other-notices';
import { POLICY_NOTICES } from './policy-notices';
import { RESTORE_NOTICES } from './restore-notices';
import type { Rule } from './rule';

const RULES: ReadonlyMap<string, Rule['tell']> = new Map(
  [...BACKUP_NOTICES, ...RESTORE_NOTICES, ...POLICY_NOTICES, ...OTHER_NOTICES].map(
    ({ definition: { name, version }, tell }) => [`strongroom.${name}.v${version}`, tell] as const,
  ),
);

/** Whether an event of a type may become a notice. */
export function isNotable({ type }: Pick<CloudEvent<unknown>, 'type'>): boolean {
  return RULES.has(type);
}

/** undefined: nobody is told. */
export function noticeOf(event: CloudEvent<unknown>, nameOf: NameOf): Notice | undefined {
  const draft = RULES.get(event.type)?.(event, nameOf);
  return draft && { toldBy: [], ...draft };
}
