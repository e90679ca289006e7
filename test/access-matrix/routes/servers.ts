import { ORG_ADMINS, OWNERS, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/servers';
const LOCAL = { ip_address: '127.0.0.1', connection: 'local' };

export const SERVERS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}`,
    about: 'list',
    may: ORG_ADMINS,
    ask: () => ({ query: { page_size: '100' } }),
    shows: 'server',
    references: (_, other) => [{ query: { organization_id: other.organization } }],
  },
  {
    route: `POST ${ROUTE}`,
    about: 'organization',
    may: OWNERS,
    ask: (ids, world) => ({ body: { ...LOCAL, organization_id: ids.organization, name: world.unique() } }),
    audited: 'server.created',
  },
  {
    route: `GET ${ROUTE}/:id`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.server } }),
  },
  {
    route: `PATCH ${ROUTE}/:id`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.server }, body: { ssh_port: 2222 } }),
    audited: 'server.updated',
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.server } }),
    fresh: async (world, { organization: organization_id }) => ({
      server: (await world.gateway.make(ROUTE, { ...LOCAL, organization_id, name: world.unique() })).id,
    }),
    audited: 'server.deleted',
  },
];
