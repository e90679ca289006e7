/**
 * Who may do what, as data: the six roles of the API reference and their permissions.
 * `project.*` permissions that an org role has hold in every project of its organization.
 */
export const ROLES = [
  'portal_admin',
  'org_owner',
  'org_admin',
  'org_member',
  'project_admin',
  'project_member',
] as const;
export type Role = (typeof ROLES)[number];
export type RoleLevel = 'portal' | 'organization' | 'project';

export const PERMISSIONS = [
  'portal.organizations.create',
  'portal.organizations.delete',
  'portal.users.list',
  'portal.users.view',
  'portal.users.create',
  'portal.users.update',
  'portal.users.delete',
  'portal.issuers.list',
  'portal.issuers.view',
  'portal.issuers.create',
  'portal.issuers.update',
  'portal.issuers.delete',
  'portal.retention.view',
  'portal.retention.run',
  'account.tokens.manage',
  'org.settings.view',
  'org.settings.update',
  'org.audit.list',
  'org.roles.list',
  'org.roles.view',
  'org.roles.create',
  'org.roles.delete',
  'org.servers.list',
  'org.servers.view',
  'org.servers.create',
  'org.servers.update',
  'org.servers.delete',
  'org.storage.list',
  'org.storage.view',
  'org.storage.create',
  'org.storage.update',
  'org.storage.delete',
  'org.storage.test',
  'org.projects.create',
  'org.projects.delete',
  'org.backups.create',
  'org.backups.delete',
  'project.settings.view',
  'project.settings.update',
  'project.environments.list',
  'project.environments.view',
  'project.environments.create',
  'project.environments.update',
  'project.environments.delete',
  'project.backups.list',
  'project.backups.view',
  'project.backups.create',
  'project.backups.delete',
  'project.backups.restore',
  'project.backups.restore_in_place',
  'project.tasks.list',
  'project.tasks.view',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const ACCOUNT: Permission[] = ['account.tokens.manage'];

const READ_PROJECT: Permission[] = [
  'org.settings.view',
  'project.settings.view',
  'project.environments.list',
  'project.environments.view',
  'project.backups.list',
  'project.backups.view',
  'project.tasks.list',
  'project.tasks.view',
];

const RUN_ENVIRONMENTS: Permission[] = [
  'project.settings.update',
  'project.environments.create',
  'project.environments.update',
  'project.environments.delete',
];

function inGroups(...groups: string[]): Permission[] {
  return PERMISSIONS.filter((permission) => groups.some((group) => permission.startsWith(`${group}.`)));
}

export const ROLE_TABLE: Record<Role, { level: RoleLevel; may: ReadonlySet<Permission> }> = {
  portal_admin: { level: 'portal', may: new Set(PERMISSIONS) },
  org_owner: { level: 'organization', may: new Set([...ACCOUNT, ...inGroups('org', 'project')]) },
  org_admin: {
    level: 'organization',
    may: new Set<Permission>([
      ...ACCOUNT,
      ...READ_PROJECT,
      ...RUN_ENVIRONMENTS,
      'org.settings.update',
      'org.roles.list',
      'org.roles.view',
      'org.servers.list',
      'org.servers.view',
      'org.storage.list',
      'org.storage.view',
      'org.projects.create',
      'org.backups.create',
      'project.backups.create',
      'project.backups.restore',
    ]),
  },
  org_member: { level: 'organization', may: new Set([...ACCOUNT, ...READ_PROJECT]) },
  project_admin: {
    level: 'project',
    may: new Set<Permission>([
      ...ACCOUNT,
      ...READ_PROJECT,
      ...RUN_ENVIRONMENTS,
      'project.backups.create',
      'project.backups.delete',
      'project.backups.restore',
      'project.backups.restore_in_place',
    ]),
  },
  project_member: { level: 'project', may: new Set([...ACCOUNT, ...READ_PROJECT]) },
};
