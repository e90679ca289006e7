import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What restores on trial have proven and measured, listed by the environment that was backed up. */
const STATEMENTS = `
ALTER TABLE restores
  ADD drill jsonb,
  ADD drilled_environment_id uuid CONSTRAINT restores_drilled_environment_id_fkey REFERENCES environments;
CREATE INDEX restores_drills ON restores (drilled_environment_id, created_at) WHERE drilled_environment_id IS NOT NULL;
`;

export class Drills1790002000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
