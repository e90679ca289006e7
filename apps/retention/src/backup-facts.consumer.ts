import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  BackupCompleted,
  BackupDeleted,
  BackupExpired,
  BackupPinned,
  BackupRecovered,
  BackupUnpinned,
  BackupVerified,
  type CloudEvent,
  CONSUMERS,
  DIRECTORY_EVENTS,
  eventData,
  PolicyCreated,
  PolicyDeleted,
  PolicyUpdated,
  RestoreCompleted,
  type RestoreCompletedPayload,
} from '@app/contracts';
import { EventConsumer } from '@app/messaging';
import { KeptBackups } from './kept-backups.repository';
import { Policies } from './policies.repository';
import { Removals } from './removal/removals.repository';

/** Keeps a row for every backup that was completed, or found again, until it is deleted or expired, and what decides upon it. */
@Controller()
export class BackupFactsConsumer {
  constructor(
    private readonly backups: KeptBackups,
    private readonly removals: Removals,
    private readonly policies: Policies,
  ) {}

  @EventConsumer(CONSUMERS.retentionEvents)
  async learn(@Payload() event: CloudEvent<unknown>): Promise<void> {
    const completed = eventData(BackupCompleted, event);
    if (completed) return this.backups.keep(completed);
    const recovered = eventData(BackupRecovered, event);
    if (recovered) return this.backups.keep(recovered);
    const verified = eventData(BackupVerified, event);
    // What a copy is found to be says nothing of the object that is kept here.
    if (verified) return verified.copy_id === undefined ? this.backups.noteVerdict(verified) : undefined;
    const deleted = eventData(BackupDeleted, event);
    if (deleted) return this.removals.note(deleted, deleted.deleted_at);
    const expired = eventData(BackupExpired, event);
    if (expired) return this.removals.note(expired, expired.expired_at);
    const pinned = eventData(BackupPinned, event);
    if (pinned) return this.backups.notePin(pinned.backup_id, true, pinned.pinned_at);
    const unpinned = eventData(BackupUnpinned, event);
    if (unpinned) return this.backups.notePin(unpinned.backup_id, false, unpinned.unpinned_at);
    const restored = eventData(RestoreCompleted, event);
    if (restored) return restored.drill === undefined ? undefined : this.noteDrill(restored);
    const policy = eventData(PolicyCreated, event) ?? eventData(PolicyUpdated, event);
    if (policy) return this.policies.note(policy);
    const policyDeleted = eventData(PolicyDeleted, event);
    if (policyDeleted) return this.policies.noteDeleted(policyDeleted);
    const environmentDeleted = eventData(DIRECTORY_EVENTS.environment.deleted, event);
    if (environmentDeleted)
      return this.backups.noteEnvironmentDeleted(environmentDeleted.id, environmentDeleted.changed_at);
  }

  /** Whatever place was read: the backup, as a whole, can be restored. */
  private noteDrill({ backup_id, completed_at }: RestoreCompletedPayload): Promise<void> {
    return this.backups.noteVerdict({ backup_id, intact: true, verified_at: completed_at });
  }
}
