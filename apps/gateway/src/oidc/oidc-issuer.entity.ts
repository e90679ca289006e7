import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../directory/organization.entity';

/** Asymmetric ones only: with a shared secret whoever checks a token could make one. */
export const OIDC_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
export type OidcAlgorithm = (typeof OIDC_ALGORITHMS)[number];

/** Somebody whose word about who a user is counts here. */
@Entity('oidc_issuers')
@Unique('oidc_issuers_issuer_key', ['issuer'])
@Index('oidc_issuers_organization', ['organization_id'])
@Check('oidc_issuers_audiences', `cardinality(audiences) > 0`)
@Check('oidc_issuers_algorithms', `cardinality(algorithms) > 0`)
export class OidcIssuer {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'oidc_issuers_pkey' }) id: string;
  @Column('text') name: string;
  /** The URL that its tokens name, letter by letter. */
  @Column('text') issuer: string;
  /** For whom a token has to be made, one of them. */
  @Column('text', { array: true }) audiences: string[];
  @Column('text', { array: true }) algorithms: OidcAlgorithm[];
  /** Which claim has the address of email. */
  @Column('text') email_claim: string;
  /** Whose addresses it may speak of, in lower case; null: any. */
  @Column('text', { array: true, nullable: true }) email_domains: string[] | null;
  /** Where alone its users may act, whatever their roles; null: everywhere. */
  @ForeignKey(() => Organization, { name: 'oidc_issuers_organization_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { nullable: true })
  organization_id: string | null;
  @Column('boolean') enabled: boolean;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
