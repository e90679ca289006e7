import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The policies as the scheduler tells of them, and what an environment is being worked on with, found by the environment. */
const STATEMENTS = `
CREATE TABLE policies (
  environment_id uuid NOT NULL CONSTRAINT policies_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  revision integer NOT NULL,
  is_deleted boolean NOT NULL,
  is_enabled boolean NOT NULL,
  schedule_cron text NOT NULL,
  timezone text NOT NULL,
  daily_retention integer NOT NULL,
  weekly_retention integer NOT NULL,
  monthly_retention integer NOT NULL,
  yearly_retention integer NOT NULL,
  weekly_backup_day integer NOT NULL,
  storage_config_id uuid,
  copy_storage_config_ids uuid[] NOT NULL DEFAULT '{}'
);
CREATE INDEX policies_organization ON policies (organization_id) WHERE NOT is_deleted;
CREATE INDEX tasks_open_of_environment ON tasks (environment_id) WHERE status IN ('pending', 'queued', 'running');
`;

export class Policies1790001710000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
