import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What decides on promotion and expiry. Of backups that were kept before, the project is in their key. */
export class LearnForDecisions1790001700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE kept_backups
        ADD project_id uuid,
        ADD created_at timestamptz,
        ADD has_filestore boolean,
        ADD suspicious boolean NOT NULL DEFAULT false,
        ADD expiring_run_id uuid`);
    await runner.query(`
      UPDATE kept_backups SET created_at = completed_at, project_id = coalesce(
        substring(key from 'projects/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/')::uuid,
        '00000000-0000-0000-0000-000000000000')`);
    await runner.query(
      `ALTER TABLE kept_backups ALTER COLUMN project_id SET NOT NULL, ALTER COLUMN created_at SET NOT NULL`,
    );
    await runner.query(`DROP INDEX kept_backups_expires_at`);
    await runner.query(
      `CREATE INDEX kept_backups_organization ON kept_backups (organization_id, environment_id, created_at)`,
    );
    await runner.query(
      `CREATE INDEX kept_backups_expiring ON kept_backups (expiring_run_id) WHERE expiring_run_id IS NOT NULL`,
    );
    await runner.query(`
      CREATE TABLE pins (
        backup_id uuid CONSTRAINT pins_pkey PRIMARY KEY,
        pinned boolean NOT NULL,
        changed_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE policies (
        environment_id uuid CONSTRAINT policies_pkey PRIMARY KEY,
        revision integer NOT NULL,
        is_enabled boolean NOT NULL,
        rules jsonb
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE policies, pins`);
    await runner.query(`DROP INDEX kept_backups_organization, kept_backups_expiring`);
    await runner.query(`
      ALTER TABLE kept_backups
        DROP COLUMN project_id, DROP COLUMN created_at, DROP COLUMN has_filestore, DROP COLUMN suspicious,
        DROP COLUMN expiring_run_id`);
    await runner.query(`CREATE INDEX kept_backups_expires_at ON kept_backups (expires_at)`);
  }
}
