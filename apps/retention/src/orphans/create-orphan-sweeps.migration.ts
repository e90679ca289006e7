import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How the last look at each storage stands, and what it has found; and the two sides that are compared meanwhile, which need
 * not survive anything.
 */
export class CreateOrphanSweeps1790001820000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE orphan_sweeps (
        storage_config_id uuid CONSTRAINT orphan_sweeps_pkey PRIMARY KEY,
        status text NOT NULL DEFAULT 'waiting',
        due_at timestamptz,
        run uuid,
        started_at timestamptz,
        ended_at timestamptz,
        error jsonb,
        report jsonb
      )`);
    await runner.query(`
      CREATE UNLOGGED TABLE swept_objects (
        run uuid NOT NULL,
        key text NOT NULL,
        kind text NOT NULL,
        backup_id uuid,
        size_bytes bigint NOT NULL,
        modified_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX swept_objects_run ON swept_objects (run)`);
    await runner.query(`
      CREATE UNLOGGED TABLE swept_records (
        run uuid NOT NULL,
        round smallint NOT NULL,
        backup_id uuid NOT NULL,
        copy_id uuid,
        own boolean NOT NULL,
        state text NOT NULL,
        key text,
        manifest_key text
      )`);
    await runner.query(`CREATE INDEX swept_records_run ON swept_records (run)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE swept_records, swept_objects, orphan_sweeps`);
  }
}
