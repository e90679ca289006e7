import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an organization was last told that its quota is used up. */
const STATEMENTS = `
ALTER TABLE organizations ADD quota_told_at timestamptz;
`;

export class QuotaReminders1790002100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
