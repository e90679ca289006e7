import { ADMINS, ALL_ROLES, type WalkedRoute } from '../walked-route';
import type { Ids } from '../places';
import type { World } from '../world';

const ROUTE = '/api/v1/environments';

export const ENVIRONMENTS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}`,
    about: 'list',
    may: ALL_ROLES,
    ask: () => ({ query: { page_size: '100' } }),
    shows: 'environment',
    references: (_, other) => [
      { query: { organization_id: other.organization } },
      { query: { project_id: other.project } },
      { query: { server_id: other.server } },
    ],
  },
  {
    route: `POST ${ROUTE}`,
    about: 'project',
    may: ADMINS,
    ask: (ids, world) => ({ body: fields(world, ids) }),
    references: (own, other, world) => [{ body: { ...fields(world, own), server_id: other.server } }],
    audited: 'environment.created',
  },
  {
    route: `GET ${ROUTE}/:id`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.environment } }),
  },
  {
    route: `PATCH ${ROUTE}/:id`,
    about: 'project',
    may: ADMINS,
    ask: (ids) => ({ path: { id: ids.environment }, body: { name: 'Live' } }),
    references: (own, other) => [{ path: { id: own.environment }, body: { server_id: other.server } }],
    audited: 'environment.updated',
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'project',
    may: ADMINS,
    ask: (ids) => ({ path: { id: ids.environment } }),
    fresh: async (world, ids) => ({ environment: (await world.gateway.make(ROUTE, fields(world, ids))).id }),
    references: (own, other) => [
      { path: { id: own.environment }, query: { backup_first: 'true', storage_config_id: other.storage } },
    ],
    audited: 'environment.deleted',
  },
];

function fields(world: World, ids: Ids): object {
  return {
    project_id: ids.project,
    server_id: ids.server,
    name: 'Staging',
    db_name: 'staging',
    slug: world.unique(),
    runtime: 'host',
  };
}
