import type { BackupObjectRemovedPayload } from '@app/contracts';
import { pendingBackup, sampleError } from '../../testing/sample-events';
import type { BackupCopy } from '../backups/backup-copy.entity';
import type { Backup } from '../backups/backup.entity';
import { applyObjectRemoved, applyRemovalFailed } from './removal-transitions';

const removed_at = '2026-01-02T00:00:00.000Z';
const deleted: Backup = {
  ...pendingBackup(),
  status: 'deleted',
  storage_config_id: 's',
  database_key: 'b.zip',
  sidecar_key: 'b.manifest.json',
  location: '/b.zip',
  compressed_size: 7,
  deleted_at: new Date(0),
};
const copy = { id: 'c', storage_config_id: 't', key: 'b.zip', object_size: 9 } as BackupCopy;
const { organization_id, project_id, environment_id, id: backup_id } = deleted;
const references = { organization_id, project_id, environment_id, backup_id };
const removed = (storage_config_id: string): BackupObjectRemovedPayload => ({
  ...references,
  storage_config_id,
  key: 'b.zip',
  removed_at,
});
const failed = { ...removed('s'), attempt: 1, error: sampleError, failed_at: removed_at, next_attempt_at: removed_at };
const problem = {
  storage_config_id: 's',
  code: 'STORAGE_FULL',
  message: 'm',
  remedy: 'r',
  failed_at: removed_at,
} as const;

describe('an object that is removed', () => {
  it('clears the keys, and is the last one where there are no copies', () => {
    const { backup, copy: ofCopy, freedBytes } = applyObjectRemoved(deleted, [], removed('s'));
    expect(backup).toEqual({
      database_key: null,
      filestore_key: null,
      manifest_key: null,
      sidecar_key: null,
      location: null,
      object_removed_at: new Date(removed_at),
    });
    expect([ofCopy, freedBytes]).toEqual([undefined, 7]);
  });

  it('leaves a backup expired whose time was over', () => {
    const expired: Backup = { ...deleted, status: 'expired', deleted_at: null, expired_at: new Date(0) };
    const { backup } = applyObjectRemoved(expired, [], removed('s'));
    expect(backup).not.toHaveProperty('status');
    expect(backup).toMatchObject({ database_key: null, object_removed_at: new Date(removed_at) });
  });

  it.each([
    ['the copy first', ['t', 's']],
    ['the copy last', ['s', 't']],
  ])('is not all while another place is not clean: %s', (_, order) => {
    let [row, copies, freed] = [deleted, [copy], 0];
    for (const [n, storage] of order.entries()) {
      const change = applyObjectRemoved(row, copies, removed(storage));
      row = { ...row, ...change.backup };
      copies = copies.map((one) => ({ ...one, ...(change.copy?.id === one.id ? change.copy.change : {}) }));
      freed += change.freedBytes ?? 0;
      expect(row.object_removed_at).toEqual(n === 1 ? new Date(removed_at) : null);
    }
    expect(copies[0]).toMatchObject({ status: 'deleted', key: null, object_removed_at: new Date(removed_at) });
    expect(freed).toBe(16);
  });

  it('counts once, however often it is told', () => {
    const first = applyObjectRemoved(deleted, [], removed('s'));
    expect(applyObjectRemoved({ ...deleted, ...first.backup }, [], removed('s'))).toEqual({});
  });

  it('ends what was in the way of it, and nothing that is in the way elsewhere', () => {
    const row = { ...deleted, removal_error: problem };
    expect(applyObjectRemoved(row, [copy], removed('s')).backup).toMatchObject({ removal_error: null });
    expect(applyObjectRemoved(row, [copy], removed('t')).backup).not.toHaveProperty('removal_error');
  });

  it('is believed of a backup that the catalog takes for a good one', () => {
    const row = { ...deleted, status: 'completed' as const, deleted_at: null };
    expect(applyObjectRemoved(row, [], removed('s')).backup).toMatchObject({
      status: 'deleted',
      deleted_at: new Date(removed_at),
    });
  });
});

describe('an object that cannot be removed', () => {
  it('shows why', () => {
    expect(applyRemovalFailed(deleted, failed)).toEqual({
      removal_error: {
        storage_config_id: 's',
        code: sampleError.code,
        message: sampleError.message,
        remedy: sampleError.remedy,
        failed_at: removed_at,
      },
    });
  });

  it('shows nothing once all is removed', () => {
    expect(applyRemovalFailed({ ...deleted, object_removed_at: new Date() }, failed)).toBeUndefined();
  });
});
