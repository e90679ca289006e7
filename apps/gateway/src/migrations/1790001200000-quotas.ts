import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each organization stands to the quota of its plan, what its usage is read from, and a limit of its own for insurance backups. */
export class Quotas1790001200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE organizations ADD COLUMN quota_level text NOT NULL DEFAULT 'within'`);
    await runner.query(`
      CREATE INDEX backups_usage ON backups (organization_id, status, environment_id, storage_config_id, compressed_size)
        WHERE status NOT IN ('expired', 'deleted')`);
    await runner.query(`
      ALTER TABLE backup_rates ADD COLUMN policy text NOT NULL DEFAULT 'manual-backups',
        DROP CONSTRAINT backup_rates_pkey, ADD CONSTRAINT backup_rates_pkey PRIMARY KEY (user_id, address, policy)`);
    await runner.query(`ALTER TABLE backup_rates ALTER COLUMN policy DROP DEFAULT`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
