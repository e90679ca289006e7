import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sweeps ask for the jobs about one thing, and for those that ended without success: among all that ever were. */
export class IndexJobs1790001950000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX jobs_about_backup ON jobs ((payload ->> 'backup_id'))`);
    await runner.query(`CREATE INDEX jobs_about_restore ON jobs ((payload ->> 'restore_id'))`);
    await runner.query(`CREATE INDEX jobs_unsuccessful ON jobs (ended_at) WHERE status IN ('failed', 'cancelled')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX jobs_about_backup, jobs_about_restore, jobs_unsuccessful`);
  }
}
