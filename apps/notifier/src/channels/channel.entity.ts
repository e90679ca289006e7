import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { ChannelKind, ChannelSettingsPayload, NoticeKind } from '@app/contracts';

/** A way by which somebody of an organization is told. */
@Entity('channels')
@Unique('channels_name_key', ['organizationId', 'name'])
export class Channel {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'channels_pkey' })
  id: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId: string;

  @Column({ type: 'text' })
  kind: ChannelKind;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'boolean' })
  enabled: boolean;

  @Column({ type: 'jsonb' })
  settings: ChannelSettingsPayload;

  /** Sealed for `notification_channel:{id}:secret`. */
  @Column({ name: 'secret_sealed', type: 'text', nullable: true })
  secretSealed: string | null;

  /** null: `USUAL_NOTICES`. */
  @Column({ type: 'text', array: true, nullable: true })
  notices: NoticeKind[] | null;

  /** null: all. */
  @Column({ name: 'environment_ids', type: 'uuid', array: true, nullable: true })
  environmentIds: string[] | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}
