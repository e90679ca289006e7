import { makeRestore } from '../places';
import { ADMINS, ALL_ROLES, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/tasks';

export const TASKS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}`,
    about: 'list',
    may: ALL_ROLES,
    ask: () => ({ query: { page_size: '100' } }),
    shows: 'task',
    references: (_, other) => [
      { query: { organization_id: other.organization } },
      { query: { environment_id: other.environment } },
      { query: { backup_id: other.backup } },
      { query: { restore_id: other.restore } },
    ],
  },
  {
    route: `GET ${ROUTE}/:id`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.task } }),
  },
  {
    route: `POST ${ROUTE}/:id/cancel`,
    about: 'project',
    may: ADMINS,
    besides: true,
    ask: (ids) => ({ path: { id: ids.task } }),
    fresh: async ({ gateway }, ids) => ({ task: (await makeRestore(gateway, ids.backup, 'pending')).task_id }),
    audited: 'task.cancel_requested',
  },
];
