import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a storage has its backups written. */
export class StorageLayouts1790002800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE storage_configs ADD COLUMN layout text NOT NULL DEFAULT 'zip'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE storage_configs DROP COLUMN layout');
  }
}
