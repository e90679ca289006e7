/** What was sent to the channels of an organization, and what not, for people. */
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DeliveriesAnswer, DeliveriesRequest, DeliveryPayload } from '@app/contracts';
import { StoredNotice } from '../notices/notice.entity';
import { Delivery } from './delivery.entity';

@Injectable()
export class DeliveryHistory {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest first. */
  async pageOf(request: DeliveriesRequest): Promise<DeliveriesAnswer> {
    const { organization_id, page, page_size, status, channel_id, notice } = request;
    const query = this.dataSource
      .createQueryBuilder(Delivery, 'delivery')
      .where('delivery.organization_id = :organization_id', { organization_id });
    if (status !== undefined) query.andWhere('delivery.status = :status', { status });
    if (channel_id !== undefined) query.andWhere('delivery.channel_id = :channel_id', { channel_id });
    if (notice !== undefined)
      query.andWhere(
        'EXISTS (SELECT 1 FROM notices WHERE notices.event_id = delivery.event_id AND notices.kind = :notice)',
        { notice },
      );
    const [rows, total] = await query
      .orderBy('delivery.createdAt', 'DESC')
      .addOrderBy('delivery.id')
      .skip((page - 1) * page_size)
      .take(page_size)
      .getManyAndCount();
    const notices = await this.dataSource
      .createQueryBuilder(StoredNotice, 'notice')
      .whereInIds(rows.map(({ eventId }) => eventId))
      .getMany();
    const byEvent = new Map(notices.map((row) => [row.eventId, row]));
    // one that went meanwhile took its deliveries along
    return { deliveries: rows.flatMap((row) => viewOf(row, byEvent.get(row.eventId))), total };
  }
}

function viewOf(row: Delivery, notice: StoredNotice | undefined): DeliveryPayload[] {
  if (notice === undefined) return [];
  return [
    {
      id: row.id,
      event_id: row.eventId,
      channel_id: row.channelId,
      channel_name: row.channelName,
      channel_kind: row.channelKind,
      notice: notice.kind,
      severity: notice.severity,
      title: notice.title,
      environment_id: notice.environmentId,
      occurred_at: notice.occurredAt.toISOString(),
      status: row.status,
      attempts: row.attempts,
      created_at: row.createdAt.toISOString(),
      next_attempt_at: row.status === 'waiting' ? row.nextAttemptAt.toISOString() : null,
      ended_at: row.endedAt?.toISOString() ?? null,
      last_error: row.lastError,
    },
  ];
}
