import { pendingBackup } from '../../testing/sample-events';
import type { Backup } from '../backups/backup.entity';
import { type Holders, requireExpirable } from './expiry-rules';

const realNow = new Date('2026-01-10T12:00:00Z');
const free: Holders = { tasks: [], isNewest: false, realNow };
const at = (time: string) => new Date(`2026-01-10T${time}Z`);

describe('a backup whose time is over', () => {
  it.each<[string, Partial<Backup>, Partial<Holders>, string | undefined]>([
    ['is not needed', {}, {}, undefined],
    ['is pending', { status: 'pending' }, {}, 'BACKUP_IN_PROGRESS'],
    ['is being made', { status: 'in_progress' }, {}, 'BACKUP_IN_PROGRESS'],
    ['is being uploaded', { status: 'uploading' }, {}, 'BACKUP_IN_PROGRESS'],
    ['has failed', { status: 'failed' }, {}, 'BACKUP_NOT_COMPLETED'],
    ['is pinned', { pinned_at: at('11:00:00') }, {}, 'BACKUP_PINNED'],
    ['is read by a restore', {}, { tasks: [{ id: 'r', type: 'restore' }] }, 'BACKUP_IN_USE'],
    ['may be downloaded yet', { linked_until: at('12:00:01') }, {}, 'BACKUP_IN_USE'],
    ['could be downloaded', { linked_until: at('12:00:00') }, {}, undefined],
    ['is the newest one', {}, { isNewest: true }, 'BACKUP_NEWEST'],
  ])('and that %s: %#', (_, row, holders, code) => {
    const backup: Backup = { ...pendingBackup(), status: 'completed', ...row };
    const expiry = () => requireExpirable(backup, { ...free, ...holders });
    if (code === undefined) expect(expiry).not.toThrow();
    else expect(expiry).toThrow(expect.objectContaining({ code }));
  });
});
