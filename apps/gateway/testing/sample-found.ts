/** A backup as a rescan finds it, with ids of its own where none are given. */
import { randomUUID } from 'node:crypto';
import type { FoundBackupPayload } from '@app/contracts';
import { completion } from './sample-events';

export function sampleFound(change: Partial<FoundBackupPayload> = {}): FoundBackupPayload {
  const [organization_id, project_id, environment_id, backup_id] = [1, 2, 3, 4].map(() => randomUUID());
  const ids = { organization_id: organization_id!, project_id: project_id!, environment_id: environment_id! };
  return {
    ...completion,
    ...ids,
    made_for_organization_id: ids.organization_id,
    backup_id: backup_id!,
    task_id: randomUUID(),
    storage_config_id: randomUUID(),
    attempt: 2,
    backup_type: 'scheduled',
    include_filestore: true,
    created_by: null,
    created_at: '2024-12-11T10:29:00.000Z',
    verification: { level: 'uploaded', verified_at: completion.completed_at },
    environment_snapshot: {
      environment: {
        id: environment_id,
        name: 'Production Überall',
        type: 'staging',
        status: 'running',
        container_name: null,
        db_name: 'prod.example.com',
        domain: 'prod.example.com',
        runtime: 'host',
        db_host: '/run/postgresql',
        db_port: 5433,
        db_user: 'odoo18',
        filestore_root: '/srv/filestore',
        odoo_url: 'http://127.0.0.1:8069',
      },
      project: { id: project_id, name: 'Shop', slug: 'shop', odoo_version: '18.0' },
    },
    ...change,
  };
}
