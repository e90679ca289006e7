import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of `OidcIssuer` and `UserIdentity`. */
export class OidcIssuers1790001320000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE oidc_issuers (
        id uuid CONSTRAINT oidc_issuers_pkey PRIMARY KEY,
        name text NOT NULL,
        issuer text NOT NULL CONSTRAINT oidc_issuers_issuer_key UNIQUE,
        audiences text[] NOT NULL CONSTRAINT oidc_issuers_audiences CHECK (cardinality(audiences) > 0),
        algorithms text[] NOT NULL CONSTRAINT oidc_issuers_algorithms CHECK (cardinality(algorithms) > 0),
        email_claim text NOT NULL,
        email_domains text[],
        organization_id uuid
          CONSTRAINT oidc_issuers_organization_id_fkey REFERENCES organizations (id) ON DELETE CASCADE,
        enabled boolean NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX oidc_issuers_organization ON oidc_issuers (organization_id)`);
    await runner.query(`
      CREATE TABLE user_identities (
        id uuid CONSTRAINT user_identities_pkey PRIMARY KEY,
        issuer_id uuid NOT NULL
          CONSTRAINT user_identities_issuer_id_fkey REFERENCES oidc_issuers (id) ON DELETE CASCADE,
        user_id uuid NOT NULL CONSTRAINT user_identities_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        subject text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT user_identities_subject UNIQUE (issuer_id, subject),
        CONSTRAINT user_identities_user UNIQUE (user_id, issuer_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE user_identities`);
    await runner.query(`DROP TABLE oidc_issuers`);
  }
}
