import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLastBackups1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE last_backups (
        environment_id uuid CONSTRAINT last_backups_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        backup_id uuid NOT NULL,
        status text NOT NULL,
        ended_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE last_backups`);
  }
}
