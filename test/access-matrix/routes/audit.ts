import { OWNERS, type WalkedRoute } from '../walked-route';

export const AUDIT: readonly WalkedRoute[] = [
  {
    route: 'GET /api/v1/audit',
    about: 'list',
    may: OWNERS,
    ask: () => ({ query: { page_size: '100' } }),
    shows: 'organization',
  },
  {
    route: 'GET /api/v1/organizations/:id/audit',
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.organization } }),
  },
];
