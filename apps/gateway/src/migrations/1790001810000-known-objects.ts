import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lies in a storage is read page by page. */
const STATEMENTS = `
DROP INDEX backups_storage_config;
CREATE INDEX backups_storage_config ON backups (storage_config_id, id);
DROP INDEX backup_copies_storage_config;
CREATE INDEX backup_copies_storage_config ON backup_copies (storage_config_id, id);
`;

export class KnownObjects1790001810000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
