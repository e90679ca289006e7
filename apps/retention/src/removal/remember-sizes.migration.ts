import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much a removal sets free: what is removed is kept no more, and nobody else remembers its size. */
export class RememberSizes1790002500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE removals ADD size_bytes bigint`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE removals DROP COLUMN size_bytes`);
  }
}
