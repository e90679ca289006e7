import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Backups whose time is over, those that are pinned, and those that are much smaller than usual. */
const STATEMENTS = `
ALTER TABLE backups
  ADD expired_at timestamptz,
  ADD expiry_reason text,
  ADD pinned_at timestamptz,
  ADD pinned_by uuid,
  ADD pin_reason text,
  ADD is_suspicious boolean NOT NULL DEFAULT false,
  ADD usual_size bigint,
  ADD linked_until timestamptz;
CREATE INDEX backups_pinned ON backups (organization_id, create_date) WHERE pinned_at IS NOT NULL;
CREATE INDEX backups_suspicious ON backups (organization_id, create_date) WHERE is_suspicious;
`;

export class Retention1790001800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
