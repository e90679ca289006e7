import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRuns1790001710000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE runs (
        id uuid CONSTRAINT runs_pkey PRIMARY KEY,
        policy_id uuid NOT NULL,
        kind text NOT NULL,
        slot timestamptz NOT NULL,
        status text NOT NULL DEFAULT 'waiting',
        next_slot timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        attempts integer NOT NULL DEFAULT 0,
        error jsonb,
        settled_at timestamptz,
        CONSTRAINT runs_slot_key UNIQUE (policy_id, kind, slot)
      )`);
    await runner.query(`CREATE INDEX runs_waiting ON runs (kind, next_attempt_at) WHERE status = 'waiting'`);
    await runner.query(`CREATE INDEX runs_settled ON runs (settled_at) WHERE settled_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE runs`);
  }
}
