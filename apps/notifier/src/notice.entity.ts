import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A fact that somebody may want to be told, kept once however often its message comes. */
@Entity('notices')
@Index('notices_organization', ['organizationId', 'occurredAt'])
export class Notice {
  /** The id of the event. */
  @PrimaryColumn({ name: 'event_id', type: 'uuid', primaryKeyConstraintName: 'notices_pkey' })
  eventId: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId: string;

  /** Type of the CloudEvent, such as `strongroom.backup.failed.v1`. */
  @Column({ type: 'text' })
  type: string;

  @Column({ type: 'text', nullable: true })
  subject: string | null;

  @Column({ name: 'occurred_at', type: 'timestamptz' })
  occurredAt: Date;

  @Column({ type: 'jsonb' })
  data: object;
}
