import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { User } from '../access/user.entity';

/** A sign-in with a password, and the refresh tokens that came of it, one after another. */
@Entity('sessions')
@Unique('sessions_family_key', ['family'])
@Index('sessions_user', ['user_id', 'created_at'])
@Index('sessions_expiry', ['expires_at'])
export class Session {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sessions_pkey' }) id: string;
  @ForeignKey(() => User, { name: 'sessions_user_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid')
  user_id: string;
  /** The part that all refresh tokens of the session share, and by which they are found. Shown nowhere else. */
  @Column('text') family: string;
  /** SHA-256 of the refresh token, hex. */
  @Column('text') token_hash: string;
  /** Of the one before, which may come again for a short while. */
  @Column('text', { nullable: true }) previous_hash: string | null;
  /** With which the present token was derived from the one before. */
  @Column('text', { nullable: true }) salt: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) refreshed_at: Date;
  @Column('timestamptz') expires_at: Date;
  @Column('timestamptz', { nullable: true }) ended_at: Date | null;
  @Column('text', { nullable: true }) end_reason: EndReason | null;
  /** Where the sign-in came from. */
  @Column('text') address: string;
  @Column('text', { nullable: true }) user_agent: string | null;
}

export type EndReason = 'signed_out' | 'revoked' | 'password_changed' | 'token_reused';
