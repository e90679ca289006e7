import { makeReplaceable, makeReplaced, makeRestore } from '../places';
import { ADMINS, ALL_ROLES, REPLACERS, type WalkedRoute } from '../walked-route';

/** What confirms the restore in place of a backup. */
const confirmations = new Map<string, object>();

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
    besides: true,
    variants: [
      {
        what: 'as a dry run of a clone',
        may: ADMINS,
        ask: (ids) => ({ path: { id: ids.backup }, body: { dry_run: true } }),
        references: (own, other) => [
          { path: { id: own.backup }, body: { dry_run: true, environment_id: other.environment } },
        ],
        audited: 'nothing',
      },
      {
        what: 'as a dry run in place',
        may: REPLACERS,
        ask: (ids) => ({ path: { id: ids.backup }, body: { dry_run: true, mode: 'in_place' } }),
        audited: 'nothing',
      },
      {
        what: 'as a clone that acts in the world',
        may: REPLACERS,
        ask: (ids, world) => ({ path: { id: ids.backup }, body: { target_db: world.unique(), neutralize: false } }),
      },
      {
        what: 'with SQL of its own',
        may: REPLACERS,
        ask: (ids, world) => ({
          path: { id: ids.backup },
          body: { target_db: world.unique(), post_restore_sql: [{ name: 'mine', sql: 'SELECT 1' }] },
        }),
      },
      {
        what: 'in place',
        may: REPLACERS,
        ask: (ids) => ({ path: { id: ids.backup }, body: confirmations.get(ids.backup) ?? { mode: 'in_place' } }),
        fresh: async ({ gateway }, ids) => {
          const { environment, backup, body } = await makeReplaceable(gateway, ids);
          confirmations.set(backup, body);
          return { environment, backup };
        },
        references: (own, other) => [
          { path: { id: own.backup }, body: { mode: 'in_place', environment_id: other.environment } },
          {
            path: { id: own.backup },
            body: { mode: 'in_place', freeze: 'workload', stops_environments: [other.environment] },
          },
        ],
      },
    ],
  },
  {
    route: 'POST /api/v1/backups/:id/drill',
    about: 'project',
    may: ADMINS,
    ask: (ids) => ({ path: { id: ids.backup }, body: {} }),
    references: (own, other) => [{ path: { id: own.backup }, body: { drill_environment_id: other.environment } }],
    audited: 'restore.drill_requested',
  },
  {
    route: 'GET /api/v1/backups/environments/:environment_id/drills',
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { environment_id: ids.environment } }),
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
  {
    route: 'POST /api/v1/restores/:id/undo',
    about: 'project',
    may: REPLACERS,
    ask: (ids) => ({ path: { id: ids.restore } }),
    fresh: async ({ gateway }, ids) => ({ restore: await makeReplaced(gateway, ids) }),
    audited: 'restore.undo_requested',
  },
];
