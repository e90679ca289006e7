import { makeUser } from '../places';
import { PORTAL, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/users';

export const USERS: readonly WalkedRoute[] = [
  { route: `GET ${ROUTE}`, about: 'portal', may: PORTAL, ask: () => ({}) },
  {
    route: `POST ${ROUTE}`,
    about: 'portal',
    may: PORTAL,
    ask: (_, world) => ({ body: { name: 'Ada', email: `${world.unique()}@example.com` } }),
    audited: 'user.created',
  },
  { route: `GET ${ROUTE}/:id`, about: 'portal', may: PORTAL, ask: (ids) => ({ path: { id: ids.user } }) },
  {
    route: `PATCH ${ROUTE}/:id`,
    about: 'portal',
    may: PORTAL,
    ask: (ids) => ({ path: { id: ids.user }, body: { name: 'Ada' } }),
    audited: 'user.updated',
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'portal',
    may: PORTAL,
    ask: (ids) => ({ path: { id: ids.user } }),
    fresh: async ({ gateway }) => ({ user: await makeUser(gateway) }),
    audited: 'user.deleted',
  },
];
