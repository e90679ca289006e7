/** What is told of policies: runs that were missed, environments without a backup, retention that waits. */
import { PolicyProtected, PolicyRunMissed, PolicyUnprotected, RetentionHeld } from '@app/contracts';
import { linesOf, rule, type Rule } from './rule';
import { momentOf } from './wording';

export const POLICY_NOTICES: readonly Rule[] = [
  rule(PolicyRunMissed, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    const what = fact.kind === 'drill' ? 'restore on trial' : 'backup';
    const madeUp = fact.caught_up ? ' One was made up for all of them.' : '';
    return {
      kind: 'backup_run_missed',
      severity: fact.caught_up ? 'warning' : 'error',
      environmentId: fact.environment_id,
      title: `${environment}: a ${what} by its schedule did not happen`,
      lead: `${fact.missed === 1 ? `A ${what}` : `${fact.missed} times a ${what}`} of ${environment} was due by its policy and did not happen.${madeUp}`,
      facts: [
        { label: 'Was due', value: momentOf(fact.slot) },
        ...(fact.error ? linesOf(fact.error) : [{ label: 'Why', value: 'The scheduler was not running.' }]),
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
      facts: [{ label: 'Last good backup', value: last ? momentOf(last) : 'there never was one' }],
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
      facts: [{ label: 'Allowed at once', value: `${fact.allowed_percent} %` }],
      path: `backups/environments/${fact.environment_id}/policy`,
    };
  }),
];
