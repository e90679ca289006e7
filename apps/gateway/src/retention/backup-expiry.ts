/** Lets backups expire on retention's behalf: the records stay and say why, and retention is told to remove the objects. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import {
  BackupExpired,
  type ExpireBackupsAnswer,
  type ExpireBackupsRequest,
  type RefusedExpiryPayload,
} from '@app/contracts';
import { Clock, StrongroomError, toStrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { BackupCopy } from '../backups/backup-copy.entity';
import { Backup } from '../backups/backup.entity';
import { Quotas } from '../quotas/quotas';
import { placesToClean } from '../removal/deletion-rules';
import { expiredFact, originOf } from '../removal/gone-facts';
import { openReaders } from '../removal/open-readers';
import { requireExpirable } from './expiry-rules';

/** Retention may not know yet of a newer one that somebody has deleted meanwhile: what stays is decided here once more. */
const NEWEST = `
SELECT newest.id FROM environments
 CROSS JOIN LATERAL (
   (SELECT id FROM backups WHERE environment_id = environments.id AND status = 'completed'
     ORDER BY create_date DESC, id DESC LIMIT 1)
   UNION ALL
   (SELECT id FROM backups WHERE environment_id = environments.id AND status = 'completed' AND is_verified
     ORDER BY create_date DESC LIMIT 1)) AS newest
 WHERE environments.id = ANY($1) AND environments.deleted_at IS NULL`;

const EXPIRE = `
UPDATE backups SET status = 'expired', expired_at = $4, expiry_reason = given.reason, write_by = NULL, write_date = $5,
       object_removed_at = CASE WHEN given.lies_nowhere THEN $4::timestamptz END
  FROM unnest($1::uuid[], $2::text[], $3::boolean[]) AS given (id, reason, lies_nowhere)
 WHERE backups.id = given.id`;

/** No more columns than are needed: snapshots of hundreds of environments are large. */
const COLUMNS = [
  'id',
  'organization_id',
  'project_id',
  'environment_id',
  'task_id',
  'status',
  'storage_config_id',
  'database_key',
  'sidecar_key',
  'pinned_at',
  'pin_reason',
  'linked_until',
] as const satisfies (keyof Backup)[];
type LockedBackup = Pick<Backup, (typeof COLUMNS)[number]>;

@Injectable()
export class BackupExpiry {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  /** All that may go, goes in one transaction; asked for once more, it is answered as it was. */
  async expire({ organization_id, backups }: ExpireBackupsRequest): Promise<ExpireBackupsAnswer> {
    const reasons = new Map(backups.map(({ backup_id, reason }) => [backup_id, reason]));
    return this.dataSource.transaction(async (manager) => {
      const locked = await lock(manager, organization_id, [...reasons.keys()]);
      const { due, refused } = await judge(manager, locked);
      const unknown = [...reasons.keys()].filter((id) => !locked.some((backup) => backup.id === id)).map(notFound);
      await this.write(manager, due, reasons);
      if (due.length > 0) await this.quotas.review(manager, organization_id);
      const open = new Set([...refused, ...unknown].map(({ backup_id }) => backup_id));
      return { expired: [...reasons.keys()].filter((id) => !open.has(id)), refused: [...refused, ...unknown] };
    });
  }

  private async write(
    manager: EntityManager,
    due: readonly LockedBackup[],
    reasons: ReadonlyMap<string, string>,
  ): Promise<void> {
    const ids = due.map(({ id }) => id);
    const copies = await manager.findBy(BackupCopy, { backup_id: In(ids) });
    const expired_at = this.clock.now();
    const gone = due.map((backup) => ({
      backup: { ...backup, expired_at, expiry_reason: reasons.get(backup.id)! },
      places: placesToClean(
        backup,
        copies.filter(({ backup_id }) => backup_id === backup.id),
      ),
    }));
    const lieNowhere = gone.map(({ places }) => places.length === 0);
    const why = gone.map(({ backup }) => backup.expiry_reason);
    await manager.query(EXPIRE, [ids, why, lieNowhere, expired_at, new Date()]);
    await manager.update(BackupCopy, { backup_id: In(ids), key: IsNull() }, { object_removed_at: expired_at });
    await manager.update(BackupCopy, { backup_id: In(ids) }, { status: 'deleted', updated_at: new Date() });
    const facts = gone.map(({ backup, places }) => ({
      payload: expiredFact(backup, places),
      origin: originOf(backup),
    }));
    await this.outbox.events(manager, BackupExpired, facts);
  }
}

/** In one order, so that batches that overlap wait for each other. */
function lock(manager: EntityManager, organizationId: string, ids: readonly string[]): Promise<LockedBackup[]> {
  return manager
    .createQueryBuilder(Backup, 'backup')
    .select(COLUMNS.map((column) => `backup.${column}`))
    .where('backup.organization_id = :organizationId AND backup.id = ANY(:ids)', { organizationId, ids })
    .orderBy('backup.id')
    .setLock('pessimistic_write')
    .getMany();
}

async function judge(
  manager: EntityManager,
  locked: readonly LockedBackup[],
): Promise<{ due: LockedBackup[]; refused: RefusedExpiryPayload[] }> {
  const there = locked.filter(({ status }) => status !== 'expired' && status !== 'deleted');
  const readers = await openReaders(
    manager,
    there.map(({ id }) => id),
  );
  const environments = [...new Set(there.map(({ environment_id }) => environment_id))];
  const rows: { id: string }[] = await manager.query(NEWEST, [environments]);
  const newest = new Set(rows.map(({ id }) => id));
  const [due, refused]: [LockedBackup[], RefusedExpiryPayload[]] = [[], []];
  for (const backup of there) {
    const holders = { tasks: readers.get(backup.id) ?? [], isNewest: newest.has(backup.id), realNow: new Date() };
    try {
      requireExpirable(backup, holders);
      due.push(backup);
    } catch (thrown) {
      refused.push({ backup_id: backup.id, error: toStrongroomError(thrown).toReport() });
    }
  }
  return { due, refused };
}

function notFound(backup_id: string): RefusedExpiryPayload {
  const error = new StrongroomError('NOT_FOUND', `The organization has no backup ${backup_id}.`);
  return { backup_id, error: error.toReport() };
}
