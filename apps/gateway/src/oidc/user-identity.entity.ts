import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { User } from '../access/user.entity';
import { OidcIssuer } from './oidc-issuer.entity';

/** Who a user is for an issuer; one identity each, so that a reused address of email takes over nobody's account. */
@Entity('user_identities')
@Unique('user_identities_subject', ['issuer_id', 'subject'])
@Unique('user_identities_user', ['user_id', 'issuer_id'])
export class UserIdentity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'user_identities_pkey' }) id: string;
  @ForeignKey(() => OidcIssuer, { name: 'user_identities_issuer_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid')
  issuer_id: string;
  @ForeignKey(() => User, { name: 'user_identities_user_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid')
  user_id: string;
  /** The `sub` of its tokens. */
  @Column('text') subject: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
}
