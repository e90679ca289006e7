import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of `ReplacedCopy`. */
export class CreateReplacedCopies1790000800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE replaced_copies (
        restore_id uuid CONSTRAINT replaced_copies_pkey PRIMARY KEY,
        task_id uuid NOT NULL,
        organization_id uuid NOT NULL,
        environment_id uuid NOT NULL,
        attempt integer NOT NULL,
        live_name text NOT NULL,
        frozen_by text NOT NULL,
        parts jsonb NOT NULL,
        had jsonb NOT NULL,
        kept_until timestamptz NOT NULL,
        ended_at timestamptz,
        ended_as text
      )`);
    await runner.query(`CREATE INDEX replaced_copies_kept ON replaced_copies (kept_until) WHERE ended_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE replaced_copies`);
  }
}
