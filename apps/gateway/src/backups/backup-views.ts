/** Backups as the API reference shows them: short when created, longer in a list, whole in the details. */
import {
  BACKUP_STATUSES,
  BACKUP_TYPES,
  COPY_STATUSES,
  RETENTION_TYPES,
  type BackupStatus,
  type BackupType,
  type CopyStatus,
  type RetentionType,
  type VerificationLevel,
} from '@app/contracts';
import { AnyObject, Flag, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';
import type { BackupCopy } from './backup-copy.entity';
import type { BackupSums, ListedBackup } from './backup-catalog';
import type { Backup } from './backup.entity';
import type { Verification } from './verification-transitions';

const EXAMPLE = {
  id: '660e8400-e29b-41d4-a716-446655440000',
  environment: '770e8400-e29b-41d4-a716-446655440000',
  storage: '550e8400-e29b-41d4-a716-446655440000',
  task: '880e8400-e29b-41d4-a716-446655440000',
  created: '2024-12-11T10:30:00Z',
};

export class BackupCreated {
  @Uuid({ example: EXAMPLE.id }) id: string;
  @Uuid({ example: EXAMPLE.environment }) environment_id: string;
  @Uuid({ nullable: true, example: EXAMPLE.storage }) storage_config_id: string | null;
  @Uuid({ nullable: true, example: EXAMPLE.task }) task_id: string | null;
  @OneOf(BACKUP_STATUSES, { example: 'pending' }) status: BackupStatus;
  @OneOf(BACKUP_TYPES, { example: 'manual' }) backup_type: BackupType;
  @Whole({ description: 'Bytes of the dump' }) database_size: number;
  @Whole({ description: 'Bytes of the filestore archive' }) filestore_size: number;
  @Whole({ description: 'Sum of the two' }) total_size: number;
  @Whole({ description: 'Bytes of the ZIP' }) compressed_size: number;
  @OneOf(RETENTION_TYPES, { nullable: true, example: 'daily' }) retention_type: RetentionType | null;
  @Moment({ nullable: true, description: 'null: not completed yet, or never' }) expires_at: string | null;
  @Flag({ example: false }) is_verified: boolean;
  @Moment({ example: EXAMPLE.created }) created_at: string;
}

/** When each level was last passed. */
class VerificationLevels implements Record<VerificationLevel, string | null> {
  @Moment({ nullable: true, description: 'The storage took it' }) uploaded: string | null;
  @Moment({ nullable: true, description: 'Every byte was read back and has its checksum' }) rehashed: string | null;
  @Moment({ nullable: true, description: 'Dump and filestore were read to their end as well' }) readable: string | null;
  @Moment({ nullable: true, description: 'A drill has restored it' }) restored: string | null;
  @Moment({ nullable: true, description: 'Odoo ran on what was restored' }) odoo_answered: string | null;
}

/** What is known of an object: the newest verdict, and the levels that were ever passed. */
class VerifiedObject {
  @Flag({ description: 'Whether the newest verdict is good' }) is_verified: boolean;
  @Moment({ nullable: true, example: '2024-12-11T10:35:30Z' }) verified_at: string | null;
  @Text({ nullable: true, max: 5000, description: 'What the newest verdict found, or why there could be none' })
  verification_error: string | null;
  @Moment({ nullable: true, description: 'When it was last tried' }) verification_checked_at: string | null;
  @Nested(() => VerificationLevels) verification_levels: VerificationLevels;
}

class BackupCopyView extends VerifiedObject {
  @Uuid() id: string;
  @Uuid({ example: EXAMPLE.storage }) storage_config_id: string;
  @Uuid({ nullable: true, description: 'null: it waits for the backup' }) task_id: string | null;
  @OneOf(COPY_STATUSES) status: CopyStatus;
  @Text({ nullable: true, max: 2000, description: 'A path or an s3:// address' }) location: string | null;
  @Moment({ nullable: true }) completed_at: string | null;
  @Moment({ nullable: true, description: 'Of a deleted or expired backup: since when nothing of it is there' })
  object_removed_at: string | null;
  @Text({ nullable: true, max: 5000 }) error_message: string | null;
  @Nested(() => BackupError, { nullable: true }) error_details: BackupError | null;
}

export class BackupListed extends BackupCreated {
  @Moment({ nullable: true, example: '2024-12-11T10:35:30Z' }) verified_at: string | null;
  @Text({ nullable: true, max: 5000, description: 'What the newest verdict found, or why there could be none' })
  verification_error: string | null;
  @Moment({ nullable: true, description: 'When it was last tried' }) verification_checked_at: string | null;
  @Nested(() => VerificationLevels) verification_levels: VerificationLevels;
  @Moment({ nullable: true, example: EXAMPLE.created }) started_at: string | null;
  @Moment({ nullable: true, example: '2024-12-11T10:35:23Z' }) completed_at: string | null;
  @Whole({ nullable: true, example: 323 }) duration_seconds: number | null;
  @Flag({ description: 'Files that the database names are missing or damaged' }) degraded: boolean;
  @Flag({ example: false, description: 'Much smaller than the ones before it' }) is_suspicious: boolean;
  @Moment({ nullable: true, description: 'Since when it is kept until somebody takes the pin out' })
  pinned_at: string | null;
  @Text({ nullable: true, max: 5000 }) error_message: string | null;
}

class BackupError {
  @Text({ example: 'SSH_UNREACHABLE' }) code: string;
  @Text({ example: 'Check that the server runs and that its SSH port is open.' }) remedy: string;
  @AnyObject() details: object;
}

class RemovalProblemView {
  @Uuid({ example: EXAMPLE.storage }) storage_config_id: string;
  @Text({ example: 'STORAGE_UNREACHABLE' }) code: string;
  @Text() message: string;
  @Text() remedy: string;
  @Moment() failed_at: string;
}

class BackupWarning {
  @Text({ example: 'ATTACHMENTS_MISSING' }) code: string;
  @Text({ example: '2 of 1204 attachments are missing' }) message: string;
}

export class BackupDetails extends BackupListed {
  @Uuid() organization_id: string;
  @Uuid() project_id: string;
  @Flag() include_filestore: boolean;
  @Text({ nullable: true, max: 500, description: "Key of the ZIP, or of the dump in PLANA's layout" }) database_key:
    string | null;
  @Text({
    nullable: true,
    max: 500,
    description: "Of the filestore in PLANA's layout; null: in the ZIP, or there is none",
  })
  filestore_key: string | null;
  @Text({ nullable: true, max: 500, description: 'null: in the ZIP' }) manifest_key: string | null;
  @Text({ nullable: true, max: 500, description: 'Key of the manifest beside the ZIP' }) sidecar_key: string | null;
  @Text({ nullable: true, max: 2000, description: 'A path or an s3:// address' }) location: string | null;
  @Nested(() => BackupCopyView, { list: true, description: 'In further storages' }) copies: BackupCopyView[];
  @Text({ nullable: true, max: 64, example: 'a1b2c3d4e5f6...' }) database_checksum: string | null;
  @Text({ nullable: true, max: 64, example: 'f6e5d4c3b2a1...' }) filestore_checksum: string | null;
  @Text({ nullable: true, description: 'null: it is not encrypted' }) encryption_key_id: string | null;
  @Nested(() => BackupError, { nullable: true }) error_details: BackupError | null;
  @Nested(() => BackupWarning, { list: true }) warnings: BackupWarning[];
  @AnyObject({ nullable: true, description: 'How many files that the database names are in the archive' })
  attachments: object | null;
  @AnyObject({ nullable: true }) environment_snapshot: object | null;
  @Whole({ description: 'The latest attempt; 0 before the first' }) attempt: number;
  @Uuid({ nullable: true, description: 'null: the system' }) created_by: string | null;
  @Moment() updated_at: string;
  @Moment({ nullable: true }) deleted_at: string | null;
  @Uuid({ nullable: true }) deleted_by: string | null;
  @Moment({ nullable: true, description: 'When its time was found to be over' }) expired_at: string | null;
  @Text({ nullable: true, description: 'Why it was not kept any longer' }) expiry_reason: string | null;
  @Moment({ nullable: true, description: 'Since when no storage holds anything of the deleted or expired backup' })
  object_removed_at: string | null;
  @Uuid({ nullable: true, description: 'null: not pinned, or by the system' }) pinned_by: string | null;
  @Text({ nullable: true, max: 1000, example: 'Audit of 2024' }) pin_reason: string | null;
  @Whole({ nullable: true, description: 'Of a suspicious one: the median of the ones before it, in bytes' })
  usual_size: number | null;
  @Nested(() => RemovalProblemView, {
    nullable: true,
    description: 'What keeps a storage from removing what is deleted or expired; it is tried again by itself',
  })
  removal_error: RemovalProblemView | null;
}

/** The backups of an environment at a glance, without those that are deleted. */
export class BackupSummary {
  @Uuid({ example: EXAMPLE.environment }) environment_id: string;
  @Whole({ example: 45 }) total_backups: number;
  @Whole({ example: 42 }) completed_backups: number;
  @Whole({ example: 2 }) failed_backups: number;
  @Whole({ example: 6442450944, description: 'Bytes of the ZIPs that are kept: not of expired ones' })
  total_size_bytes: number;
  @Moment({ nullable: true, example: '2024-11-01T02:00:00Z' }) oldest_backup_at: string | null;
  @Moment({ nullable: true, example: '2024-12-11T02:00:00Z' }) newest_backup_at: string | null;
  @Moment({ nullable: true, example: '2024-12-11T02:00:00Z', description: 'When the newest completed one was created' })
  last_successful_backup_at: string | null;
  @Flag({ example: true, description: 'Whether backups are made by a schedule' }) policy_enabled: boolean;
  @Moment({ nullable: true, example: '2024-12-12T02:00:00Z', description: 'null: there is no schedule' })
  next_scheduled_backup: string | null;
}

/** What a schedule will do next. */
export interface ScheduleOutlook {
  policy_enabled: boolean;
  next_scheduled_backup: Date | null;
}

export function backupSummary(environmentId: string, sums: BackupSums, schedule: ScheduleOutlook): BackupSummary {
  return {
    environment_id: environmentId,
    total_backups: sums.total_backups,
    completed_backups: sums.completed_backups,
    failed_backups: sums.failed_backups,
    total_size_bytes: sums.total_size_bytes,
    oldest_backup_at: momentOrNull(sums.oldest_backup_at),
    newest_backup_at: momentOrNull(sums.newest_backup_at),
    last_successful_backup_at: momentOrNull(sums.last_successful_backup_at),
    policy_enabled: schedule.policy_enabled,
    next_scheduled_backup: momentOrNull(schedule.next_scheduled_backup),
  };
}

export function backupCreated(row: ListedBackup): BackupCreated {
  return {
    id: row.id,
    environment_id: row.environment_id,
    storage_config_id: row.storage_config_id,
    task_id: row.task_id,
    status: row.status,
    backup_type: row.backup_type,
    database_size: row.database_size,
    filestore_size: row.filestore_size,
    total_size: row.total_size,
    compressed_size: row.compressed_size,
    retention_type: row.retention_type,
    expires_at: momentOrNull(row.expires_at),
    is_verified: row.is_verified,
    created_at: momentOf(row.create_date),
  };
}

/** Lists show many of them: one literal is made several times faster than one that takes over others. */
export function backupListed(row: ListedBackup): BackupListed {
  return {
    id: row.id,
    environment_id: row.environment_id,
    storage_config_id: row.storage_config_id,
    task_id: row.task_id,
    status: row.status,
    backup_type: row.backup_type,
    database_size: row.database_size,
    filestore_size: row.filestore_size,
    total_size: row.total_size,
    compressed_size: row.compressed_size,
    retention_type: row.retention_type,
    expires_at: momentOrNull(row.expires_at),
    created_at: momentOf(row.create_date),
    started_at: momentOrNull(row.started_at),
    completed_at: momentOrNull(row.completed_at),
    duration_seconds: row.duration_seconds,
    degraded: row.degraded,
    is_suspicious: row.is_suspicious,
    pinned_at: momentOrNull(row.pinned_at),
    error_message: row.error_message,
    is_verified: row.is_verified,
    verified_at: momentOrNull(row.verified_at),
    verification_error: row.verification_error,
    verification_checked_at: momentOrNull(row.verification_checked_at),
    verification_levels: levelsView(row.verification_levels),
  };
}

function verificationView(row: Verification) {
  return {
    is_verified: row.is_verified,
    verified_at: momentOrNull(row.verified_at),
    verification_error: row.verification_error,
    verification_checked_at: momentOrNull(row.verification_checked_at),
    verification_levels: levelsView(row.verification_levels),
  };
}

function levelsView(levels: Verification['verification_levels']): VerificationLevels {
  return {
    uploaded: momentOrNull(levels.uploaded),
    rehashed: momentOrNull(levels.rehashed),
    readable: momentOrNull(levels.readable),
    restored: momentOrNull(levels.restored),
    odoo_answered: momentOrNull(levels.odoo_answered),
  };
}

function copyView(row: BackupCopy): BackupCopyView {
  return {
    id: row.id,
    storage_config_id: row.storage_config_id,
    task_id: row.task_id,
    status: row.status,
    location: row.location,
    completed_at: momentOrNull(row.completed_at),
    object_removed_at: momentOrNull(row.object_removed_at),
    error_message: row.error_message,
    error_details: row.error_details,
    ...verificationView(row),
  };
}

export function backupDetails(row: Backup, copies: readonly BackupCopy[]): BackupDetails {
  return {
    ...backupListed(row),
    organization_id: row.organization_id,
    project_id: row.project_id,
    include_filestore: row.include_filestore,
    database_key: row.database_key,
    filestore_key: row.filestore_key,
    manifest_key: row.manifest_key,
    sidecar_key: row.sidecar_key,
    location: row.location,
    copies: copies.map(copyView),
    database_checksum: row.database_checksum,
    filestore_checksum: row.filestore_checksum,
    encryption_key_id: row.encryption_key_id,
    error_details: row.error_details,
    warnings: row.warnings,
    attachments: row.attachments,
    environment_snapshot: row.environment_snapshot,
    attempt: row.attempt,
    created_by: row.created_by,
    updated_at: momentOf(row.write_date),
    deleted_at: momentOrNull(row.deleted_at),
    deleted_by: row.deleted_by,
    expired_at: momentOrNull(row.expired_at),
    expiry_reason: row.expiry_reason,
    object_removed_at: momentOrNull(row.object_removed_at),
    pinned_by: row.pinned_by,
    pin_reason: row.pin_reason,
    usual_size: row.usual_size,
    removal_error: row.removal_error,
  };
}
