import { makeLetter } from '../places';
import { ADMINS, ALL_ROLES, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/dead-letters';

export const DEAD_LETTERS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}`,
    about: 'list',
    may: ALL_ROLES,
    ask: () => ({ query: { page_size: '100' } }),
    shows: 'letter',
    references: (_, other) => [
      { query: { organization_id: other.organization } },
      { query: { environment_id: other.environment } },
      { query: { task_id: other.task } },
    ],
  },
  {
    route: `GET ${ROUTE}/:id`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.letter } }),
  },
  {
    route: `POST ${ROUTE}/:id/replay`,
    about: 'project',
    may: ADMINS,
    besides: true,
    ask: (ids) => ({ path: { id: ids.letter } }),
    fresh: async ({ gateway }, ids) => ({ letter: await makeLetter(gateway, ids) }),
    audited: 'dead_letter.replayed',
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'project',
    may: ADMINS,
    ask: (ids) => ({ path: { id: ids.letter } }),
    fresh: async ({ gateway }, ids) => ({ letter: await makeLetter(gateway, ids) }),
    audited: 'dead_letter.dismissed',
  },
];
