/**
 * Reads the catalog: a page of it, and the sums of one environment. Each is one statement that takes no more columns
 * than are shown, because lists are what is asked for most; the order and the count of a page come from an index.
 * Deleted backups are in no list that does not ask for them, and in no sum: their records are kept for the audit.
 */
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { queryStatement, type Statement, type ValueReaders } from '@app/database';
import type { BackupStatus, BackupType, RetentionType } from '@app/contracts';
import type { Reach } from '../access/is-allowed';
import { momentOfColumn } from '../http/moment';
import { LARGEST_PAGE, pagesOf, type PageFields, type PageQuery } from '../http/page';
import type { Backup } from './backup.entity';

const LISTED = [
  'id',
  'environment_id',
  'storage_config_id',
  'task_id',
  'status',
  'backup_type',
  'database_size',
  'filestore_size',
  'total_size',
  'compressed_size',
  'retention_type',
  'expires_at',
  'create_date',
  'started_at',
  'completed_at',
  'duration_seconds',
  'degraded',
  'is_suspicious',
  'pinned_at',
  'error_message',
  'is_verified',
  'verified_at',
  'verification_error',
  'verification_levels',
  'verification_checked_at',
] as const;
type Listed = Pick<Backup, (typeof LISTED)[number]>;
/** Moments are Dates, or text as the API writes them. */
export type ListedBackup = { [F in keyof Listed]: Date extends Listed[F] ? Listed[F] | string : Listed[F] };

/** What a list may be narrowed by; moments are compared with the creation of the backup. */
export interface BackupFilter {
  organization_id?: string;
  project_id?: string;
  environment_id?: string;
  status?: BackupStatus;
  backup_type?: BackupType;
  retention_type?: RetentionType;
  pinned?: boolean;
  suspicious?: boolean;
  /** Inclusive. */
  created_after?: Date;
  /** Exclusive. */
  created_before?: Date;
}

/** Sums over the backups of an environment that are not deleted. */
export interface BackupSums {
  total_backups: number;
  completed_backups: number;
  failed_backups: number;
  /** Bytes of the objects that are kept. */
  total_size_bytes: number;
  oldest_backup_at: Date | null;
  newest_backup_at: Date | null;
  /** When the newest completed backup was created. */
  last_successful_backup_at: Date | null;
}

const OF_ENVIRONMENT = `environment_id = $1 AND status <> 'deleted'`;

const SUMS = `
  SELECT count(*)::int AS total_backups,
         count(*) FILTER (WHERE status = 'completed')::int AS completed_backups,
         count(*) FILTER (WHERE status = 'failed')::int AS failed_backups,
         COALESCE(sum(compressed_size) FILTER (WHERE status <> 'expired'), 0) AS total_size_bytes,
         min(create_date) AS oldest_backup_at,
         max(create_date) AS newest_backup_at,
         max(create_date) FILTER (WHERE status = 'completed') AS last_successful_backup_at
    FROM backups
   WHERE ${OF_ENVIRONMENT}`;

const newest = (condition: string) =>
  `SELECT ${LISTED.join(', ')} FROM backups WHERE ${condition} ORDER BY create_date DESC, id DESC`;

/** The left side is one row even where the page is empty, and the total is told then too. */
const withTotal = (condition: string, page: string) => `
  SELECT counted.total, page.*
    FROM (SELECT count(*) AS total FROM backups WHERE ${condition}) counted
    LEFT JOIN (${page}) page ON true
   ORDER BY page.create_date DESC, page.id DESC`;

/** What a list shows needs no more than this of each value: sizes are below 2^53, and Dates of a page take longer to make than its rows. */
const READERS: ValueReaders = { bigint: Number, timestamptz: momentOfColumn };

/** What is asked for most. The inner limit tells the planner, to which $2 is unknown, that a page is short: one plan does for all. */
const FIRST_PAGE: Statement = {
  name: 'first page of an environment',
  text: withTotal(OF_ENVIRONMENT, `SELECT * FROM (${newest(OF_ENVIRONMENT)} LIMIT ${LARGEST_PAGE}) newest LIMIT $2`),
  readers: READERS,
};

function pageStatement(condition: string, values: unknown[], { page, page_size }: PageQuery): [Statement, unknown[]] {
  if (condition === OF_ENVIRONMENT && page === 1) return [FIRST_PAGE, [...values, page_size]];
  const limits = `LIMIT $${values.length + 1} OFFSET $${values.length + 2}`;
  const text = withTotal(condition, `${newest(condition)} ${limits}`);
  return [{ text, readers: READERS }, [...values, page_size, (page - 1) * page_size]];
}

@Injectable()
export class BackupCatalog {
  constructor(private readonly dataSource: DataSource) {}

  /** @param reach where the caller may see backups */
  async page(filter: BackupFilter, reach: Reach, query: PageQuery): Promise<PageFields & { rows: ListedBackup[] }> {
    const { condition, values } = conditionOf(filter, reach);
    const found = await queryStatement<CountedRow>(this.dataSource, ...pageStatement(condition, values, query));
    return { rows: found.filter((row) => row.id !== null), ...pagesOf(found[0]!.total, query) };
  }

  async sums(environmentId: string): Promise<BackupSums> {
    const [sums] = await this.dataSource.query<[SumsRow]>(SUMS, [environmentId]);
    return { ...sums, total_size_bytes: Number(sums.total_size_bytes) };
  }
}

function conditionOf(filter: BackupFilter, reach: Reach): { condition: string; values: unknown[] } {
  const values: unknown[] = [];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  for (const column of ['organization_id', 'project_id', 'environment_id', 'backup_type', 'retention_type'] as const)
    if (filter[column] !== undefined) conditions.push(`${column} = ${given(filter[column])}`);
  conditions.push(filter.status === undefined ? `status <> 'deleted'` : `status = ${given(filter.status)}`);
  if (filter.pinned !== undefined) conditions.push(`pinned_at IS ${filter.pinned ? 'NOT NULL' : 'NULL'}`);
  if (filter.suspicious !== undefined) conditions.push(filter.suspicious ? 'is_suspicious' : 'NOT is_suspicious');
  if (filter.created_after !== undefined) conditions.push(`create_date >= ${given(filter.created_after)}`);
  if (filter.created_before !== undefined) conditions.push(`create_date < ${given(filter.created_before)}`);
  if (reach !== 'everywhere') {
    // An empty side of the OR would keep PostgreSQL from the index of the other.
    const places = [
      { column: 'organization_id', ids: reach.organizationIds },
      { column: 'project_id', ids: reach.projectIds },
    ]
      .filter(({ ids }) => ids.length > 0)
      .map(({ column, ids }) => `${column} = ANY(${given(ids)})`);
    conditions.push(places.length > 0 ? `(${places.join(' OR ')})` : 'false');
  }
  return { condition: conditions.join(' AND '), values };
}

/** A row as the driver gives it: what may be larger than an integer is text. */
type SumsRow = Omit<BackupSums, 'total_size_bytes'> & { total_size_bytes: string };
type CountedRow = ListedBackup & { total: number };
