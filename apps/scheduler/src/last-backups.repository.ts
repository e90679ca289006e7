import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
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
      `INSERT INTO last_backups (environment_id, organization_id, backup_id, status, ended_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (environment_id) DO UPDATE
         SET backup_id = excluded.backup_id, status = excluded.status, ended_at = excluded.ended_at
         WHERE last_backups.ended_at < excluded.ended_at`,
      [environment_id, organization_id, backup_id, status, ended_at],
    );
  }

  async forget(environmentId: string): Promise<void> {
    await this.dataSource.getRepository(LastBackup).delete({ environmentId });
  }
}
