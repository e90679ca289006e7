import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the Odoo of an environment answers, as seen from its server. */
export class OdooUrl1790001610000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE environments ADD COLUMN odoo_url text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE environments DROP COLUMN odoo_url');
  }
}
