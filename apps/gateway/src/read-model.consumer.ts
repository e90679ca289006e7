import { Controller } from '@nestjs/common';
import {
  BackupCancelled,
  BackupCompleted,
  BackupCopied,
  BackupCopyFailed,
  BackupCopyRetrying,
  BackupCopyStarted,
  BackupFailed,
  BackupObjectRemovalFailed,
  BackupObjectRemoved,
  BackupPromoted,
  BackupRescanFailed,
  BackupRescanned,
  BackupRescanRetrying,
  BackupRescanStarted,
  BackupRetrying,
  BackupStarted,
  BackupSuspicious,
  BackupUploading,
  BackupVerificationFailed,
  BackupVerificationRetrying,
  BackupVerificationStarted,
  BackupVerified,
  type CloudEvent,
  CONSUMERS,
  eventData,
  PolicyCreated,
  PolicyDeleted,
  PolicyUpdated,
  RestoreCancelled,
  RestoreCompleted,
  RestoreFailed,
  RestoreJournalled,
  RestoreReplacedDropped,
  RestoreRetrying,
  RestoreStarted,
  RestoreTeardownFailed,
  RestoreTeardownRetrying,
  RestoreTeardownStarted,
  RestoreTornDown,
  RestoreUndoFailed,
  RestoreUndone,
  RestoreUndoRetrying,
  RestoreUndoStarted,
} from '@app/contracts';
import { EventConsumer } from '@app/messaging';
import { BackupFollower } from './backups/backup-follower';
import type { BackupEvent } from './backups/backup-transitions';
import { CopyFollower } from './backups/copy-follower';
import type { CopyEvent } from './backups/copy-transitions';
import { type RescanEvent, RescanFollower } from './catalog/rescan-follower';
import { PolicyRecords } from './policies/policy-records';
import { RemovalFollower } from './removal/removal-follower';
import { RetentionFollower } from './retention/retention-follower';
import { RestoreFollower } from './restores/restore-follower';
import type { RestoreEvent } from './restores/restore-transitions';
import { CancelFollower } from './tasks/cancel-follower';

const byType = (...events: { name: string; version: number }[]) =>
  new Map(events.map(({ name, version }) => [`strongroom.${name}.v${version}`, name]));

const BACKUP_EVENTS = byType(BackupStarted, BackupUploading, BackupCompleted, BackupRetrying, BackupFailed);
/** About the object of the backup, or about a copy of it when they name one. */
const OBJECT_EVENTS = byType(
  BackupVerificationStarted,
  BackupVerified,
  BackupVerificationRetrying,
  BackupVerificationFailed,
  BackupCopyStarted,
  BackupCopied,
  BackupCopyRetrying,
  BackupCopyFailed,
);
const RESCAN_EVENTS = byType(BackupRescanStarted, BackupRescanned, BackupRescanRetrying, BackupRescanFailed);
const RESTORE_EVENTS = byType(
  RestoreStarted,
  RestoreCompleted,
  RestoreRetrying,
  RestoreFailed,
  RestoreTeardownStarted,
  RestoreTornDown,
  RestoreTeardownRetrying,
  RestoreTeardownFailed,
  RestoreUndoStarted,
  RestoreUndone,
  RestoreUndoRetrying,
  RestoreUndoFailed,
  RestoreJournalled,
  RestoreReplacedDropped,
);

/** Keeps backups, restores and tasks as the executors tell of them. Types of events that it does not know change nothing. */
@Controller()
export class ReadModelConsumer {
  constructor(
    private readonly backups: BackupFollower,
    private readonly copies: CopyFollower,
    private readonly restores: RestoreFollower,
    private readonly rescans: RescanFollower,
    private readonly cancels: CancelFollower,
    private readonly removals: RemovalFollower,
    private readonly retention: RetentionFollower,
    private readonly policies: PolicyRecords,
  ) {}

  @EventConsumer(CONSUMERS.gatewayEvents)
  async follow(event: CloudEvent<unknown>): Promise<void> {
    const { type, data, time } = event;
    const backupCancelled = eventData(BackupCancelled, event);
    if (backupCancelled !== undefined) return this.cancels.followBackup(backupCancelled);
    const restoreCancelled = eventData(RestoreCancelled, event);
    if (restoreCancelled !== undefined) return this.cancels.followRestore(restoreCancelled);
    const objectRemoved = eventData(BackupObjectRemoved, event);
    if (objectRemoved !== undefined) return this.removals.followRemoved(objectRemoved);
    const removalFailed = eventData(BackupObjectRemovalFailed, event);
    if (removalFailed !== undefined) return this.removals.followFailed(removalFailed);
    const promoted = eventData(BackupPromoted, event);
    if (promoted !== undefined) return this.retention.followPromoted(promoted);
    const suspicious = eventData(BackupSuspicious, event);
    if (suspicious !== undefined) return this.retention.followSuspicious(suspicious);
    const policy = eventData(PolicyCreated, event) ?? eventData(PolicyUpdated, event);
    if (policy !== undefined) return this.policies.keep(policy);
    const policyDeleted = eventData(PolicyDeleted, event);
    if (policyDeleted !== undefined) return this.policies.forget(policyDeleted);
    const backupEvent = BACKUP_EVENTS.get(type);
    if (backupEvent !== undefined) return this.backups.follow({ name: backupEvent, data } as BackupEvent, time);
    const objectEvent = OBJECT_EVENTS.get(type);
    if (objectEvent !== undefined)
      return (data as { copy_id?: string }).copy_id === undefined
        ? this.backups.follow({ name: objectEvent, data } as BackupEvent, time)
        : this.copies.follow({ name: objectEvent, data } as CopyEvent, time);
    const rescanEvent = RESCAN_EVENTS.get(type);
    if (rescanEvent !== undefined) return this.rescans.follow({ name: rescanEvent, data } as RescanEvent, time);
    const restoreEvent = RESTORE_EVENTS.get(type);
    if (restoreEvent !== undefined) return this.restores.follow({ name: restoreEvent, data } as RestoreEvent, time);
  }
}
