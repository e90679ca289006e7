import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateJobs1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE jobs (
        id uuid CONSTRAINT jobs_pkey PRIMARY KEY,
        kind text NOT NULL,
        organization_id uuid NOT NULL,
        environment_id uuid NOT NULL,
        exclusive_key text,
        payload jsonb NOT NULL,
        status text NOT NULL,
        attempt integer NOT NULL DEFAULT 0,
        failed_attempts integer NOT NULL DEFAULT 0,
        lease_until timestamptz,
        holder text,
        stage text,
        journal jsonb NOT NULL DEFAULT '{}',
        error jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz
      )`);
    await runner.query(`CREATE UNIQUE INDEX jobs_one_running_per_key ON jobs (exclusive_key) WHERE status = 'running'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE jobs`);
  }
}
