import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateKeptBackups1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE kept_backups (
        backup_id uuid CONSTRAINT kept_backups_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        environment_id uuid NOT NULL,
        storage_config_id uuid NOT NULL,
        backup_type text NOT NULL,
        key text NOT NULL,
        manifest_key text NOT NULL,
        size_bytes bigint NOT NULL,
        retention_type text NOT NULL,
        expires_at timestamptz,
        completed_at timestamptz NOT NULL,
        verified_at timestamptz,
        environment_deleted_at timestamptz
      )`);
    await runner.query(`CREATE INDEX kept_backups_environment ON kept_backups (environment_id, completed_at)`);
    await runner.query(`CREATE INDEX kept_backups_expires_at ON kept_backups (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE kept_backups`);
  }
}
