import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeletedEnvironment } from './deleted-environment.entity';
import { LastBackup } from './last-backup.entity';

interface EndedBackup {
  environment_id: string;
  organization_id: string;
  backup_id: string;
  status: 'completed' | 'failed';
  ended_at: string;
}

@Injectable()
export class LastBackups {
  constructor(private readonly dataSource: DataSource) {}

  /** Keeps the newest end of each environment, in whatever order and however often the facts arrive. */
  async remember({ environment_id, organization_id, backup_id, status, ended_at }: EndedBackup): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO last_backups (environment_id, organization_id, backup_id, status, ended_at)
         SELECT $1::uuid, $2::uuid, $3::uuid, $4, $5::timestamptz WHERE NOT EXISTS (SELECT 1 FROM deleted_environments WHERE environment_id = $1)
       ON CONFLICT (environment_id) DO UPDATE
         SET backup_id = excluded.backup_id, status = excluded.status, ended_at = excluded.ended_at
         WHERE last_backups.ended_at < excluded.ended_at`,
      [environment_id, organization_id, backup_id, status, ended_at],
    );
  }

  async forget(environmentId: string, deletedAt: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.upsert(DeletedEnvironment, { environmentId, deletedAt: new Date(deletedAt) }, ['environmentId']);
      await manager.delete(LastBackup, { environmentId });
    });
  }
}
