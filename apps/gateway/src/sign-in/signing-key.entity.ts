import type { JWK } from 'jose';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key that signs access tokens, or did. One that is not here any more proves nothing. */
@Entity('signing_keys')
export class SigningKey {
  /** The `kid` of its tokens. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'signing_keys_pkey' }) id: string;
  @Column('jsonb') public_jwk: JWK;
  /** The private JWK, sealed. */
  @Column('text') private_sealed: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  /** Signs no more since then; what it signed before holds until it expires. */
  @Column('timestamptz', { nullable: true }) retired_at: Date | null;
}
