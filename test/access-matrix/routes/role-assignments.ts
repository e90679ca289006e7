import { makeAssignment, makeUser } from '../places';
import { ORG_ADMINS, OWNERS, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/role-assignments';

export const ROLE_ASSIGNMENTS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}`,
    about: 'list',
    may: ORG_ADMINS,
    ask: (ids) => ({ query: { page_size: '100', organization_id: ids.organization } }),
    shows: 'assignment',
    references: (_, other) => [{ query: { organization_id: other.organization } }, { query: { user_id: other.user } }],
  },
  {
    route: `POST ${ROUTE}`,
    about: 'place in the body',
    may: OWNERS,
    ask: (ids) => ({ body: { user_id: ids.user, role: 'org_admin', organization_id: ids.organization } }),
    fresh: async ({ gateway }) => ({ user: await makeUser(gateway) }),
    references: (own, other) => [
      { body: { user_id: own.user, role: 'org_admin', organization_id: other.organization } },
      { body: { user_id: own.user, role: 'project_admin', project_id: other.project } },
      {
        body: {
          user_id: own.user,
          role: 'project_admin',
          project_id: other.project,
          organization_id: own.organization,
        },
      },
    ],
    audited: 'role_assignment.created',
  },
  {
    route: `GET ${ROUTE}/:id`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.assignment } }),
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.assignment } }),
    fresh: async ({ gateway }, ids) => ({
      assignment: await makeAssignment(gateway, await makeUser(gateway), ids.organization),
    }),
    audited: 'role_assignment.deleted',
  },
];
