import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = `
CREATE TABLE organizations (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  slug text NOT NULL CONSTRAINT organizations_slug_key UNIQUE,
  billing_plan text NOT NULL DEFAULT 'free',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE projects (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT projects_organization_id_fkey REFERENCES organizations,
  name text NOT NULL,
  slug text NOT NULL,
  odoo_version text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT projects_organization_slug_key UNIQUE (organization_id, slug)
);

CREATE TABLE servers (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT servers_organization_id_fkey REFERENCES organizations,
  name text NOT NULL,
  ip_address text NOT NULL,
  connection text NOT NULL,
  ssh_port integer NOT NULL DEFAULT 22,
  ssh_user text NOT NULL,
  private_key_sealed text,
  host_key text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT servers_organization_name_key UNIQUE (organization_id, name)
);

CREATE TABLE environments (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT environments_organization_id_fkey REFERENCES organizations,
  project_id uuid NOT NULL CONSTRAINT environments_project_id_fkey REFERENCES projects,
  server_id uuid NOT NULL CONSTRAINT environments_server_id_fkey REFERENCES servers,
  name text NOT NULL,
  type text NOT NULL,
  status text NOT NULL DEFAULT 'running',
  db_name text NOT NULL,
  container_name text,
  domain text,
  slug text NOT NULL,
  runtime text NOT NULL,
  db_host text,
  db_port integer,
  db_user text NOT NULL DEFAULT 'odoo',
  db_password_sealed text,
  filestore_root text NOT NULL DEFAULT '/var/lib/odoo/filestore',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT environments_project_slug_key UNIQUE (project_id, slug)
);
CREATE INDEX environments_server ON environments (server_id);
CREATE INDEX environments_organization ON environments (organization_id);

CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL CONSTRAINT users_email_key UNIQUE,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE role_assignments (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL CONSTRAINT role_assignments_user_id_fkey REFERENCES users,
  role text NOT NULL,
  organization_id uuid CONSTRAINT role_assignments_organization_id_fkey REFERENCES organizations,
  project_id uuid CONSTRAINT role_assignments_project_id_fkey REFERENCES projects,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT role_assignments_once UNIQUE NULLS NOT DISTINCT (user_id, role, organization_id, project_id),
  CONSTRAINT role_assignments_scope CHECK (
    CASE WHEN role = 'portal_admin' THEN organization_id IS NULL AND project_id IS NULL
         WHEN role LIKE 'org_%' THEN organization_id IS NOT NULL AND project_id IS NULL
         ELSE organization_id IS NOT NULL AND project_id IS NOT NULL END
  )
);
CREATE INDEX role_assignments_organization ON role_assignments (organization_id);

CREATE TABLE api_tokens (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL CONSTRAINT api_tokens_user_id_fkey REFERENCES users,
  name text NOT NULL,
  prefix text NOT NULL CONSTRAINT api_tokens_prefix_key UNIQUE,
  hash text NOT NULL,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX api_tokens_user ON api_tokens (user_id);

CREATE TABLE storage_configs (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT storage_configs_organization_id_fkey REFERENCES organizations,
  name text NOT NULL,
  provider text NOT NULL,
  endpoint text,
  region text,
  bucket text,
  prefix text,
  path text,
  storage_class text,
  server_side_encryption text,
  credentials_sealed text,
  is_default boolean NOT NULL DEFAULT false,
  total_size_bytes bigint NOT NULL DEFAULT 0,
  object_count bigint NOT NULL DEFAULT 0,
  last_used_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT storage_configs_organization_name_key UNIQUE (organization_id, name)
);
CREATE UNIQUE INDEX storage_configs_one_default ON storage_configs (organization_id) WHERE is_default;

CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT tasks_organization_id_fkey REFERENCES organizations,
  project_id uuid NOT NULL CONSTRAINT tasks_project_id_fkey REFERENCES projects,
  environment_id uuid NOT NULL CONSTRAINT tasks_environment_id_fkey REFERENCES environments,
  type text NOT NULL,
  status text NOT NULL,
  attempt integer NOT NULL DEFAULT 0,
  attempts jsonb NOT NULL DEFAULT '[]',
  next_attempt_at timestamptz,
  backup_id uuid,
  restore_id uuid,
  result jsonb,
  error jsonb,
  started_at timestamptz,
  completed_at timestamptz,
  created_by uuid CONSTRAINT tasks_created_by_fkey REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tasks_organization_created ON tasks (organization_id, created_at);
CREATE INDEX tasks_environment_created ON tasks (environment_id, created_at);
CREATE INDEX tasks_backup ON tasks (backup_id);
CREATE INDEX tasks_restore ON tasks (restore_id);

CREATE TABLE backups (
  id uuid PRIMARY KEY,
  environment_id uuid NOT NULL CONSTRAINT backups_environment_id_fkey REFERENCES environments,
  storage_config_id uuid CONSTRAINT backups_storage_config_id_fkey REFERENCES storage_configs,
  task_id uuid CONSTRAINT backups_task_id_fkey REFERENCES tasks,
  status varchar NOT NULL,
  backup_type varchar NOT NULL,
  database_key varchar(500),
  filestore_key varchar(500),
  manifest_key varchar(500),
  database_size bigint NOT NULL DEFAULT 0,
  filestore_size bigint NOT NULL DEFAULT 0,
  total_size bigint NOT NULL DEFAULT 0,
  compressed_size bigint NOT NULL DEFAULT 0,
  started_at timestamptz,
  completed_at timestamptz,
  duration_seconds integer,
  retention_type varchar,
  expires_at timestamptz,
  is_verified boolean NOT NULL DEFAULT false,
  verified_at timestamptz,
  verification_error text,
  database_checksum varchar(64),
  filestore_checksum varchar(64),
  error_message text,
  error_details jsonb,
  environment_snapshot jsonb,
  create_date timestamptz NOT NULL DEFAULT now(),
  write_date timestamptz NOT NULL DEFAULT now(),
  created_by uuid CONSTRAINT backups_created_by_fkey REFERENCES users,
  write_by uuid,
  organization_id uuid NOT NULL CONSTRAINT backups_organization_id_fkey REFERENCES organizations,
  project_id uuid NOT NULL CONSTRAINT backups_project_id_fkey REFERENCES projects,
  include_filestore boolean NOT NULL DEFAULT true,
  attempt integer NOT NULL DEFAULT 0,
  degraded boolean NOT NULL DEFAULT false,
  warnings jsonb NOT NULL DEFAULT '[]',
  attachments jsonb,
  location text,
  sidecar_key varchar(500),
  verification_levels jsonb NOT NULL DEFAULT '{}',
  verification_checked_at timestamptz
);
CREATE INDEX idx_backups_environment ON backups (environment_id, create_date);
CREATE INDEX idx_backups_status ON backups (status);
CREATE INDEX idx_backups_expires_at ON backups (expires_at);
CREATE INDEX backups_storage_config ON backups (storage_config_id);

CREATE TABLE restores (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT restores_organization_id_fkey REFERENCES organizations,
  project_id uuid NOT NULL CONSTRAINT restores_project_id_fkey REFERENCES projects,
  environment_id uuid NOT NULL CONSTRAINT restores_environment_id_fkey REFERENCES environments,
  backup_id uuid NOT NULL CONSTRAINT restores_backup_id_fkey REFERENCES backups,
  task_id uuid NOT NULL CONSTRAINT restores_task_id_fkey REFERENCES tasks,
  teardown_task_id uuid CONSTRAINT restores_teardown_task_id_fkey REFERENCES tasks,
  target_db text NOT NULL,
  restore_filestore boolean NOT NULL DEFAULT true,
  status text NOT NULL,
  attempt integer NOT NULL DEFAULT 0,
  teardown_attempt integer NOT NULL DEFAULT 0,
  started_at timestamptz,
  completed_at timestamptz,
  duration_seconds integer,
  torn_down_at timestamptz,
  database_bytes bigint NOT NULL DEFAULT 0,
  filestore_bytes bigint NOT NULL DEFAULT 0,
  filestore_files bigint NOT NULL DEFAULT 0,
  users integer,
  warnings jsonb NOT NULL DEFAULT '[]',
  error_message text,
  error_details jsonb,
  created_by uuid CONSTRAINT restores_created_by_fkey REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX restores_one_clone ON restores (environment_id, target_db)
  WHERE status IN ('pending', 'in_progress', 'completed', 'tearing_down');
CREATE INDEX restores_organization_created ON restores (organization_id, created_at);
CREATE INDEX restores_environment_created ON restores (environment_id, created_at);
CREATE INDEX restores_backup ON restores (backup_id);
`;

export class InitialTables1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
