import type { Caller } from '../callers';
import { ALL_ROLES, type WalkedRoute } from '../walked-route';
import type { World } from '../world';

const ROUTE = '/api/v1/api-tokens';

export const API_TOKENS: readonly WalkedRoute[] = [
  { route: `GET ${ROUTE}`, about: 'account', may: ALL_ROLES, ask: () => ({ query: { page_size: '100' } }) },
  {
    route: `POST ${ROUTE}`,
    about: 'account',
    may: ALL_ROLES,
    ask: (_ids, _world, { limit }) => ({ body: { name: 'mine', ...limit } }),
    references: (_, other) => [
      { body: { name: 'narrow', organization_id: other.organization } },
      { body: { name: 'narrow', project_id: other.project } },
    ],
    audited: 'api_token.created',
  },
  {
    route: `GET ${ROUTE}/:id`,
    about: 'account',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.token } }),
    fresh: own,
    references: (_, other) => [{ path: { id: other.token } }],
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'account',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.token } }),
    fresh: own,
    references: (_, other) => [{ path: { id: other.token } }],
    audited: 'api_token.revoked',
  },
];

async function own({ gateway }: World, _: unknown, { user: user_id }: Caller) {
  return { token: (await gateway.make(ROUTE, { name: 'own', user_id })).id as string };
}
