import { Injectable, Logger } from '@nestjs/common';
import { Brackets, DataSource, type EntityManager, In } from 'typeorm';
import { type DrillRunRequestPayload, type RunOutcomePayload, stagingName } from '@app/contracts';
import { Clock, StrongroomError, toStrongroomError } from '@app/core';
import { Backup } from '../backups/backup.entity';
import { requireNotReplaced } from '../directory/environment-exclusion';
import { Server } from '../directory/server.entity';
import { lockForWork } from '../directory/working-environment';
import { RestoreRequests } from '../restores/restore-requests';
import { requireRestorable, requireSameOrganization } from '../restores/restore-rules';
import { Restore } from '../restores/restore.entity';
import type { RestoreRequest } from '../restores/wanted-restore';

interface DrillWish {
  /** Beside which environment; null: the one that was backed up. */
  environment_id: string | null;
  policy_id: string | null;
  created_by: string | null;
  id?: string;
}

/** Asks for backups to be restored on trial: by hand, or for runs that are due. */
@Injectable()
export class DrillRequests {
  private readonly logger = new Logger(DrillRequests.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly restores: RestoreRequests,
    private readonly clock: Clock,
  ) {}

  /** @throws StrongroomError BACKUP_DELETED, BACKUP_NOT_RESTORABLE, DRILLS_NOT_ACCEPTED, VALIDATION_FAILED, ENVIRONMENT_* */
  async create(manager: EntityManager, backupId: string, wish: DrillWish): Promise<Restore> {
    // held, so that it is neither deleted nor expired before the task is there that keeps it from that
    const found = await manager.findOneOrFail(Backup, { where: { id: backupId }, lock: { mode: 'for_key_share' } });
    const backup = requireRestorable(found);
    const environment = await lockForWork(manager, wish.environment_id ?? backup.environment_id);
    requireSameOrganization(backup, environment);
    if (environment.id !== backup.environment_id) await requireAcceptsDrills(manager, environment.server_id);
    // another gateway may have been asked for the same run at the same time
    const made = wish.id === undefined ? null : await manager.findOneBy(Restore, { id: wish.id });
    if (made !== null) return made;
    // while the live database is dropped, nobody else takes the disk that its successor needs
    await requireNotReplaced(manager, environment);
    const { id, created_by, policy_id } = wish;
    return this.restores.begin(manager, { backup, environment, target_db: stagingName }, wholeOf(backup), {
      ...(id !== undefined && { id }),
      created_by,
      drill: { policy_id },
    });
  }

  /** Each run once, however often it is asked for. */
  async answerRuns(runs: readonly DrillRunRequestPayload[]): Promise<RunOutcomePayload[]> {
    const made = await this.dataSource.manager.find(Restore, {
      select: { id: true },
      where: { id: In(runs.map(({ run_id }) => run_id)) },
    });
    const known = new Set(made.map(({ id }) => id));
    const outcomes: RunOutcomePayload[] = [];
    for (const run of runs)
      outcomes.push({ run_id: run.run_id, refusal: known.has(run.run_id) ? null : await this.refusalOf(run) });
    return outcomes;
  }

  /** null: it is asked for. */
  private async refusalOf(run: DrillRunRequestPayload): Promise<RunOutcomePayload['refusal']> {
    const { run_id: id, policy_id, drill_environment_id: environment_id } = run;
    try {
      await this.dataSource.transaction(async (manager) => {
        const backup = await this.newest(manager, run.environment_id);
        await this.create(manager, backup.id, { id, environment_id, policy_id, created_by: null });
      });
      return null;
    } catch (error) {
      const refusal = toStrongroomError(error);
      this.logger.warn({ run_id: id, policy_id, code: refusal.code }, `no drill: ${refusal.message}`);
      return refusal.toReport();
    }
  }

  /** @throws StrongroomError NOTHING_TO_DRILL */
  private async newest(manager: EntityManager, environmentId: string): Promise<Backup> {
    const backup = await manager
      .createQueryBuilder(Backup, 'backup')
      .where(`backup.environment_id = :environmentId AND backup.status = 'completed'`, { environmentId })
      .andWhere(new Brackets((kept) => kept.where('backup.expires_at IS NULL').orWhere('backup.expires_at > :now')), {
        now: this.clock.now(),
      })
      .orderBy('backup.create_date', 'DESC')
      .limit(1)
      .getOne();
    if (backup === null)
      throw new StrongroomError('NOTHING_TO_DRILL', `The environment ${environmentId} has no completed backup.`);
    return backup;
  }
}

/** @throws StrongroomError DRILLS_NOT_ACCEPTED */
async function requireAcceptsDrills(manager: EntityManager, serverId: string): Promise<void> {
  const { name, accepts_drills } = await manager.findOneByOrFail(Server, { id: serverId });
  if (!accepts_drills) throw new StrongroomError('DRILLS_NOT_ACCEPTED', `The server ${name} accepts no drills.`);
}

/** All that is in the backup, as it is. */
function wholeOf({ filestore_checksum }: Backup): RestoreRequest {
  return {
    mode: 'drill',
    target_db: null,
    environment_id: null,
    restore_database: true,
    restore_filestore: filestore_checksum !== null,
    neutralize: false,
    regenerate_assets: null,
    post_restore_sql: [],
    allow_older_postgres: false,
    allow_other_odoo: false,
    in_place: null,
  };
}
