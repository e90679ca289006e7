import { ALL_ROLES, ORG_ADMINS, PORTAL, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/organizations';

export const ORGANIZATIONS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}`,
    about: 'list',
    may: ALL_ROLES,
    ask: () => ({ query: { page_size: '100' } }),
    shows: 'organization',
  },
  {
    route: `POST ${ROUTE}`,
    about: 'portal',
    may: PORTAL,
    ask: (_, world) => ({ body: { name: world.unique() } }),
    audited: 'organization.created',
  },
  {
    route: `GET ${ROUTE}/:id`,
    about: 'organization',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.organization } }),
  },
  {
    route: `PATCH ${ROUTE}/:id`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.organization }, body: { name: 'Acme' } }),
    audited: 'organization.updated',
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'organization',
    may: PORTAL,
    ask: (ids) => ({ path: { id: ids.organization } }),
    fresh: async (world) => ({
      organization: (await world.gateway.make(ROUTE, { name: world.unique() })).id,
    }),
    audited: 'organization.deleted',
  },
  {
    route: `GET ${ROUTE}/:id/usage`,
    about: 'organization',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.organization } }),
  },
];
