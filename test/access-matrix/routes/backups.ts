import { makeBackup } from '../places';
import { ADMINS, ALL_ROLES, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/backups';

export const BACKUPS: readonly WalkedRoute[] = [
  {
    route: `POST ${ROUTE}/environments/:environment_id/backups`,
    about: 'project',
    may: ADMINS,
    ask: (ids) => ({ path: { environment_id: ids.environment }, body: {} }),
    references: (own, other) => [
      { path: { environment_id: own.environment }, body: { storage_config_id: other.storage } },
      { path: { environment_id: own.environment }, body: { copy_storage_config_ids: [other.storage] } },
    ],
    audited: 'backup.requested',
  },
  {
    route: `GET ${ROUTE}/environments/:environment_id/backups`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { environment_id: ids.environment } }),
  },
  {
    route: `GET ${ROUTE}`,
    about: 'list',
    may: ALL_ROLES,
    ask: () => ({ query: { page_size: '100' } }),
    shows: 'backup',
    references: (_, other) => [
      { query: { organization_id: other.organization } },
      { query: { project_id: other.project } },
      { query: { environment_id: other.environment } },
    ],
  },
  {
    route: `GET ${ROUTE}/environments/:environment_id/summary`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { environment_id: ids.environment } }),
  },
  {
    route: `GET ${ROUTE}/:id`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.backup } }),
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'project',
    may: ['portal_admin', 'org_owner', 'project_admin'],
    ask: (ids) => ({ path: { id: ids.backup } }),
    fresh: async ({ gateway }, ids) => ({ backup: await makeBackup(gateway, ids.environment, 'completed') }),
    audited: 'backup.deleted',
  },
  {
    route: `POST ${ROUTE}/:id/pin`,
    about: 'project',
    may: ['portal_admin', 'org_owner', 'project_admin'],
    ask: (ids) => ({ path: { id: ids.backup }, body: { reason: 'audit' } }),
    fresh: async ({ gateway }, ids) => ({ backup: await makeBackup(gateway, ids.environment, 'completed') }),
    audited: 'backup.pinned',
  },
  {
    route: `DELETE ${ROUTE}/:id/pin`,
    about: 'project',
    may: ['portal_admin', 'org_owner', 'project_admin'],
    ask: (ids) => ({ path: { id: ids.backup } }),
    fresh: async ({ gateway }, ids) => {
      const backup = await makeBackup(gateway, ids.environment, 'completed');
      await gateway.post(`${ROUTE}/${backup}/pin`, {});
      return { backup };
    },
    audited: 'backup.unpinned',
  },
  {
    route: `POST ${ROUTE}/:id/verify`,
    about: 'project',
    may: ADMINS,
    ask: (ids) => ({ path: { id: ids.backup }, body: {} }),
    references: (own, other) => [{ path: { id: own.backup }, body: { storage_config_id: other.storage } }],
    audited: 'backup.verification_requested',
  },
  {
    route: `POST ${ROUTE}/:id/copies`,
    about: 'project',
    may: ADMINS,
    ask: (ids) => ({ path: { id: ids.backup }, body: { storage_config_id: ids.storage } }),
    fresh: async (world, { organization: organization_id, environment }) => {
      const disk = { organization_id, name: world.unique(), provider: 'local', path: '/srv/copies' };
      const storage = (await world.gateway.make(`${ROUTE}/storage-configs`, disk)).id;
      return { storage, backup: await makeBackup(world.gateway, environment, 'completed') };
    },
    references: (own, other) => [{ path: { id: own.backup }, body: { storage_config_id: other.storage } }],
    audited: 'backup.copy_requested',
  },
];
