/** What is known of environments, as the planner wants it: a page of them in one query. */
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { BackupType, RetentionType } from '@app/contracts';
import type { TierRules } from '@app/tiers';
import type { LiveBackup } from '../planner';

/** However many backups an environment has, a page holds little more than so many of them. */
const BACKUPS_AT_ONCE = 10_000;
const ENVIRONMENTS_AT_ONCE = 200;

const PAGE = `
SELECT environment_id, count(*)::integer AS backups FROM kept_backups
 WHERE organization_id = $1 AND environment_id > $2
 GROUP BY environment_id ORDER BY environment_id LIMIT ${ENVIRONMENTS_AT_ONCE}`;

const BACKUPS = `
SELECT kept.environment_id, kept.backup_id, kept.project_id, kept.backup_type, kept.retention_type, kept.created_at,
       kept.expires_at, kept.suspicious, verdicts.intact, coalesce(pins.pinned, false) AS pinned
  FROM kept_backups kept LEFT JOIN verdicts USING (backup_id) LEFT JOIN pins USING (backup_id)
 WHERE kept.environment_id = ANY($1) AND kept.expiring_run_id IS NULL`;

const ENVIRONMENTS = `
SELECT id AS environment_id, policies.is_enabled, policies.rules, deleted.environment_id IS NULL AS lives
  FROM unnest($1::uuid[]) id
  LEFT JOIN policies ON policies.environment_id = id
  LEFT JOIN deleted_environments deleted ON deleted.environment_id = id`;

interface BackupRow {
  environment_id: string;
  backup_id: string;
  project_id: string;
  backup_type: BackupType;
  retention_type: RetentionType;
  created_at: Date;
  expires_at: Date | null;
  suspicious: boolean;
  intact: boolean | null;
  pinned: boolean;
}

export interface KnownBackup extends LiveBackup {
  projectId: string;
}
export interface EnvironmentSituation {
  environmentId: string;
  environmentLives: boolean;
  isEnabled: boolean;
  /** Of the policy, enabled or not; null: there is none. */
  policy: TierRules | null;
  backups: KnownBackup[];
}

@Injectable()
export class Situations {
  constructor(private readonly dataSource: DataSource) {}

  /** The next environments of an organization that have backups; none: there are no more. */
  async pageAfter(organizationId: string, environmentId: string): Promise<EnvironmentSituation[]> {
    const counted = await this.dataSource.query<{ environment_id: string; backups: number }[]>(PAGE, [
      organizationId,
      environmentId,
    ]);
    let backups = 0;
    const page = counted.filter((row, index) => {
      backups += row.backups;
      return index === 0 || backups <= BACKUPS_AT_ONCE;
    });
    return this.of(page.map((row) => row.environment_id));
  }

  async of(environmentIds: readonly string[]): Promise<EnvironmentSituation[]> {
    const backups = new Map<string, KnownBackup[]>(environmentIds.map((id) => [id, []]));
    for (const row of await this.dataSource.query<BackupRow[]>(BACKUPS, [environmentIds]))
      backups.get(row.environment_id)!.push(toBackup(row));
    const environments = await this.dataSource.query<
      { environment_id: string; is_enabled: boolean | null; rules: TierRules | null; lives: boolean }[]
    >(ENVIRONMENTS, [environmentIds]);
    return environments
      .map(({ environment_id: environmentId, is_enabled, rules, lives }) => ({
        environmentId,
        environmentLives: lives,
        isEnabled: is_enabled ?? false,
        policy: rules,
        backups: backups.get(environmentId)!,
      }))
      .sort((a, b) => (a.environmentId < b.environmentId ? -1 : 1));
  }
}

function toBackup(row: BackupRow): KnownBackup {
  return {
    id: row.backup_id,
    projectId: row.project_id,
    type: row.backup_type,
    tier: row.retention_type,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    intact: row.intact,
    suspicious: row.suspicious,
    pinned: row.pinned,
  };
}
