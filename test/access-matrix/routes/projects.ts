import { ADMINS, ALL_ROLES, ORG_ADMINS, OWNERS, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/projects';

export const PROJECTS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}`,
    about: 'list',
    may: ALL_ROLES,
    ask: () => ({ query: { page_size: '100' } }),
    shows: 'project',
    references: (_, other) => [{ query: { organization_id: other.organization } }],
  },
  {
    route: `POST ${ROUTE}`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids, world) => ({
      body: { organization_id: ids.organization, name: 'New', slug: world.unique(), odoo_version: '18.0' },
    }),
    audited: 'project.created',
  },
  {
    route: `GET ${ROUTE}/:id`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.project } }),
  },
  {
    route: `PATCH ${ROUTE}/:id`,
    about: 'project',
    may: ADMINS,
    ask: (ids) => ({ path: { id: ids.project }, body: { name: 'Shop' } }),
    audited: 'project.updated',
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'project',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.project } }),
    fresh: async (world, { organization: organization_id }) => {
      const body = { organization_id, name: 'Gone', slug: world.unique(), odoo_version: '18.0' };
      return { project: (await world.gateway.make(ROUTE, body)).id };
    },
    audited: 'project.deleted',
  },
];
