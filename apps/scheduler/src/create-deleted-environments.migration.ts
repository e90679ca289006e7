import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDeletedEnvironments1790000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE deleted_environments (
        environment_id uuid CONSTRAINT deleted_environments_pkey PRIMARY KEY,
        deleted_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE deleted_environments`);
  }
}
