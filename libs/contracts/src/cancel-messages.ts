import { IsIn, IsInt, IsISO8601, IsOptional, IsUUID, Min } from 'class-validator';
import { BackupCopy, BackupRun, BackupVerify } from './backup-messages';
import { defineCommand, defineEvent } from './message';
import { BackupRescan } from './rescan-messages';
import { RestoreRun, RestoreTeardown, RestoreUndo } from './restore-messages';

/** The commands whose work can be cancelled, by the executor that does it. */
export const BACKUP_WORK = [BackupRun.name, BackupVerify.name, BackupCopy.name, BackupRescan.name];
export const RESTORE_WORK = [RestoreRun.name, RestoreTeardown.name, RestoreUndo.name];

export class BackupCancelPayload {
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  /** null, and the backup as well: the work concerns a storage. */
  @IsOptional() @IsUUID() environment_id: string | null;
  @IsOptional() @IsUUID() backup_id: string | null;
  /** Absent: the work concerns no copy. */
  @IsOptional() @IsUUID() copy_id?: string;
  /** The command whose work is to end. */
  @IsIn(BACKUP_WORK) work: string;
}
export class RestoreCancelPayload {
  @IsUUID() task_id: string;
  @IsUUID() organization_id: string;
  @IsUUID() environment_id: string;
  @IsUUID() restore_id: string;
  @IsIn(RESTORE_WORK) work: string;
}

/** End a piece of work, or never begin it. What has come to its end before stays as it is. */
export const BackupCancel = defineCommand('backup.cancel', 1, BackupCancelPayload, (p) => `backup.cancel.${p.task_id}`);
export const RestoreCancel = defineCommand(
  'restore.cancel',
  1,
  RestoreCancelPayload,
  (p) => `restore.cancel.${p.task_id}`,
);

export class BackupCancelledPayload extends BackupCancelPayload {
  /** The last attempt; 0: none was begun. */
  @IsInt() @Min(0) attempt: number;
  @IsISO8601() cancelled_at: string;
}
export class RestoreCancelledPayload extends RestoreCancelPayload {
  @IsInt() @Min(0) attempt: number;
  @IsISO8601() cancelled_at: string;
}

/** The work that is named has ended because somebody wanted it; nothing of it is left. */
export const BackupCancelled = defineEvent('backup.cancelled', 1, BackupCancelledPayload);
/** The work on a clone has ended because somebody wanted it; what bears the target's name already is left to a teardown. */
export const RestoreCancelled = defineEvent('restore.cancelled', 1, RestoreCancelledPayload);
