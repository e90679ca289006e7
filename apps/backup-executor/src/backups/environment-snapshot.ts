import type { BackupAccessAnswer } from '@app/contracts';

/** The environment as it was when the backup began: the manifest's `environment_snapshot`. */
export function snapshotEnvironment(
  { environment, project, server }: BackupAccessAnswer,
  at: Date,
  odooImage: string | null,
): Record<string, unknown> {
  return {
    environment: {
      id: environment.id,
      organization_id: environment.organization_id,
      slug: environment.slug ?? null,
      name: environment.name,
      type: environment.type,
      status: environment.status,
      container_name:
        environment.container_name ?? (environment.runtime === 'docker' ? `${environment.id}_odoo` : null),
      db_name: environment.db_name,
      domain: environment.domain ?? null,
      // How to reach it again, save for the server's key and the password, which never leave the control plane.
      runtime: environment.runtime,
      db_host: environment.db_host ?? null,
      db_port: environment.db_port ?? null,
      db_user: environment.db_user,
      filestore_root: environment.filestore_root,
      odoo_url: environment.odoo_url ?? null,
    },
    project: { id: project.id, name: project.name, slug: project.slug, odoo_version: project.odoo_version },
    vm: { id: server.id, name: server.name, ip_address: server.ip_address },
    /** Which build of Odoo ran: a restore onto another one has it build its asset bundles anew. */
    odoo_image: odooImage,
    timestamp: at.toISOString(),
  };
}
