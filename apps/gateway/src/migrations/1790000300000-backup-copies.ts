import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far an upload is read back is said by its storage, and a backup may lie in further ones. */
const STATEMENTS = `
ALTER TABLE storage_configs ADD COLUMN verify_after_upload text NOT NULL DEFAULT 'rehashed';

CREATE TABLE backup_copies (
  id uuid PRIMARY KEY,
  backup_id uuid NOT NULL CONSTRAINT backup_copies_backup_id_fkey REFERENCES backups,
  storage_config_id uuid NOT NULL CONSTRAINT backup_copies_storage_config_id_fkey REFERENCES storage_configs,
  task_id uuid CONSTRAINT backup_copies_task_id_fkey REFERENCES tasks,
  status text NOT NULL,
  attempt integer NOT NULL DEFAULT 0,
  key varchar(500),
  location text,
  object_size bigint NOT NULL DEFAULT 0,
  completed_at timestamptz,
  is_verified boolean NOT NULL DEFAULT false,
  verified_at timestamptz,
  verification_error text,
  verification_levels jsonb NOT NULL DEFAULT '{}',
  verification_checked_at timestamptz,
  error_message text,
  error_details jsonb,
  created_by uuid CONSTRAINT backup_copies_created_by_fkey REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT backup_copies_one_per_storage UNIQUE (backup_id, storage_config_id)
);
CREATE INDEX backup_copies_storage_config ON backup_copies (storage_config_id);
`;

export class BackupCopies1790000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
