import type { BackupStatus } from '@app/contracts';
import { backupEvents, pendingBackup } from '../../testing/sample-events';
import { backupTaskFact } from './backup-task-facts';
import { applyBackupEvent, type BackupEvent } from './backup-transitions';
import type { Backup } from './backup.entity';

const { started, uploading, completed, retrying, failed, verified, damaged, unverifiable } = backupEvents;

const after = (events: BackupEvent[], from: Backup = pendingBackup()) =>
  events.reduce<Backup>((row, event) => ({ ...row, ...applyBackupEvent(row, event) }), from);

describe('applyBackupEvent', () => {
  it.each([
    ['a plain run', [started(1), uploading(1), completed(1)], 'completed', 1],
    ['a run that starts', [started(1)], 'in_progress', 1],
    ['a retry that waits', [started(1), uploading(1), retrying(1)], 'pending', 1],
    ['a retry that runs', [started(1), retrying(1), started(2), uploading(2)], 'uploading', 2],
    ['a failure for good', [started(1), retrying(1), started(2), failed(2)], 'failed', 2],
    ['the start told after its failure', [retrying(1), started(1)], 'pending', 1],
    ['the upload told after its failure', [started(1), retrying(1), uploading(1)], 'pending', 1],
    ['an old upload told late', [started(2), uploading(1)], 'in_progress', 2],
    ['an old failure told late', [started(2), failed(1)], 'in_progress', 2],
    ['everything in reverse', [completed(1), uploading(1), started(1)], 'completed', 1],
    ['a failure told after the completion', [completed(1), failed(1)], 'completed', 1],
    ['a completion after a failure', [failed(4), completed(5)], 'completed', 5],
    ['a start after a failure', [failed(4), started(5)], 'failed', 4],
  ] as [string, BackupEvent[], BackupStatus, number][])('%s', (_, events, status, attempt) =>
    expect(after(events)).toMatchObject({ status, attempt }),
  );

  it.each(['expired', 'deleted'] as const)('leaves a backup that is %s as it is', (status) => {
    const row = { ...pendingBackup(), status, completed_at: new Date() };
    for (const event of [started(1), uploading(1), completed(1), retrying(1), failed(1)])
      expect(applyBackupEvent(row, event)).toBeUndefined();
  });

  it.each([started(1), uploading(1), completed(1), retrying(1), failed(1), verified(1), damaged(1), unverifiable(1)])(
    'changes nothing when $name is told twice',
    (event) => expect(applyBackupEvent(after([event]), event)).toBeUndefined(),
  );

  it('stays deleted, and tells of an object that has appeared all the same', () => {
    const deleted = { ...pendingBackup(), status: 'deleted' as const, object_removed_at: new Date() };
    const appeared = applyBackupEvent(deleted, completed(1));
    expect(appeared).toMatchObject({
      status: 'deleted',
      database_key: 'organizations/o/projects/p/environments/e/b.zip',
      object_removed_at: null,
    });
    expect(applyBackupEvent({ ...deleted, ...appeared }, completed(1))).toBeUndefined();
  });

  it('fills every column of the reference when the backup completes', () => {
    expect(after([started(1), completed(1)])).toMatchObject({
      database_key: 'organizations/o/projects/p/environments/e/b.zip',
      filestore_key: null,
      manifest_key: null,
      sidecar_key: 'organizations/o/projects/p/environments/e/b.manifest.json',
      database_size: 52428800,
      filestore_size: 104857600,
      total_size: 157286400,
      compressed_size: 147286400,
      duration_seconds: 323,
      retention_type: 'daily',
      database_checksum: 'a'.repeat(64),
      filestore_checksum: 'b'.repeat(64),
      error_message: null,
    });
  });

  it('forgets the failure when a later attempt completes', () => {
    expect(after([failed(4), completed(5)])).toMatchObject({ error_message: null, error_details: null });
  });

  it('keeps code, remedy and details of a failure', () => {
    expect(after([failed(1)])).toMatchObject({
      error_message: 'no answer',
      error_details: { code: 'SSH_UNREACHABLE', remedy: 'look', details: { host: 'h' } },
    });
  });
});

describe('verification', () => {
  it('shows the newest verdict and keeps the dates of the levels that were passed', () => {
    const row = after([completed(1), verified(1, '2026-01-01T00:00:00Z'), damaged(1, '2026-01-02T00:00:00Z')]);
    expect(row).toMatchObject({ is_verified: false, verified_at: null, verification_error: 'other bytes' });
    expect(row.verification_levels).toMatchObject({ rehashed: '2026-01-01T00:00:00.000Z' });
  });

  const proven = { level: 'rehashed', verified_at: '2026-01-01T00:00:00.000Z' } as const;

  it('comes with the completion, when the object was read back before', () => {
    expect(after([started(1), completed(1, proven)])).toMatchObject({
      status: 'completed',
      is_verified: true,
      verified_at: new Date(proven.verified_at),
      verification_levels: { uploaded: '2024-12-11T10:35:23.000Z', rehashed: proven.verified_at },
    });
  });

  it.each([undefined, { level: 'uploaded', verified_at: proven.verified_at } as const])(
    'is not claimed by a completion that says %j',
    (verification) => {
      const row = after([completed(1, verification)]);
      expect(row).toMatchObject({ is_verified: false, verified_at: null, verification_checked_at: null });
      expect(row.verification_levels).toEqual({ uploaded: '2024-12-11T10:35:23.000Z' });
    },
  );

  it('that is bad is not undone by a completion that is told late', () => {
    const row = after([damaged(1, '2026-01-02T00:00:00Z'), completed(1, proven)]);
    expect(row).toMatchObject({ status: 'completed', is_verified: false, verification_error: 'other bytes' });
  });

  it('of one level proves the levels below it', () => {
    const row = after([completed(1), verified(1, '2026-01-03T00:00:00Z', 'readable')]);
    expect(row.verification_levels).toMatchObject({
      rehashed: '2026-01-03T00:00:00.000Z',
      readable: '2026-01-03T00:00:00.000Z',
    });
    expect(row.verification_levels).not.toHaveProperty('restored');
  });

  it('does not let an older verdict win', () => {
    const row = after([completed(1), damaged(1, '2026-01-02T00:00:00Z'), verified(1, '2026-01-01T00:00:00Z')]);
    expect(row.is_verified).toBe(false);
  });

  it('never shows as fine what could not be verified', () => {
    const row = after([completed(1), verified(1, '2026-01-01T00:00:00Z'), unverifiable(1, '2026-01-02T00:00:00Z')]);
    expect(row).toMatchObject({ is_verified: false, verification_error: 'Could not be verified: no answer' });
  });

  it('fails the task of a verification that found damage', () => {
    expect(backupTaskFact('verify', damaged(1), '2026-01-01T00:00:00Z')).toMatchObject({
      kind: 'failed',
      error: { code: 'ARCHIVE_CORRUPT' },
      result: { intact: false },
    });
  });

  it('does not end the task of the backup itself', () => {
    expect(backupTaskFact('backup', verified(1), '2026-01-01T00:00:00Z')).toBeUndefined();
  });
});
