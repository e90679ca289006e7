import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of `RestoreStep`. */
export class CreateRestoreSteps1790000700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE restore_steps (
        restore_id uuid NOT NULL,
        name text NOT NULL,
        ordinal integer NOT NULL,
        status text NOT NULL,
        attempt integer NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz,
        note text,
        undo text,
        changes integer NOT NULL,
        CONSTRAINT restore_steps_pkey PRIMARY KEY (restore_id, name)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE restore_steps`);
  }
}
