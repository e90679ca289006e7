import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each kind of fact gets a table of its own, because they come in any order: also before the backup that they speak of. */
export class CreateVerdicts1790000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE verdicts (
        backup_id uuid CONSTRAINT verdicts_pkey PRIMARY KEY,
        intact boolean NOT NULL,
        verified_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE deleted_environments (
        environment_id uuid CONSTRAINT deleted_environments_pkey PRIMARY KEY,
        deleted_at timestamptz NOT NULL
      )`);
    await runner.query(`
      INSERT INTO verdicts SELECT backup_id, true, verified_at FROM kept_backups WHERE verified_at IS NOT NULL`);
    await runner.query(`
      INSERT INTO deleted_environments SELECT environment_id, min(environment_deleted_at) FROM kept_backups
        WHERE environment_deleted_at IS NOT NULL GROUP BY environment_id`);
    await runner.query(`ALTER TABLE kept_backups DROP COLUMN verified_at, DROP COLUMN environment_deleted_at`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE kept_backups ADD verified_at timestamptz, ADD environment_deleted_at timestamptz`);
    await runner.query(`
      UPDATE kept_backups SET verified_at = verdicts.verified_at FROM verdicts
        WHERE verdicts.backup_id = kept_backups.backup_id AND verdicts.intact`);
    await runner.query(`
      UPDATE kept_backups SET environment_deleted_at = deleted_at FROM deleted_environments
        WHERE deleted_environments.environment_id = kept_backups.environment_id`);
    await runner.query(`DROP TABLE verdicts, deleted_environments`);
  }
}
