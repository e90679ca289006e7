import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import {
  BackupCompleted,
  BackupFailed,
  type CloudEvent,
  CONSUMERS,
  eventData,
  QuotaExceeded,
  QuotaWarning,
  RestoreCompleted,
  RestoreFailed,
} from '@app/contracts';
import { EventConsumer } from '@app/messaging';
import { Notice } from './notice.entity';

/** The facts that a person may have asked to be told of. */
const NOTABLE = [BackupCompleted, BackupFailed, RestoreCompleted, RestoreFailed, QuotaWarning, QuotaExceeded] as const;

/** Keeps the notable facts, each once. */
@Controller()
export class EventsConsumer {
  constructor(private readonly dataSource: DataSource) {}

  @EventConsumer(CONSUMERS.notifierEvents)
  async learn(@Payload() event: CloudEvent<unknown>): Promise<void> {
    for (const definition of NOTABLE) {
      const data = eventData<object>(definition, event);
      if (data) await this.keep(event, data);
    }
  }

  private async keep(event: CloudEvent<unknown>, data: object): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(Notice)
      .values({
        eventId: event.id,
        organizationId: event.organizationid,
        type: event.type,
        subject: event.subject ?? null,
        occurredAt: new Date(event.time),
        data,
      })
      .orIgnore()
      .execute();
  }
}
