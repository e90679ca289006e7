/** What is told of restores, undos and restores on trial. Of one in place, so that the customer can be told in the same words. */
import {
  type DowntimePayload,
  RestoreCompleted,
  type RestoreCompletedPayload,
  RestoreFailed,
  type RestoreFailedPayload,
  type RestoreOutcome,
  RestoreTeardownFailed,
  RestoreUndoFailed,
  RestoreUndone,
} from '@app/contracts';
import type { Fact } from './notice';
import { type Draft, linesOf, linesOfWarnings, rule, type Rule } from './rule';
import { momentOf, sizeOf, spanBetween, spanOf } from './wording';

export const RESTORE_NOTICES: readonly Rule[] = [
  rule(RestoreCompleted, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    if (fact.drill) return ofDrill(fact, environment);
    return fact.downtime ? ofReplacement(fact, fact.downtime, environment) : ofClone(fact, environment);
  }),
  rule(RestoreFailed, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    if (fact.drill === undefined) return ofFailure(fact, environment, 'a restore');
    const failed = ofFailure(fact, environment, 'a restore on trial');
    if (fact.drill.damaged_storage_config_id === undefined)
      return {
        ...failed,
        kind: 'drill_failed',
        lead: `A backup of ${environment} was to be restored on trial, and that failed: it is not known whether it can be restored. The live environment was not touched.`,
      };
    return {
      ...failed,
      kind: 'drill_failed',
      title: `${environment}: a restore on trial has found a backup damaged (${fact.error.code})`,
      lead: `A backup of ${environment} was restored on trial, and what lies in ${nameOf(fact.drill.damaged_storage_config_id)} is not what was backed up. Do not count on it: make a new backup now, and look at the storage. The live environment was not touched.`,
    };
  }),
  rule(RestoreUndone, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    return {
      kind: 'restore_undone',
      severity: 'warning',
      environmentId: fact.environment_id,
      title: `${environment}: a restore was undone`,
      lead: `${environment} is again as it was before the restore. What was entered since the restore is not in it.`,
      facts: linesOfDowntime(fact.downtime),
      path: `restores/${fact.restore_id}`,
    };
  }),
  rule(RestoreUndoFailed, (fact, nameOf) => ofFailure(fact, nameOf(fact.environment_id), 'the undo of a restore')),
  rule(RestoreTeardownFailed, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    return {
      kind: 'restore_failed',
      severity: 'error',
      environmentId: fact.environment_id,
      title: `${environment}: a clone could not be removed (${fact.error.code})`,
      lead: `A clone beside ${environment} was to be removed, and is still there or partly there. The live environment is as it was.`,
      facts: [...linesOf(fact.error), { label: 'Failed', value: momentOf(fact.failed_at) }],
      path: `restores/${fact.restore_id}`,
    };
  }),
];

function ofReplacement(fact: RestoreCompletedPayload, downtime: DowntimePayload, environment: string): Draft {
  const moment = fact.backup_timestamp && momentOf(fact.backup_timestamp);
  const sentences = [
    `${environment} was restored${moment ? ` to its state of ${moment}` : ' from a backup'}.`,
    ...(moment ? [`What was entered after that moment is not in it.`] : []),
    `It could not be used from ${momentOf(downtime.started_at)} to ${momentOf(downtime.ended_at)}.`,
    fact.insurance_backup_id === undefined
      ? 'No backup of the state before the restore was made.'
      : fact.insurance_kept_until === undefined
        ? 'A backup of the state before the restore is kept.'
        : `A backup of the state before the restore is kept until ${momentOf(fact.insurance_kept_until)}.`,
    fact.replaced_until === undefined
      ? 'The restore cannot be undone by itself.'
      : `Until ${momentOf(fact.replaced_until)} the restore can be undone at once.`,
  ];
  return {
    kind: 'restore_completed',
    severity: fact.warnings.length > 0 ? 'warning' : 'info',
    environmentId: fact.environment_id,
    title: `${environment}: restored${moment ? ` to ${moment}` : ''}`,
    lead: sentences.join(' '),
    facts: [
      ...(moment ? [{ label: 'State of', value: moment }] : []),
      ...linesOfDowntime(downtime),
      ...kept('Backup of the state before', fact.insurance_kept_until),
      ...kept('Can be undone', fact.replaced_until),
      ...linesOfWarnings(fact.warnings),
    ],
    path: `restores/${fact.restore_id}`,
  };
}

function ofClone(fact: RestoreCompletedPayload, environment: string): Draft {
  return {
    kind: 'restore_completed',
    severity: fact.warnings.length > 0 ? 'warning' : 'info',
    environmentId: fact.environment_id,
    title: `${environment}: a clone is ready (${fact.target_db})`,
    lead: `A backup was restored as the database ${fact.target_db} beside ${environment}. The live environment was not touched.`,
    facts: [
      ...(fact.backup_timestamp ? [{ label: 'State of', value: momentOf(fact.backup_timestamp) }] : []),
      { label: 'Database', value: fact.target_db },
      { label: 'Took', value: spanBetween(fact.started_at, fact.completed_at) },
      ...linesOfWarnings(fact.warnings),
    ],
    path: `restores/${fact.restore_id}`,
  };
}

function ofDrill(fact: RestoreCompletedPayload, environment: string): Draft {
  return {
    kind: 'drill_completed',
    severity: fact.warnings.length > 0 ? 'warning' : 'info',
    environmentId: fact.environment_id,
    title: `${environment}: a backup was restored on trial`,
    lead: `A backup of ${environment} was restored on trial, checked and dropped again: it can be restored.`,
    facts: [
      ...(fact.backup_timestamp ? [{ label: 'State of', value: momentOf(fact.backup_timestamp) }] : []),
      { label: 'Time to have the data back', value: spanOf(fact.drill!.recovery_ms) },
      { label: 'Read', value: sizeOf(fact.database_bytes + fact.filestore_bytes) },
      { label: 'Proven', value: fact.drill!.level },
      ...linesOfWarnings(fact.warnings),
    ],
    path: `restores/${fact.restore_id}`,
  };
}

const LEFT: Readonly<Record<RestoreOutcome, (environment: string) => string>> = {
  untouched: (environment) => `Nothing of ${environment} itself was changed.`,
  rolled_back: (environment) => `It was rolled back: ${environment} is as it was before.`,
  broken: (environment) =>
    `THE ROLLBACK FAILED AS WELL: ${environment} CANNOT BE USED AS IT STANDS. Somebody has to act now; the error says what is there under which name.`,
};

function ofFailure(fact: RestoreFailedPayload, environment: string, what: string): Draft {
  const outcome = fact.outcome ?? 'untouched';
  const end = {
    untouched: 'failed',
    rolled_back: 'failed and was rolled back',
    broken: 'FAILED, AND SO DID ITS ROLLBACK',
  };
  return {
    kind: 'restore_failed',
    severity: 'error',
    environmentId: fact.environment_id,
    title: `${environment}: ${what} ${end[outcome]} (${fact.error.code})`,
    lead: `${what.replace(/^./, (letter) => letter.toUpperCase())} of ${environment} has failed. ${LEFT[outcome](environment)}`,
    facts: [
      ...linesOf(fact.error),
      { label: 'Failed', value: momentOf(fact.failed_at) },
      ...(fact.downtime ? linesOfDowntime(fact.downtime) : []),
    ],
    path: `restores/${fact.restore_id}`,
  };
}

function linesOfDowntime({ started_at, ended_at }: DowntimePayload): Fact[] {
  return [
    { label: 'Could not be used from', value: momentOf(started_at) },
    { label: 'Could not be used until', value: `${momentOf(ended_at)} (${spanBetween(started_at, ended_at)})` },
  ];
}

const kept = (label: string, until: string | undefined): Fact[] =>
  until === undefined ? [] : [{ label, value: `until ${momentOf(until)}` }];
