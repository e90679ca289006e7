import type { BackupStatus, BackupType } from '@app/contracts';
import { pendingBackup } from '../../testing/sample-events';
import { placesToClean, requireDeletable } from './deletion-rules';

const DAY_MS = 24 * 60 * 60 * 1000;
const now = new Date('2026-01-10T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
const restore = { id: 'r', type: 'restore' as const };

describe('a backup', () => {
  it.each<[BackupStatus, BackupType, number, boolean, string | undefined]>([
    ['completed', 'manual', 0, false, undefined],
    ['completed', 'scheduled', 0, false, undefined],
    ['failed', 'manual', 0, false, undefined],
    ['expired', 'manual', 0, false, undefined],
    ['pending', 'manual', 0, true, 'BACKUP_IN_PROGRESS'],
    ['in_progress', 'manual', 0, false, 'BACKUP_IN_PROGRESS'],
    ['uploading', 'scheduled', 0, false, 'BACKUP_IN_PROGRESS'],
    ['completed', 'pre_restore', 6.9, false, 'BACKUP_INSURED'],
    ['completed', 'pre_upgrade', 0, false, 'BACKUP_INSURED'],
    ['completed', 'pre_destroy', 6.9, true, undefined],
    ['completed', 'pre_restore', 7, false, undefined],
    ['failed', 'pre_restore', 0, false, undefined],
  ])('that is %s, %s and %d days old (forced: %p): %s', (status, backup_type, age, force, code) => {
    const backup = { ...pendingBackup(), status, backup_type, create_date: daysAgo(age) };
    const deletion = () => requireDeletable(backup, [], { force, now });
    if (code === undefined) expect(deletion).not.toThrow();
    else expect(deletion).toThrow(expect.objectContaining({ code }));
  });

  it('is not deleted while it is pinned, not even by force', () => {
    const pinned_at = new Date('2026-01-09T00:00:00Z');
    const backup = { ...pendingBackup(), status: 'completed' as const, pinned_at, pin_reason: 'audit' };
    expect(() => requireDeletable(backup, [], { force: true, now })).toThrow(
      expect.objectContaining({
        code: 'BACKUP_PINNED',
        details: { pinned_at: pinned_at.toISOString(), reason: 'audit' },
      }),
    );
  });

  it('is not deleted while a task reads it, not even by force', () => {
    const backup = { ...pendingBackup(), status: 'completed' as const };
    expect(() => requireDeletable(backup, [restore], { force: true, now })).toThrow(
      expect.objectContaining({ code: 'BACKUP_IN_USE', details: { tasks: [restore] } }),
    );
  });
});

describe('the places to clean', () => {
  const own = { storage_config_id: 's', database_key: 'a/b.zip', sidecar_key: 'a/b.manifest.json' };

  it('are its own and those of its copies, the manifest beside each ZIP', () => {
    expect(placesToClean(own, [{ storage_config_id: 't', key: 'c/b.zip' }])).toEqual([
      { storage_config_id: 's', key: 'a/b.zip', manifest_key: 'a/b.manifest.json' },
      { storage_config_id: 't', key: 'c/b.zip', manifest_key: 'c/b.manifest.json' },
    ]);
  });

  it('are none where nothing was ever made', () => {
    const failed = { storage_config_id: 's', database_key: null, sidecar_key: null };
    expect(placesToClean(failed, [{ storage_config_id: 't', key: null }])).toEqual([]);
  });
});
