import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of `SweptJob`. */
export class CreateSweptJobs1790000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE swept_jobs (
        job_id uuid CONSTRAINT swept_jobs_pkey PRIMARY KEY,
        attempt integer NOT NULL,
        swept_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE swept_jobs`);
  }
}
