import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of `IdempotencyKey` and `BackupRate`. */
export class RequestIntake1790000700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_keys (
        user_id uuid NOT NULL,
        key text NOT NULL,
        fingerprint bytea NOT NULL,
        answer json NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, key)
      )`);
    await runner.query(`CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at)`);
    await runner.query(`
      CREATE TABLE backup_rates (
        user_id uuid NOT NULL,
        address cidr NOT NULL,
        taken_at timestamptz[] NOT NULL,
        CONSTRAINT backup_rates_pkey PRIMARY KEY (user_id, address)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE backup_rates`);
    await runner.query(`DROP TABLE idempotency_keys`);
  }
}
