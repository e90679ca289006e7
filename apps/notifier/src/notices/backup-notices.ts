/** What is told of backups, and of what becomes of them. */
import {
  BackupCompleted,
  BackupFailed,
  BackupObjectRemovalFailed,
  BackupSuspicious,
  BackupVerified,
} from '@app/contracts';
import { linesOf, linesOfWarnings, rule, type Rule, whatToDo } from './rule';
import { momentOf, sizeOf, spanBetween } from './wording';

export const BACKUP_NOTICES: readonly Rule[] = [
  rule(BackupCompleted, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    const { attachments } = fact;
    const facts = [
      { label: 'Completed', value: momentOf(fact.completed_at) },
      { label: 'Took', value: spanBetween(fact.started_at, fact.completed_at) },
      { label: 'Size', value: sizeOf(fact.object_size_bytes) },
      { label: 'Storage', value: nameOf(fact.storage_config_id) },
      ...linesOfWarnings(fact.warnings),
    ];
    const about = { environmentId: fact.environment_id, path: `backups/${fact.backup_id}` };
    if (!fact.degraded)
      return {
        ...about,
        kind: 'backup_succeeded',
        severity: 'info',
        title: `${environment}: backup completed`,
        lead: `A backup of ${environment} was completed and can be restored.`,
        facts,
      };
    const missing = [
      { label: 'Files that are missing', value: String(attachments?.missing ?? 0) },
      { label: 'Files that are damaged', value: String(attachments?.corrupt ?? 0) },
    ];
    return {
      ...about,
      kind: 'backup_degraded',
      severity: 'warning',
      title: `${environment}: backup completed, but files are missing`,
      lead: `A backup of ${environment} was completed, but files that its database names were missing or damaged on the server. The backup can be restored, without these files.`,
      facts: [
        ...missing,
        whatToDo(
          'The backup names them. Look for the newest backup that still has them, and put them back into the filestore of the server; the next backup then has them again.',
        ),
        ...facts,
      ],
    };
  }),
  rule(BackupFailed, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    return {
      kind: 'backup_failed',
      severity: 'error',
      environmentId: fact.environment_id,
      title: `${environment}: backup failed (${fact.error.code})`,
      lead: `A backup of ${environment} has failed for good after ${fact.attempt} ${fact.attempt === 1 ? 'attempt' : 'attempts'}. Earlier backups are as they were.`,
      facts: [...linesOf(fact.error), { label: 'Failed', value: momentOf(fact.failed_at) }],
      path: `backups/${fact.backup_id}`,
    };
  }),
  rule(BackupVerified, (fact, nameOf) => {
    if (fact.intact) return undefined;
    const environment = nameOf(fact.environment_id);
    const which = fact.copy_id === undefined ? 'backup' : 'copy of a backup';
    return {
      kind: 'backup_damaged',
      severity: 'error',
      environmentId: fact.environment_id,
      title: `${environment}: a ${which} is damaged`,
      lead: `A ${which} of ${environment} was read back, and it is not what was backed up. Do not count on it: make a new backup now, and look at the storage.`,
      facts: [...(fact.error ? linesOf(fact.error) : []), { label: 'Read', value: momentOf(fact.verified_at) }],
      path: `backups/${fact.backup_id}`,
    };
  }),
  rule(BackupSuspicious, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    return {
      kind: 'backup_suspicious',
      severity: 'warning',
      environmentId: fact.environment_id,
      title: `${environment}: backup is much smaller than usual`,
      lead: `A backup of ${environment} was completed, but is much smaller than the ones before it.`,
      facts: [
        { label: 'Size', value: sizeOf(fact.size_bytes) },
        { label: 'Usual size', value: sizeOf(fact.usual_bytes) },
        whatToDo(
          'Look whether the database still holds what it should. If it does, there is nothing to do. If not, restore an older backup as a clone; the newest one of the usual size is kept meanwhile.',
        ),
      ],
      path: `backups/${fact.backup_id}`,
    };
  }),
  rule(BackupObjectRemovalFailed, (fact, nameOf) => {
    const environment = nameOf(fact.environment_id);
    return {
      kind: 'removal_failed',
      severity: 'warning',
      environmentId: fact.environment_id,
      title: `${environment}: a deleted backup cannot be removed from its storage (${fact.error.code})`,
      lead: `The objects of a deleted backup of ${environment} cannot be removed from ${nameOf(fact.storage_config_id)}. It is tried again by itself; until then they take up room.`,
      facts: [...linesOf(fact.error), { label: 'Next attempt', value: momentOf(fact.next_attempt_at) }],
      path: `backups/${fact.backup_id}`,
    };
  }),
];
