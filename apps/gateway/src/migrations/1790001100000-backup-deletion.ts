import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who deleted a backup and when, and what has become of its objects. */
const STATEMENTS = `
ALTER TABLE backups
  ADD deleted_at timestamptz,
  ADD deleted_by uuid,
  ADD object_removed_at timestamptz,
  ADD removal_error jsonb;
ALTER TABLE backup_copies ADD object_removed_at timestamptz;
`;

export class BackupDeletion1790001100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
