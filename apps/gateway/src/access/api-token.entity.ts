import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { User } from './user.entity';

@Entity('api_tokens')
@Unique('api_tokens_prefix_key', ['prefix'])
@Index('api_tokens_user', ['user_id'])
export class ApiToken {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => User, { name: 'api_tokens_user_id_fkey' })
  @Column('uuid')
  user_id: string;
  @Column('text') name: string;
  @Column('text') prefix: string;
  /** SHA-256 of the token, hex. */
  @Column('text') hash: string;
  @Column('timestamptz', { nullable: true }) last_used_at: Date | null;
  @Column('timestamptz', { nullable: true }) expires_at: Date | null;
  @Column('timestamptz', { nullable: true }) revoked_at: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
}
