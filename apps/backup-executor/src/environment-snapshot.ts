import type { BackupAccessAnswer } from '@app/contracts';

/** The environment as it was when the backup began: the manifest's `environment_snapshot`. */
export function snapshotEnvironment(
  { environment, project, server }: BackupAccessAnswer,
  at: Date,
): Record<string, unknown> {
  return {
    environment: {
      id: environment.id,
      name: environment.name,
      type: environment.type,
      status: environment.status,
      container_name:
        environment.container_name ?? (environment.runtime === 'docker' ? `${environment.id}_odoo` : null),
      db_name: environment.db_name,
      domain: environment.domain ?? null,
    },
    project: { id: project.id, name: project.name, slug: project.slug, odoo_version: project.odoo_version },
    vm: { id: server.id, name: server.name, ip_address: server.ip_address },
    timestamp: at.toISOString(),
  };
}
