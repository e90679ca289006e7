import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  BackupCancelled,
  type BackupCancelledPayload,
  BackupCompleted,
  BackupFailed,
  BackupRun,
  type CloudEvent,
  CONSUMERS,
  DIRECTORY_EVENTS,
  eventData,
} from '@app/contracts';
import { EventConsumer } from '@app/messaging';
import { LastBackups } from './last-backups.repository';

/** Keeps what a policy has to know of the backups that others make. */
@Controller()
export class BackupFactsConsumer {
  constructor(private readonly lastBackups: LastBackups) {}

  @EventConsumer(CONSUMERS.schedulerEvents)
  async learn(@Payload() event: CloudEvent<unknown>): Promise<void> {
    const completed = eventData(BackupCompleted, event);
    if (completed)
      return this.lastBackups.remember({ ...completed, status: 'completed', ended_at: completed.completed_at });
    const failed = eventData(BackupFailed, event);
    if (failed) return this.lastBackups.remember({ ...failed, status: 'failed', ended_at: failed.failed_at });
    const cancelled = eventData(BackupCancelled, event);
    if (cancelled) return this.cancelled(cancelled);
    const deleted = eventData(DIRECTORY_EVENTS.environment.deleted, event);
    if (deleted) return this.lastBackups.forget(deleted.id, deleted.changed_at);
  }

  /** A backup that was cancelled is shown as failed. */
  private async cancelled(data: BackupCancelledPayload): Promise<void> {
    const { work, environment_id, backup_id, organization_id, cancelled_at: ended_at } = data;
    if (work !== BackupRun.name || environment_id === null || backup_id === null) return;
    await this.lastBackups.remember({ environment_id, organization_id, backup_id, status: 'failed', ended_at });
  }
}
