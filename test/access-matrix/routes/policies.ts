import type { Ids } from '../places';
import { ALL_ROLES, ORG_ADMINS, OWNERS, type WalkedRoute } from '../walked-route';
import type { World } from '../world';

const ROUTE = '/api/v1/backups/environments/:environment_id/policy';
const at = ({ environment }: Ids) => ({ path: { environment_id: environment } });
const withPolicy = async ({ scheduler }: World, { organization, environment }: Ids) => {
  scheduler.have(organization, environment);
  return {};
};
const withPolicyOfItsOwn = async (world: World, { organization, project, server }: Ids) => {
  const slug = world.unique();
  const body = { project_id: project, server_id: server, name: slug, slug, db_name: slug, runtime: 'host' };
  const { id: environment } = await world.gateway.make('/api/v1/environments', body);
  world.scheduler.have(organization, environment);
  return { environment };
};
/** Settings that name a thing of another place. */
const naming = (own: Ids, other: Ids) => [
  { ...at(own), body: { storage_config_id: other.storage } },
  { ...at(own), body: { copy_storage_config_ids: [other.storage] } },
  { ...at(own), body: { drill_environment_id: other.environment } },
];

export const POLICIES: readonly WalkedRoute[] = [
  { route: 'GET /api/v1/backups/policy-presets', about: 'account', may: ALL_ROLES, ask: () => ({}) },
  {
    route: 'GET /api/v1/backups/schedule-preview',
    about: 'account',
    may: ALL_ROLES,
    ask: () => ({ query: { schedule_cron: '0 2 * * *' } }),
  },
  {
    route: `GET ${ROUTE}`,
    about: 'project',
    may: ALL_ROLES,
    ask: at,
    fresh: withPolicy,
  },
  {
    route: `POST ${ROUTE}`,
    about: 'project',
    may: ORG_ADMINS,
    ask: (ids) => ({ ...at(ids), body: {} }),
    references: naming,
    audited: 'policy.created',
  },
  {
    route: `PATCH ${ROUTE}`,
    about: 'project',
    may: ORG_ADMINS,
    ask: (ids) => ({ ...at(ids), body: { daily_retention: 14 } }),
    fresh: withPolicy,
    references: (own, other, { scheduler }) => {
      scheduler.have(own.organization, own.environment);
      return naming(own, other);
    },
    audited: 'policy.updated',
  },
  {
    route: `DELETE ${ROUTE}`,
    about: 'project',
    may: OWNERS,
    ask: at,
    fresh: withPolicyOfItsOwn,
    audited: 'policy.deleted',
  },
];
