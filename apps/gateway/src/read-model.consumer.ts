import { Controller } from '@nestjs/common';
import {
  BackupCompleted,
  BackupFailed,
  BackupRetrying,
  BackupStarted,
  BackupUploading,
  BackupVerificationFailed,
  BackupVerificationRetrying,
  BackupVerificationStarted,
  BackupVerified,
  type CloudEvent,
  CONSUMERS,
  RestoreCompleted,
  RestoreFailed,
  RestoreRetrying,
  RestoreStarted,
  RestoreTeardownFailed,
  RestoreTeardownRetrying,
  RestoreTeardownStarted,
  RestoreTornDown,
} from '@app/contracts';
import { EventConsumer } from '@app/messaging';
import { BackupFollower } from './backups/backup-follower';
import type { BackupEvent } from './backups/backup-transitions';
import { RestoreFollower } from './restores/restore-follower';
import type { RestoreEvent } from './restores/restore-transitions';

const byType = (...events: { name: string; version: number }[]) =>
  new Map(events.map(({ name, version }) => [`strongroom.${name}.v${version}`, name]));

const BACKUP_EVENTS = byType(
  BackupStarted,
  BackupUploading,
  BackupCompleted,
  BackupRetrying,
  BackupFailed,
  BackupVerificationStarted,
  BackupVerified,
  BackupVerificationRetrying,
  BackupVerificationFailed,
);
const RESTORE_EVENTS = byType(
  RestoreStarted,
  RestoreCompleted,
  RestoreRetrying,
  RestoreFailed,
  RestoreTeardownStarted,
  RestoreTornDown,
  RestoreTeardownRetrying,
  RestoreTeardownFailed,
);

/** Keeps backups, restores and tasks as the executors tell of them. Types of events that it does not know change nothing. */
@Controller()
export class ReadModelConsumer {
  constructor(
    private readonly backups: BackupFollower,
    private readonly restores: RestoreFollower,
  ) {}

  @EventConsumer(CONSUMERS.gatewayEvents)
  async follow(event: CloudEvent<unknown>): Promise<void> {
    const { type, data, time } = event;
    const backupEvent = BACKUP_EVENTS.get(type);
    if (backupEvent !== undefined) return this.backups.follow({ name: backupEvent, data } as BackupEvent, time);
    const restoreEvent = RESTORE_EVENTS.get(type);
    if (restoreEvent !== undefined) return this.restores.follow({ name: restoreEvent, data } as RestoreEvent, time);
  }
}
