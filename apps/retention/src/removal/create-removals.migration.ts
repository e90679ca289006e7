import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRemovals1790001100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE deleted_backups (
        backup_id uuid CONSTRAINT deleted_backups_pkey PRIMARY KEY,
        deleted_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE removals (
        backup_id uuid NOT NULL,
        storage_config_id uuid NOT NULL,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        environment_id uuid NOT NULL,
        key text NOT NULL,
        manifest_key text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        last_error jsonb,
        removed_at timestamptz,
        CONSTRAINT removals_pkey PRIMARY KEY (backup_id, storage_config_id)
      )`);
    await runner.query(`CREATE INDEX removals_due ON removals (next_attempt_at) WHERE removed_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE removals, deleted_backups`);
  }
}
