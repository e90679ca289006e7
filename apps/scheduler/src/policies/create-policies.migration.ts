import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePolicies1790001700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE policies (
        id uuid CONSTRAINT policies_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        environment_id uuid NOT NULL,
        revision integer NOT NULL,
        is_enabled boolean NOT NULL,
        schedule_cron text NOT NULL,
        timezone text NOT NULL,
        daily_retention integer NOT NULL,
        weekly_retention integer NOT NULL,
        monthly_retention integer NOT NULL,
        yearly_retention integer NOT NULL,
        weekly_backup_day integer NOT NULL,
        storage_config_id uuid,
        copy_storage_config_ids uuid[] NOT NULL,
        include_filestore boolean NOT NULL,
        verify_after_upload text,
        dump_compression text,
        notify_on_success boolean NOT NULL,
        notify_on_failure boolean NOT NULL,
        alert_after_hours integer,
        drill_cron text,
        drill_environment_id uuid,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE UNIQUE INDEX policies_environment_key ON policies (environment_id)`);
    await runner.query(`
      CREATE TABLE policy_revisions (
        environment_id uuid CONSTRAINT policy_revisions_pkey PRIMARY KEY,
        revision integer NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE timers (
        policy_id uuid NOT NULL,
        kind text NOT NULL,
        slot timestamptz NOT NULL,
        due_at timestamptz,
        CONSTRAINT timers_pkey PRIMARY KEY (policy_id, kind)
      )`);
    await runner.query(`CREATE INDEX timers_due ON timers (due_at)`);
    await runner.query(`ALTER TABLE last_backups ADD COLUMN last_good_at timestamptz`);
    await runner.query(`UPDATE last_backups SET last_good_at = ended_at WHERE status = 'completed'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE last_backups DROP COLUMN last_good_at`);
    await runner.query(`DROP TABLE timers, policy_revisions, policies`);
  }
}
