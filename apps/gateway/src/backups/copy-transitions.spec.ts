import type { CopyStatus } from '@app/contracts';
import { sampleError } from '../../testing/sample-events';
import { copyTaskFact } from './backup-task-facts';
import type { BackupCopy } from './backup-copy.entity';
import { applyCopyEvent, type CopyEvent } from './copy-transitions';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const at = '2026-01-01T00:00:00.000Z';
const ref = (attempt: number, task_id = id(1)) => ({
  organization_id: id(2),
  environment_id: id(3),
  backup_id: id(4),
  copy_id: id(5),
  task_id,
  attempt,
});
const started = (n: number, task?: string): CopyEvent => ({
  name: 'backup.copy_started',
  data: { ...ref(n, task), started_at: at },
});
const retrying = (n: number): CopyEvent => ({
  name: 'backup.copy_retrying',
  data: { ...ref(n), error: sampleError, next_attempt_at: at },
});
const failed = (n: number, task?: string): CopyEvent => ({
  name: 'backup.copy_failed',
  data: { ...ref(n, task), error: sampleError, failed_at: at },
});
const copied = (n: number, task?: string): CopyEvent => ({
  name: 'backup.copied',
  data: {
    ...ref(n, task),
    storage_config_id: id(6),
    source_storage_config_id: id(7),
    completed_at: at,
    key: 'b.zip',
    manifest_key: 'b.manifest.json',
    location: '/disk/b.zip',
    object_size_bytes: 9,
    verification: { level: 'rehashed', verified_at: at },
  },
});
const damaged = (checked: string): CopyEvent => ({
  name: 'backup.verified',
  data: { ...ref(1, id(8)), level: 'rehashed', intact: false, verified_at: checked, error: sampleError },
});

const PENDING: BackupCopy = {
  id: id(5),
  backup_id: id(4),
  storage_config_id: id(6),
  task_id: id(1),
  status: 'pending',
  attempt: 0,
  key: null,
  location: null,
  object_size: 0,
  completed_at: null,
  object_removed_at: null,
  is_verified: false,
  verified_at: null,
  verification_error: null,
  verification_levels: {},
  verification_checked_at: null,
  error_message: null,
  error_details: null,
  created_by: null,
  created_at: new Date(at),
  updated_at: new Date(at),
};
const after = (events: CopyEvent[]) =>
  events.reduce<BackupCopy>((row, event) => ({ ...row, ...applyCopyEvent(row, event) }), PENDING);

describe('applyCopyEvent', () => {
  it.each([
    ['a plain run', [started(1), copied(1)], 'completed', 1],
    ['a retry that waits', [started(1), retrying(1)], 'pending', 1],
    ['a retry that runs', [started(1), retrying(1), started(2)], 'in_progress', 2],
    ['a failure for good', [started(1), retrying(1), started(2), failed(2)], 'failed', 2],
    ['the start told after its failure', [retrying(1), started(1)], 'pending', 1],
    ['an old failure told late', [started(2), failed(1)], 'in_progress', 2],
    ['everything in reverse', [copied(1), started(1)], 'completed', 1],
    ['a completion after a failure', [failed(4), copied(5)], 'completed', 5],
    ['a replay of what had failed', [failed(4), started(5)], 'in_progress', 5],
    ['what an earlier task tells', [started(1), failed(4, id(99)), copied(4, id(99))], 'in_progress', 1],
  ] as [string, CopyEvent[], CopyStatus, number][])('%s', (_, events, status, attempt) =>
    expect(after(events)).toMatchObject({ status, attempt }),
  );

  it.each([started(1), retrying(1), failed(1), copied(1), damaged(at)])(
    'changes nothing when $name is told twice',
    (event) => expect(applyCopyEvent(after([event]), event)).toBeUndefined(),
  );

  it('stays deleted with its backup, and tells of an object that has appeared all the same', () => {
    const deleted: BackupCopy = { ...PENDING, status: 'deleted', object_removed_at: new Date(at) };
    for (const event of [started(1), retrying(1), failed(1)]) expect(applyCopyEvent(deleted, event)).toBeUndefined();
    const appeared = applyCopyEvent(deleted, copied(1));
    expect(appeared).toMatchObject({ status: 'deleted', key: 'b.zip', object_size: 9, object_removed_at: null });
    expect(applyCopyEvent({ ...deleted, ...appeared }, copied(1))).toBeUndefined();
  });

  it('keeps where the copy lies and how it was proven', () => {
    expect(after([started(1), copied(1)])).toMatchObject({
      key: 'b.zip',
      location: '/disk/b.zip',
      object_size: 9,
      is_verified: true,
      verification_levels: { uploaded: at, rehashed: at },
    });
  });

  it('shows a later verdict that is bad', () => {
    const row = after([copied(1), damaged('2026-01-02T00:00:00.000Z')]);
    expect(row).toMatchObject({ status: 'completed', is_verified: false, verification_error: 'no answer' });
  });
});

describe('copyTaskFact', () => {
  it('ends the task of the copy, and not the one of its verification', () => {
    expect(copyTaskFact('copy', copied(1), at)).toMatchObject({ kind: 'completed', result: { copy_id: id(5) } });
    expect(copyTaskFact('verify', copied(1), at)).toBeUndefined();
    expect(copyTaskFact('copy', damaged(at), at)).toBeUndefined();
    expect(copyTaskFact('verify', damaged(at), at)).toMatchObject({ kind: 'failed', result: { intact: false } });
  });
});
