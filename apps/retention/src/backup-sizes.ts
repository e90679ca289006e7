/** Notices backups that are much smaller than those before them, in whatever order they are told of. */
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BackupSuspicious } from '@app/contracts';
import { Clock } from '@app/core';
import { Outbox } from '@app/messaging';
import { RetentionConfig } from './config';
import { KeptBackup } from './kept-backup.entity';
import { COMPARED, usualIfSuspicious } from './size-anomaly';

const OF_ITS_SHAPE = `
SELECT backup_id, size_bytes::float8 AS size, suspicious FROM kept_backups
 WHERE environment_id = $1 AND has_filestore = $2`;
const UNTIL_IT = `${OF_ITS_SHAPE} AND (completed_at, backup_id) <= ($3, $4)
 ORDER BY completed_at DESC, backup_id DESC LIMIT ${COMPARED + 1}`;
const AFTER_IT = `${OF_ITS_SHAPE} AND (completed_at, backup_id) > ($3, $4)
 ORDER BY completed_at, backup_id LIMIT ${COMPARED}`;

interface Sized {
  backup_id: string;
  size: number;
  suspicious: boolean;
}

@Injectable()
export class BackupSizes {
  constructor(
    private readonly outbox: Outbox,
    private readonly config: RetentionConfig,
    private readonly clock: Clock,
  ) {}

  /** In the transaction that has begun to keep it. It is judged, and so are those after it that are compared with it. */
  async judge(manager: EntityManager, backup: KeptBackup): Promise<void> {
    const { environmentId, hasFilestore, completedAt, backupId } = backup;
    if (hasFilestore === null || this.config.suspiciousBelowPercent === 0) return;
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [environmentId]);
    const about = [environmentId, hasFilestore, completedAt, backupId];
    const before = await manager.query<Sized[]>(UNTIL_IT, about);
    const line = [...before.toReversed(), ...(await manager.query<Sized[]>(AFTER_IT, about))];
    for (let index = before.length - 1; index < line.length; index += 1) {
      const { size, suspicious, backup_id } = line[index]!;
      const earlier = line.slice(Math.max(0, index - COMPARED), index).map((one) => one.size);
      const usual = usualIfSuspicious(size, earlier, this.config.suspiciousBelowPercent);
      if (suspicious || usual === undefined) continue;
      await manager.update(KeptBackup, { backupId: backup_id }, { suspicious: true });
      await this.outbox.event(
        manager,
        BackupSuspicious,
        {
          organization_id: backup.organizationId,
          project_id: backup.projectId,
          environment_id: environmentId,
          backup_id,
          size_bytes: size,
          usual_bytes: usual,
          noticed_at: this.clock.now().toISOString(),
        },
        { organizationId: backup.organizationId, subject: `backup/${backup_id}` },
      );
    }
  }
}
