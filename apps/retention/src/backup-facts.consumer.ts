import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  BackupCompleted,
  BackupVerified,
  type CloudEvent,
  CONSUMERS,
  DIRECTORY_EVENTS,
  eventData,
} from '@app/contracts';
import { EventConsumer } from '@app/messaging';
import { KeptBackups } from './kept-backups.repository';

/** Keeps a row for every completed backup: what retention will decide upon. */
@Controller()
export class BackupFactsConsumer {
  constructor(private readonly backups: KeptBackups) {}

  @EventConsumer(CONSUMERS.retentionEvents)
  async learn(@Payload() event: CloudEvent<unknown>): Promise<void> {
    const completed = eventData(BackupCompleted, event);
    if (completed) return this.backups.keep(completed);
    const verified = eventData(BackupVerified, event);
    if (verified) return this.backups.noteVerdict(verified);
    const deleted = eventData(DIRECTORY_EVENTS.environment.deleted, event);
    if (deleted) return this.backups.noteEnvironmentDeleted(deleted.id, deleted.changed_at);
  }
}
