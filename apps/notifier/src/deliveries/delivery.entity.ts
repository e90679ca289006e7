import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ChannelKind, DeliveryStatus } from '@app/contracts';
import type { ErrorReport } from '@app/core';
import { StoredNotice } from '../notices/notice.entity';

/** A notice on its way to one channel. It outlives the channel. */
@Entity('deliveries')
@Unique('deliveries_once', ['eventId', 'channelId'])
@Index('deliveries_due', ['nextAttemptAt'], { where: `status = 'waiting'` })
@Index('deliveries_waiting', ['channelId'], { where: `status = 'waiting'` })
@Index('deliveries_organization', ['organizationId', 'createdAt'])
export class Delivery {
  /** The receiver sees it too, and recognizes by it what comes twice. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'deliveries_pkey' })
  id: string;

  @ForeignKey(() => StoredNotice, { name: 'deliveries_event_id_fkey', onDelete: 'CASCADE' })
  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ name: 'channel_id', type: 'uuid' })
  channelId: string;

  /** As it was called then. */
  @Column({ name: 'channel_name', type: 'text' })
  channelName: string;

  @Column({ name: 'channel_kind', type: 'text' })
  channelKind: ChannelKind;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId: string;

  @Column({ type: 'text', default: 'waiting' })
  status: DeliveryStatus;

  /** Attempts that have begun; the last one alone may say how it ended. */
  @Column({ type: 'integer', default: 0 })
  attempts: number;

  @Column({ name: 'next_attempt_at', type: 'timestamptz', default: () => 'now()' })
  nextAttemptAt: Date;

  /** Until then an attempt is under way; null: none is. */
  @Column({ name: 'leased_until', type: 'timestamptz', nullable: true })
  leasedUntil: Date | null;

  /** What the last attempt met; beside `delivered`: whom of several it did not reach. */
  @Column({ name: 'last_error', type: 'jsonb', nullable: true })
  lastError: ErrorReport | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt: Date | null;
}
