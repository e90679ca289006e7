import { ORG_ADMINS, OWNERS, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/backups/storage-configs';
const DISK = { provider: 'local', path: '/srv/backups' };

export const STORAGE_CONFIGS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}`,
    about: 'list',
    may: ORG_ADMINS,
    ask: () => ({ query: { page_size: '100' } }),
    shows: 'storage',
    references: (_, other) => [{ query: { organization_id: other.organization } }],
  },
  {
    route: `POST ${ROUTE}`,
    about: 'organization',
    may: OWNERS,
    ask: (ids, world) => ({ body: { ...DISK, organization_id: ids.organization, name: world.unique() } }),
    audited: 'storage_config.created',
  },
  {
    route: `GET ${ROUTE}/:id`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.storage } }),
  },
  {
    route: `PATCH ${ROUTE}/:id`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.storage }, body: { prefix: 'odoo' } }),
    audited: 'storage_config.updated',
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.storage } }),
    fresh: async (world, { organization: organization_id }) => ({
      storage: (await world.gateway.make(ROUTE, { ...DISK, organization_id, name: world.unique() })).id,
    }),
    audited: 'storage_config.deleted',
  },
  {
    route: `POST ${ROUTE}/:id/test`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.storage } }),
    audited: 'storage_config.tested',
  },
  {
    route: `POST ${ROUTE}/:id/rescan`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.storage } }),
    audited: 'storage_config.rescan_requested',
  },
  {
    route: `POST ${ROUTE}/:id/orphan-sweep`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.storage } }),
    audited: 'storage_config.orphan_sweep_requested',
  },
  {
    route: `GET ${ROUTE}/:id/orphan-sweep`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.storage } }),
  },
  {
    route: `GET ${ROUTE}/:id/importable`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.storage } }),
  },
  {
    route: `POST ${ROUTE}/:id/import`,
    about: 'organization',
    may: OWNERS,
    ask: (ids, world) => ({
      path: { id: ids.storage },
      body: { environment_id: ids.environment, key: `${world.unique()}.zip` },
    }),
    references: (own, other) => [
      { path: { id: own.storage }, body: { environment_id: other.environment, key: 'a.zip' } },
    ],
    audited: 'storage_config.import_requested',
  },
];
