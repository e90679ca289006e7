import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a restore was asked for, what it may touch, its journal, and its way back. */
const STATEMENTS = `
ALTER TABLE restores
  ADD mode text NOT NULL DEFAULT 'clone',
  ADD backup_timestamp timestamptz,
  ADD restore_database boolean NOT NULL DEFAULT true,
  ADD neutralize boolean NOT NULL DEFAULT false,
  ADD regenerate_assets boolean,
  ADD post_restore_sql jsonb NOT NULL DEFAULT '[]',
  ADD strategy text,
  ADD "freeze" text,
  ADD keep_replaced_seconds integer,
  ADD skip_insurance_reason text,
  ADD stops_environments uuid[] NOT NULL DEFAULT '{}',
  ADD insurance_backup_id uuid CONSTRAINT restores_insurance_backup_id_fkey REFERENCES backups,
  ADD insurance_kept_until timestamptz,
  ADD outcome text,
  ADD downtime_started_at timestamptz,
  ADD downtime_ended_at timestamptz,
  ADD replaced_until timestamptz,
  ADD replaced_dropped_at timestamptz,
  ADD undo_task_id uuid CONSTRAINT restores_undo_task_id_fkey REFERENCES tasks,
  ADD undo_attempt integer NOT NULL DEFAULT 0,
  ADD undone_at timestamptz,
  ADD steps jsonb NOT NULL DEFAULT '[]',
  ADD journal_revision integer NOT NULL DEFAULT 0;
UPDATE restores SET backup_timestamp = (SELECT create_date FROM backups WHERE id = backup_id);
ALTER TABLE restores ALTER backup_timestamp SET NOT NULL;
DROP INDEX restores_one_clone;
CREATE UNIQUE INDEX restores_one_clone ON restores (environment_id, target_db)
  WHERE mode = 'clone' AND status IN ('pending', 'in_progress', 'completed', 'tearing_down');
CREATE UNIQUE INDEX restores_one_in_place ON restores (environment_id)
  WHERE mode = 'in_place' AND status IN ('pending', 'in_progress', 'undoing');
CREATE INDEX restores_insurance ON restores (insurance_backup_id) WHERE insurance_backup_id IS NOT NULL;
`;

export class RestoresInPlace1790001600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
