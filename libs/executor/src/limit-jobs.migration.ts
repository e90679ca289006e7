import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LimitJobs1790000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs
        ALTER COLUMN environment_id DROP NOT NULL,
        ADD COLUMN server_id uuid,
        ADD COLUMN storage_config_id uuid,
        ADD COLUMN waits_for text,
        ADD COLUMN in_line_until timestamptz,
        ADD COLUMN cancel_requested_at timestamptz,
        ADD COLUMN replay integer NOT NULL DEFAULT 0`);
    await runner.query(`CREATE INDEX jobs_running_by_server ON jobs (server_id) WHERE status = 'running'`);
    await runner.query(`CREATE INDEX jobs_running_by_storage ON jobs (storage_config_id) WHERE status = 'running'`);
    await runner.query(`CREATE INDEX jobs_in_line ON jobs (waits_for, created_at) WHERE waits_for IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX jobs_running_by_server, jobs_running_by_storage, jobs_in_line`);
    await runner.query(`
      ALTER TABLE jobs
        DROP COLUMN server_id, DROP COLUMN storage_config_id, DROP COLUMN waits_for, DROP COLUMN in_line_until,
        DROP COLUMN cancel_requested_at, DROP COLUMN replay`);
  }
}
