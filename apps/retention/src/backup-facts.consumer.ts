import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  BackupCompleted,
  BackupDeleted,
  BackupRecovered,
  BackupVerified,
  type CloudEvent,
  CONSUMERS,
  DIRECTORY_EVENTS,
  eventData,
} from '@app/contracts';
import { EventConsumer } from '@app/messaging';
import { KeptBackups } from './kept-backups.repository';
import { Removals } from './removal/removals.repository';

/** Keeps a row for every backup that was completed, or found again, until it is deleted: what retention will decide upon. */
@Controller()
export class BackupFactsConsumer {
  constructor(
    private readonly backups: KeptBackups,
    private readonly removals: Removals,
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
    if (deleted) return this.removals.note(deleted);
    const environmentDeleted = eventData(DIRECTORY_EVENTS.environment.deleted, event);
    if (environmentDeleted)
      return this.backups.noteEnvironmentDeleted(environmentDeleted.id, environmentDeleted.changed_at);
  }
}
