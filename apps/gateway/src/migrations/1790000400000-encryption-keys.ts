import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = `
CREATE TABLE encryption_keys (
  storage_config_id uuid NOT NULL CONSTRAINT encryption_keys_storage_config_id_fkey REFERENCES storage_configs,
  id text NOT NULL,
  recipient text NOT NULL,
  identity_sealed text,
  created_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz,
  PRIMARY KEY (storage_config_id, id)
);
CREATE UNIQUE INDEX encryption_keys_one_current ON encryption_keys (storage_config_id) WHERE retired_at IS NULL;

ALTER TABLE backups ADD COLUMN encryption_key_id text;
CREATE INDEX backups_encryption_key ON backups (organization_id, encryption_key_id) WHERE encryption_key_id IS NOT NULL;
`;

export class EncryptionKeys1790000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
