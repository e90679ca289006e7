/** What is told of quotas, of storages and of dead letters. */
import {
  DeadLetterKept,
  type NoticeKind,
  QuotaExceeded,
  type QuotaPayload,
  QuotaWarning,
  StorageCompared,
  type StorageComparedPayload,
  StorageComparisonFailed,
} from '@app/contracts';
import { type ErrorCode, ERRORS } from '@app/core';
import { type Draft, linesOf, rule, type Rule, whatToDo } from './rule';
import { momentOf, sizeOf } from './wording';

/** The work of these is told of by a notice of its own when it fails. */
const TOLD_OF: Readonly<Record<string, readonly NoticeKind[]>> = {
  'backup.run': ['backup_failed'],
  'restore.run': ['restore_failed', 'drill_failed'],
  'restore.undo': ['restore_failed'],
  'restore.teardown': ['restore_failed'],
};

export const OTHER_NOTICES: readonly Rule[] = [
  rule(QuotaWarning, (fact, nameOf) =>
    ofQuota(fact, 'quota_warning', {
      severity: 'warning',
      title: `${nameOf(fact.organization_id)}: the backup storage of the plan runs out`,
      lead: `The backups of ${nameOf(fact.organization_id)} have passed ${fact.threshold_percent} % of the storage of the plan. Everything goes on as before.`,
    }),
  ),
  rule(QuotaExceeded, (fact, nameOf) =>
    ofQuota(fact, 'quota_exceeded', {
      severity: 'error',
      title: `${nameOf(fact.organization_id)}: the backup storage of the plan is used up`,
      lead: `The backups of ${nameOf(fact.organization_id)} have reached the storage of the plan. Backups by schedule go on and nothing is deleted, but backups that are asked for by hand are refused.`,
    }),
  ),
  rule(StorageCompared, (fact, nameOf) => {
    const where = `${nameOf(fact.organization_id)}: the storage ${fact.storage_name}`;
    const { new_missing_objects: lost, new_orphan_objects: found } = fact;
    if (lost > 0)
      return ofComparison(fact, 'storage_objects_missing', {
        severity: 'error',
        title: `${where} has lost objects of backups`,
        lead: `Objects of backups are not in the storage ${fact.storage_name} any more, and Strongroom has not removed them. Those backups cannot be restored from there.`,
        remedy: 'Make a new backup, and find out who removes objects there: often a lifecycle rule of the bucket.',
      });
    if (found > 0)
      return ofComparison(fact, 'storage_orphans', {
        severity: 'warning',
        title: `${where} holds objects that nobody knows`,
        lead: `There are objects in the storage ${fact.storage_name} that belong to no backup that is known. Strongroom leaves them alone.`,
        remedy: 'Look at the list: a rescan takes in backups that were forgotten, the rest is removed by hand.',
      });
    return undefined;
  }),
  rule(StorageComparisonFailed, (fact, nameOf) => ({
    kind: 'storage_not_compared',
    severity: 'warning',
    environmentId: null,
    title: `${nameOf(fact.organization_id)}: the storage ${fact.storage_name} could not be looked through`,
    lead: `It is looked regularly whether the storage ${fact.storage_name} still holds every backup. This time that could not be found out.`,
    facts: [...linesOf(fact.error), { label: 'Tried', value: momentOf(fact.failed_at) }],
    path: orphansOf(fact.storage_config_id),
  })),
  rule(DeadLetterKept, (fact, nameOf) => {
    const about = nameOf(fact.environment_id ?? fact.organization_id);
    return {
      kind: 'dead_letter',
      severity: 'error',
      environmentId: fact.environment_id ?? null,
      title: `${about}: work was given up (${fact.message_kind}, ${fact.code})`,
      lead: `A piece of work could not be done in any attempt, and waits among the dead letters.`,
      facts: [
        { label: 'Work', value: fact.message_kind },
        { label: 'Error', value: `${fact.message} (${fact.code})` },
        whatToDo(`${remedyOf(fact.code)} Then replay the dead letter: the same work goes on.`),
        { label: 'Attempts', value: String(fact.attempts) },
        { label: 'Given up', value: momentOf(fact.died_at) },
      ],
      path: `dead-letters/${fact.dead_letter_id}`,
      // one that could not be read was not begun, so that nothing else tells of it
      toldBy: fact.code === 'MESSAGE_INVALID' ? [] : [...(TOLD_OF[fact.message_kind] ?? [])],
    };
  }),
];

/** A foreign message may have died of a code that nobody knows. */
function remedyOf(code: string): string {
  return code in ERRORS ? ERRORS[code as ErrorCode].remedy : 'Mend the cause.';
}

function ofQuota(fact: QuotaPayload, kind: NoticeKind, words: Pick<Draft, 'severity' | 'title' | 'lead'>): Draft {
  const { backup_storage_quota: quota, used_percent: percent } = fact;
  return {
    ...words,
    kind,
    environmentId: null,
    facts: [
      { label: 'Plan', value: fact.billing_plan },
      { label: 'Used', value: `${sizeOf(fact.total_backup_storage)}${percent ? ` (${percent} %)` : ''}` },
      { label: 'Quota', value: quota ? sizeOf(quota) : 'none' },
      whatToDo(
        'Delete backups that are not needed any more, let policies keep them for less long, or have the plan raised.',
      ),
    ],
    path: `organizations/${fact.organization_id}/usage`,
  };
}

const orphansOf = (storageConfigId: string) => `backups/storage-configs/${storageConfigId}/orphan-sweep`;

function ofComparison(
  fact: StorageComparedPayload,
  kind: NoticeKind,
  { remedy, ...words }: Pick<Draft, 'severity' | 'title' | 'lead'> & { remedy: string },
): Draft {
  return {
    ...words,
    kind,
    environmentId: null,
    facts: [
      { label: 'Missing objects', value: String(fact.missing_objects) },
      { label: 'Unknown objects', value: `${fact.orphan_objects} (${sizeOf(fact.orphan_bytes)})` },
      { label: 'Looked at', value: momentOf(fact.compared_at) },
      whatToDo(remedy),
    ],
    path: orphansOf(fact.storage_config_id),
  };
}
