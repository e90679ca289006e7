import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { NoticeKind, NoticeSeverity } from '@app/contracts';
import type { Fact } from './notice';

/** What somebody is told of one event, as it was worded when the event was first seen. */
@Entity('notices')
@Index('notices_organization', ['organizationId'])
@Index('notices_created', ['createdAt'])
export class StoredNotice {
  /** The id of the event. */
  @PrimaryColumn({ name: 'event_id', type: 'uuid', primaryKeyConstraintName: 'notices_pkey' })
  eventId: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId: string;

  @Column({ name: 'organization_name', type: 'text' })
  organizationName: string;

  @Column({ name: 'environment_id', type: 'uuid', nullable: true })
  environmentId: string | null;

  @Column({ name: 'environment_name', type: 'text', nullable: true })
  environmentName: string | null;

  @Column({ type: 'text' })
  kind: NoticeKind;

  @Column({ type: 'text' })
  severity: NoticeSeverity;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'text' })
  lead: string;

  @Column({ type: 'jsonb' })
  facts: Fact[];

  /** Below `/api/v1/`: where the API tells more. */
  @Column({ type: 'text' })
  path: string;

  @Column({ name: 'occurred_at', type: 'timestamptz' })
  occurredAt: Date;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
