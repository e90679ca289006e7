import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pages of backups and tasks are read in the order of an index, and counted without the rows themselves: the filters of
 * the lists are in the index too.
 */
const STATEMENTS = `
DROP INDEX idx_backups_environment;
CREATE INDEX idx_backups_environment ON backups (environment_id, create_date, id) INCLUDE (status, backup_type, retention_type);
CREATE INDEX backups_organization_listed ON backups (organization_id, create_date, id) INCLUDE (status, backup_type, retention_type, project_id);
CREATE INDEX backups_project_listed ON backups (project_id, create_date, id) INCLUDE (status, backup_type, retention_type);
CREATE INDEX backups_listed ON backups (create_date, id) INCLUDE (status, backup_type, retention_type);
DROP INDEX tasks_organization_created;
DROP INDEX tasks_environment_created;
CREATE INDEX tasks_organization_created ON tasks (organization_id, created_at, id);
CREATE INDEX tasks_project_created ON tasks (project_id, created_at, id);
CREATE INDEX tasks_environment_created ON tasks (environment_id, created_at, id);
CREATE INDEX tasks_created ON tasks (created_at, id);
`;

export class BackupLists1790001000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
