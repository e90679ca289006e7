import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Backups that are a pair of objects: the manifest that an object belongs to, and the filestore that a record has. */
export class SweepPairs1790002800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE swept_objects ADD COLUMN pair text');
    await runner.query('ALTER TABLE swept_records ADD COLUMN filestore_key text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE swept_records DROP COLUMN filestore_key');
    await runner.query('ALTER TABLE swept_objects DROP COLUMN pair');
  }
}
