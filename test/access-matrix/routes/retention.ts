import { ALL_ROLES, OWNERS, PORTAL, type WalkedRoute } from '../walked-route';

const RUN = '0d9f6b1e-3c52-4c7a-9f10-000000000003';
const ROUTE = '/api/v1/retention/runs';
const OF_ORGANIZATION = '/api/v1/organizations/:id/retention/runs';
const OF_ENVIRONMENT = '/api/v1/backups/environments/:environment_id';

export const RETENTION: readonly WalkedRoute[] = [
  { route: `POST ${ROUTE}`, about: 'portal', may: PORTAL, ask: () => ({}), audited: 'retention.run_requested' },
  { route: `GET ${ROUTE}`, about: 'portal', may: PORTAL, ask: () => ({}) },
  { route: `GET ${ROUTE}/:run_id`, about: 'portal', may: PORTAL, ask: () => ({ path: { run_id: RUN } }) },
  {
    route: `POST ${OF_ORGANIZATION}`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.organization } }),
    audited: 'retention.run_requested',
  },
  {
    route: `GET ${OF_ORGANIZATION}`,
    about: 'organization',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.organization } }),
  },
  {
    route: `GET ${OF_ORGANIZATION}/:run_id`,
    about: 'organization',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.organization, run_id: RUN } }),
  },
  {
    route: `GET ${OF_ENVIRONMENT}/retention-preview`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { environment_id: ids.environment } }),
  },
  {
    route: `POST ${OF_ENVIRONMENT}/retention-preview`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { environment_id: ids.environment }, body: { daily_retention: 3 } }),
    audited: 'nothing',
  },
  {
    route: `POST ${OF_ENVIRONMENT}/retention/agree`,
    about: 'project',
    may: OWNERS,
    ask: (ids) => ({ path: { environment_id: ids.environment }, body: { run_id: RUN } }),
    audited: 'retention.agreed',
  },
];
