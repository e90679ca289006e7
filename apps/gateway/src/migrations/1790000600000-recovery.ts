import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Environments that are deleted or recovered stay in the catalog, and a rescan is a task without an environment. */
const STATEMENTS = `
ALTER TABLE environments
  ALTER COLUMN server_id DROP NOT NULL,
  ADD deleted_at timestamptz,
  ADD deletion_backup_id uuid,
  ADD status_before_deletion text,
  DROP CONSTRAINT environments_project_slug_key;
CREATE UNIQUE INDEX environments_project_slug_key ON environments (project_id, slug) WHERE deleted_at IS NULL;
ALTER TABLE tasks
  ALTER COLUMN project_id DROP NOT NULL,
  ALTER COLUMN environment_id DROP NOT NULL;
`;

export class Recovery1790000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
