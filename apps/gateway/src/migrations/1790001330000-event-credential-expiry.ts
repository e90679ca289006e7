import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The end of an `EventCredential`. */
export class EventCredentialExpiry1790001330000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE event_credentials ADD COLUMN expires_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE event_credentials DROP COLUMN expires_at`);
  }
}
