import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type BackupPromotedPayload, type BackupSuspiciousPayload, RETENTION_TYPES } from '@app/contracts';

/** The higher tier holds, and the later end, in whatever order they are told; no end is the latest. */
const PROMOTE = `
UPDATE backups SET retention_type = $2, write_date = $4,
       expires_at = CASE WHEN $3::timestamptz IS NOT NULL THEN GREATEST(expires_at, $3) END
 WHERE id = $1 AND COALESCE(array_position($5::text[], retention_type::text), 0) < array_position($5, $2)`;

const SUSPECT = `
UPDATE backups SET is_suspicious = true, usual_size = $2, write_date = $3 WHERE id = $1 AND NOT is_suspicious`;

/** Shows what retention finds out about backups. One that this catalog does not have changes nothing. */
@Injectable()
export class RetentionFollower {
  constructor(private readonly dataSource: DataSource) {}

  async followPromoted({ backup_id, retention_type, expires_at }: BackupPromotedPayload): Promise<void> {
    await this.dataSource.query(PROMOTE, [backup_id, retention_type, expires_at, new Date(), RETENTION_TYPES]);
  }

  async followSuspicious({ backup_id, usual_bytes }: BackupSuspiciousPayload): Promise<void> {
    await this.dataSource.query(SUSPECT, [backup_id, usual_bytes, new Date()]);
  }
}
