import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRuns1790001710000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE retention_slots (
        slot timestamptz CONSTRAINT retention_slots_pkey PRIMARY KEY
      )`);
    await runner.query(`
      CREATE TABLE retention_runs (
        run_id uuid NOT NULL,
        organization_id uuid NOT NULL,
        status text NOT NULL DEFAULT 'pending',
        slot timestamptz,
        requested_at timestamptz NOT NULL,
        started_at timestamptz,
        completed_at timestamptz,
        next_environment_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
        began_at timestamptz,
        removing_since timestamptz,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        expired integer NOT NULL DEFAULT 0,
        promoted integer NOT NULL DEFAULT 0,
        deleted_storage integer NOT NULL DEFAULT 0,
        held integer NOT NULL DEFAULT 0,
        errors jsonb NOT NULL DEFAULT '[]',
        error_count integer NOT NULL DEFAULT 0,
        CONSTRAINT retention_runs_pkey PRIMARY KEY (run_id, organization_id)
      )`);
    await runner.query(
      `CREATE INDEX retention_runs_open ON retention_runs (next_attempt_at) WHERE status <> 'completed'`,
    );
    await runner.query(`CREATE INDEX retention_runs_requested ON retention_runs (requested_at)`);
    await runner.query(`CREATE INDEX retention_runs_organization ON retention_runs (organization_id, requested_at)`);
    await runner.query(`
      CREATE TABLE retention_holds (
        environment_id uuid CONSTRAINT retention_holds_pkey PRIMARY KEY,
        run_id uuid NOT NULL,
        backup_ids uuid[] NOT NULL,
        would_expire integer NOT NULL,
        of_backups integer NOT NULL,
        held_at timestamptz NOT NULL,
        agreed_at timestamptz,
        agreed_by uuid
      )`);
    await runner.query(`ALTER TABLE removals ADD tried_at timestamptz`);
    await runner.query(`CREATE INDEX removals_organization ON removals (organization_id) WHERE removed_at IS NULL`);
    await runner.query(`CREATE INDEX removals_tried ON removals (organization_id, tried_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX removals_organization, removals_tried`);
    await runner.query(`ALTER TABLE removals DROP COLUMN tried_at`);
    await runner.query(`DROP TABLE retention_holds, retention_runs, retention_slots`);
  }
}
