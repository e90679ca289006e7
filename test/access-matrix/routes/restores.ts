import { makeRestore } from '../places';
import { ADMINS, ALL_ROLES, type WalkedRoute } from '../walked-route';

export const RESTORES: readonly WalkedRoute[] = [
  {
    route: 'POST /api/v1/backups/:id/restore',
    about: 'project',
    may: ADMINS,
    ask: (ids, world) => ({ path: { id: ids.backup }, body: { target_db: world.unique() } }),
    references: (own, other, world) => [
      { path: { id: own.backup }, body: { target_db: world.unique(), environment_id: other.environment } },
    ],
    audited: 'restore.requested',
  },
  {
    route: 'GET /api/v1/restores',
    about: 'list',
    may: ALL_ROLES,
    ask: () => ({ query: { page_size: '100' } }),
    shows: 'restore',
    references: (_, other) => [
      { query: { organization_id: other.organization } },
      { query: { environment_id: other.environment } },
      { query: { backup_id: other.backup } },
    ],
  },
  {
    route: 'GET /api/v1/restores/:id',
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.restore } }),
  },
  {
    route: 'DELETE /api/v1/restores/:id',
    about: 'project',
    may: ADMINS,
    ask: (ids) => ({ path: { id: ids.restore } }),
    fresh: async ({ gateway }, ids) => ({ restore: (await makeRestore(gateway, ids.backup, 'completed')).id }),
    audited: 'restore.teardown_requested',
  },
];
