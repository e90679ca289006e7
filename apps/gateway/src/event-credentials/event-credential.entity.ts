import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { User } from '../access/user.entity';
import { Organization } from '../directory/organization.entity';

/** With what an outside system listens to the events of its organization; it goes with the organization. */
@Entity('event_credentials')
@Unique('event_credentials_username_key', ['username'])
@Index('event_credentials_organization', ['organization_id'])
export class EventCredential {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'event_credentials_pkey' }) id: string;
  @ForeignKey(() => Organization, { name: 'event_credentials_organization_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid')
  organization_id: string;
  @Column('text') name: string;
  @Column('text') username: string;
  /** SHA-256 of the password, hex. The password is random and long, so that there is nothing to guess. */
  @Column('text') password_hash: string;
  @ForeignKey(() => User, { name: 'event_credentials_created_by_fkey', onDelete: 'SET NULL' })
  @Column('uuid', { nullable: true })
  created_by: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  /** Admits nobody from then on, and ends what is open. */
  @Column('timestamptz', { nullable: true }) expires_at: Date | null;
  @Column('timestamptz', { nullable: true }) revoked_at: Date | null;
  @Column('timestamptz', { nullable: true }) last_used_at: Date | null;
}
