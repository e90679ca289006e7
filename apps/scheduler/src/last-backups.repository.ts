import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeletedEnvironment } from './deleted-environment.entity';
import { LastBackup } from './last-backup.entity';
import { Policies } from './policies/policies.repository';
import { Protection } from './protection/protection';

interface EndedBackup {
  environment_id: string;
  organization_id: string;
  backup_id: string;
  status: 'completed' | 'failed';
  ended_at: string;
}

const REMEMBER = `
INSERT INTO last_backups AS last (environment_id, organization_id, backup_id, status, ended_at, last_good_at)
  SELECT $1::uuid, $2::uuid, $3::uuid, $4, $5::timestamptz, $6::timestamptz
   WHERE NOT EXISTS (SELECT 1 FROM deleted_environments WHERE environment_id = $1)
ON CONFLICT (environment_id) DO UPDATE
  SET (backup_id, status, ended_at) = (
        SELECT newest.* FROM (VALUES (last.backup_id, last.status, last.ended_at), (excluded.backup_id, excluded.status, excluded.ended_at))
          AS newest (backup_id, status, ended_at) ORDER BY ended_at DESC LIMIT 1),
      last_good_at = GREATEST(last.last_good_at, excluded.last_good_at)`;

@Injectable()
export class LastBackups {
  constructor(
    private readonly dataSource: DataSource,
    private readonly policies: Policies,
    private readonly protection: Protection,
  ) {}

  /** Keeps the newest end of each environment, and the newest good one, in whatever order and however often the facts arrive. */
  async remember({ environment_id, organization_id, backup_id, status, ended_at }: EndedBackup): Promise<void> {
    const good_at = status === 'completed' ? ended_at : null;
    await this.dataSource.transaction(async (manager) => {
      await manager.query(REMEMBER, [environment_id, organization_id, backup_id, status, ended_at, good_at]);
      if (good_at !== null) await this.protection.backedUp(manager, environment_id);
    });
  }

  /** Its policy goes with it. */
  async forget(environmentId: string, deletedAt: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.upsert(DeletedEnvironment, { environmentId, deletedAt: new Date(deletedAt) }, ['environmentId']);
      await manager.delete(LastBackup, { environmentId });
      await this.policies.deleteIn(manager, environmentId);
    });
  }
}
