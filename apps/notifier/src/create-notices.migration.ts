import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateNotices1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notices (
        event_id uuid CONSTRAINT notices_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        type text NOT NULL,
        subject text,
        occurred_at timestamptz NOT NULL,
        data jsonb NOT NULL
      )`);
    await runner.query(`CREATE INDEX notices_organization ON notices (organization_id, occurred_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE notices`);
  }
}
