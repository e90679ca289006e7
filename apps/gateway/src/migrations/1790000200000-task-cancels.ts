import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TaskCancels1790000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tasks
        ADD COLUMN cancel_requested_at timestamptz,
        ADD COLUMN cancel_requested_by uuid CONSTRAINT tasks_cancel_requested_by_fkey REFERENCES users`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
