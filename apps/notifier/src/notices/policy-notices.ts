/** What is told of policies: runs that were missed, environments without a backup, retention that waits. */
import {
  PolicyProtected,
  PolicyRunMissed,
  type PolicyRunMissedPayload,
  PolicyUnprotected,
  RetentionHeld,
} from '@app/contracts';
import { linesOf, rule, type Rule, whatToDo } from './rule';
import { momentOf } from './wording';

export const POLICY_NOTICES: readonly Rule[] = [
  rule(PolicyRunMissed, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    const what = fact.kind === 'drill' ? 'restore on trial' : 'backup';
    return {
      kind: 'backup_run_missed',
      severity: fact.caught_up ? 'warning' : 'error',
      environmentId: fact.environment_id,
      title: `${environment}: a ${what} by its schedule ${fact.caught_up && fact.missed === 1 ? 'comes late' : 'did not happen'}`,
      lead: `${fact.missed === 1 ? `A ${what}` : `${fact.missed} times a ${what}`} of ${environment} was due by its policy and did not happen.${madeUpFor(fact)}`,
      facts: [
        { label: 'Was due', value: momentOf(fact.slot) },
        ...(fact.error
          ? linesOf(fact.error)
          : [
              { label: 'Why', value: 'No scheduler was running.' },
              whatToDo(
                'Nothing, if it was stopped on purpose. Otherwise its log says why; a second scheduler takes over by itself.',
              ),
            ]),
      ],
      path: `backups/environments/${fact.environment_id}/policy`,
    };
  }),
  rule(PolicyUnprotected, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    const last = fact.last_good_backup_at;
    return {
      kind: 'environment_unprotected',
      severity: 'error',
      environmentId: fact.environment_id,
      title: `${environment}: no good backup for more than ${fact.alert_after_hours} hours`,
      lead: `${environment} has had no new good backup for longer than its policy allows.`,
      facts: [
        { label: 'Last good backup', value: last ? momentOf(last) : 'there never was one' },
        whatToDo(
          'Look at the last tasks of the environment: they say why its backups failed. Without any, its policy is disabled or its schedule never comes. Once the cause is mended, ask for a backup by hand.',
        ),
      ],
      path: `backups/environments/${fact.environment_id}/summary`,
    };
  }),
  rule(PolicyProtected, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    const last = fact.last_good_backup_at;
    return {
      kind: 'environment_protected',
      severity: 'info',
      environmentId: fact.environment_id,
      title: `${environment}: there is a good backup again`,
      lead: `${environment} has a new good backup again, as its policy wants.`,
      facts: last ? [{ label: 'Last good backup', value: momentOf(last) }] : [],
      path: `backups/environments/${fact.environment_id}/summary`,
    };
  }),
  rule(RetentionHeld, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    return {
      kind: 'retention_held',
      severity: 'warning',
      environmentId: fact.environment_id,
      title: `${environment}: retention waits for somebody to agree`,
      lead: `By its policy ${fact.would_expire} of ${fact.of} backups of ${environment} would go at once. That is more than one run may remove by itself, and so none goes until somebody agrees or mends the policy.`,
      facts: [
        { label: 'Allowed at once', value: `${fact.allowed_percent} %` },
        whatToDo(
          'The preview of retention says which would go, and why. If that is right, agree to the run; otherwise let the policy keep them for longer. A single backup is kept by a pin.',
        ),
      ],
      path: `backups/environments/${fact.environment_id}/policy`,
    };
  }),
];

function madeUpFor({ caught_up, missed }: PolicyRunMissedPayload): string {
  if (!caught_up) return '';
  return missed === 1 ? ' It is made up for now.' : ' One is made now for all of them.';
}
