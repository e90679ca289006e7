import {
  BackupCompleted,
  BackupFailed,
  BackupVerified,
  DeadLetterKept,
  type EventDefinition,
  type NoticeKind,
  NOTICE_KINDS,
  PolicyRunMissed,
  RestoreCompleted,
  RestoreFailed,
  StorageCompared,
  toCloudEvent,
} from '@app/contracts';
import { EVENTS, fixtureOf } from '../../../../libs/contracts/testing/definitions';
import { factOf } from '../../../../libs/contracts/testing/sample-facts';
import { isNotable, noticeOf } from './notice-of';
import { isWished, WITHOUT_POLICY } from './wishes';

const ORGANIZATION = '0d9f6b1e-3c52-4c7a-9f10-000000000001';
const nameOf = () => 'Production';
const told = <P extends object>(definition: EventDefinition<P>, change: Partial<P> = {}) =>
  noticeOf(
    toCloudEvent(definition, factOf(definition, change), { service: 'spec', organizationId: ORGANIZATION }),
    nameOf,
  );
const INTACT = { intact: true, error: null };

describe('a notice', () => {
  it('is made of these events, and of no other', () => {
    const kinds = EVENTS.flatMap((definition) => {
      const event = toCloudEvent(definition, fixtureOf(definition), { service: 'spec', organizationId: ORGANIZATION });
      const notice = noticeOf(event, nameOf);
      expect(notice === undefined || isNotable(event)).toBe(true);
      return notice ? [[definition.name, notice.kind] as const] : [];
    });
    expect(Object.fromEntries(kinds)).toEqual({
      'backup.completed': 'backup_degraded',
      'backup.failed': 'backup_failed',
      'backup.verified': 'backup_damaged',
      'restore.completed': 'restore_completed',
      'restore.failed': 'restore_failed',
      'restore.teardown_failed': 'restore_failed',
      'restore.undo_failed': 'restore_failed',
      'restore.undone': 'restore_undone',
      'backup.object_removal_failed': 'removal_failed',
      'quota.exceeded': 'quota_exceeded',
      'quota.warning': 'quota_warning',
      'policy.protected': 'environment_protected',
      'policy.run_missed': 'backup_run_missed',
      'policy.unprotected': 'environment_unprotected',
      'backup.suspicious': 'backup_suspicious',
      'retention.held': 'retention_held',
      'storage.compared': 'storage_objects_missing',
      'storage.comparison_failed': 'storage_not_compared',
      'dead_letter.kept': 'dead_letter',
    });
  });

  it('can be of every kind', () => {
    const drill = { policy_id: null, recovery_ms: 1, database_ms: 1, filestore_ms: 0, level: 'restored' as const };
    const kinds = new Set<NoticeKind | undefined>([
      ...EVENTS.map((definition) => told(definition)?.kind),
      told(BackupCompleted, { degraded: true })?.kind,
      told(BackupCompleted, { degraded: false })?.kind,
      told(BackupVerified, { intact: false })?.kind,
      told(RestoreCompleted, { drill })?.kind,
      told(RestoreFailed, { drill: { policy_id: null } })?.kind,
      told(StorageCompared, { new_missing_objects: 0 })?.kind,
    ]);
    expect(NOTICE_KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('says in every title which environment or organization it is about', () => {
    const titles = EVENTS.map((definition) => told(definition)?.title).filter((title) => title !== undefined);
    expect(titles.filter((title) => !/^Production: \S/.test(title))).toEqual([]);
  });

  it('is not made of a backup that was read back and is intact', () => {
    expect(told(BackupVerified, INTACT)).toBeUndefined();
  });

  it('of a restore in place tells the customer what was lost, when it was away, and what is kept until when', () => {
    const notice = told(RestoreCompleted, {
      drill: undefined,
      backup_timestamp: '2024-12-11T02:00:00.000Z',
      downtime: { started_at: '2024-12-11T10:30:00.000Z', ended_at: '2024-12-11T10:31:12.000Z' },
      insurance_backup_id: ORGANIZATION,
      insurance_kept_until: '2024-12-18T10:00:00.000Z',
      replaced_until: '2024-12-11T11:31:12.000Z',
      warnings: [],
    })!;
    expect(notice).toMatchObject({
      kind: 'restore_completed',
      title: 'Production: restored to 2024-12-11 02:00:00 UTC',
    });
    expect(notice.lead).toBe(
      'Production was restored to its state of 2024-12-11 02:00:00 UTC. What was entered after that moment is not in it. ' +
        'It could not be used from 2024-12-11 10:30:00 UTC to 2024-12-11 10:31:12 UTC. ' +
        'A backup of the state before the restore is kept until 2024-12-18 10:00:00 UTC. ' +
        'Until 2024-12-11 11:31:12 UTC the restore can be undone at once.',
    );
    expect(notice.facts).toContainEqual({
      label: 'Could not be used until',
      value: '2024-12-11 10:31:12 UTC (1 min 12 s)',
    });
  });

  it.each([
    ['untouched', 'Production: a restore failed (', 'Nothing of Production itself was changed.'],
    ['rolled_back', 'Production: a restore failed and was rolled back (', 'Production is as it was before.'],
    ['broken', 'Production: a restore FAILED, AND SO DID ITS ROLLBACK (', 'CANNOT BE USED AS IT STANDS'],
  ] as const)('of a restore whose outcome is %s says so', (outcome, title, lead) => {
    expect(told(RestoreFailed, { outcome, drill: undefined })).toMatchObject({
      severity: 'error',
      title: expect.stringContaining(title),
      lead: expect.stringContaining(lead),
    });
  });

  it('of a failure tells the code and what to do', () => {
    const { error } = factOf(BackupFailed);
    expect(told(BackupFailed)).toMatchObject({
      title: `Production: backup failed (${error.code})`,
      facts: expect.arrayContaining([{ label: 'What to do', value: error.remedy }]),
    });
  });

  it('that warns says what to do, in whatever words', () => {
    const warnings = EVENTS.map((definition) => told(definition)).filter(
      (notice) => notice !== undefined && notice.severity !== 'info',
    );
    const helpless = warnings.filter((notice) => !notice!.facts.some(({ label }) => label === 'What to do'));
    // of what went well, but not quite, the warnings say it
    expect(helpless.map((notice) => notice!.kind)).toEqual(['restore_completed', 'restore_undone']);
    expect(told(PolicyRunMissed, { error: null })!.facts).toContainEqual(
      expect.objectContaining({ label: 'What to do' }),
    );
  });

  it('of a missed run says whether it is made up for', () => {
    const lead = (change: object) => told(PolicyRunMissed, { kind: 'backup', ...change })!.lead;
    expect(lead({ missed: 1, caught_up: true })).toMatch(/did not happen\. It is made up for now\.$/);
    expect(lead({ missed: 3, caught_up: true })).toMatch(/^3 times .* One is made now for all of them\.$/);
    expect(lead({ missed: 1, caught_up: false })).toMatch(/did not happen\.$/);
  });

  it('of a restore on trial tells a damaged backup from one of which nothing is known', () => {
    expect(told(RestoreFailed, { drill: { policy_id: null } })!.lead).toContain('it is not known');
    const damaged = told(RestoreFailed, { drill: { policy_id: null, damaged_storage_config_id: ORGANIZATION } })!;
    expect(damaged.title).toContain('damaged');
    expect(damaged.lead).toContain('make a new backup now');
  });

  it('of a dead letter says who else tells of it', () => {
    expect(told(DeadLetterKept, { message_kind: 'backup.run', code: 'SSH_UNREACHABLE' })?.toldBy).toEqual([
      'backup_failed',
    ]);
    expect(told(DeadLetterKept, { message_kind: 'backup.run', code: 'MESSAGE_INVALID' })?.toldBy).toEqual([]);
    expect(told(DeadLetterKept, { message_kind: 'backup.copy' })?.toldBy).toEqual([]);
  });

  it('of a backup is wished for as the policy says, of all else always', () => {
    const wished = (onSuccess: boolean, onFailure: boolean) =>
      NOTICE_KINDS.filter((kind) => !isWished(kind, { onSuccess, onFailure }));
    expect(wished(true, true)).toEqual([]);
    expect(wished(false, false)).toEqual(['backup_succeeded', 'backup_failed']);
    expect(NOTICE_KINDS.filter((kind) => !isWished(kind, WITHOUT_POLICY))).toEqual(['backup_succeeded']);
  });
});
