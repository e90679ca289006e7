import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of `EventCredential`. */
export class EventCredentials1790000800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_credentials (
        id uuid CONSTRAINT event_credentials_pkey PRIMARY KEY,
        organization_id uuid NOT NULL
          CONSTRAINT event_credentials_organization_id_fkey REFERENCES organizations (id) ON DELETE CASCADE,
        name text NOT NULL,
        username text NOT NULL CONSTRAINT event_credentials_username_key UNIQUE,
        password_hash text NOT NULL,
        created_by uuid CONSTRAINT event_credentials_created_by_fkey REFERENCES users (id) ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        revoked_at timestamptz,
        last_used_at timestamptz
      )`);
    await runner.query(`CREATE INDEX event_credentials_organization ON event_credentials (organization_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE event_credentials`);
  }
}
