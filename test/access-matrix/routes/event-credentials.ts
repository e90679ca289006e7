import { ORG_ADMINS, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/organizations/:id/event-credentials';

export const EVENT_CREDENTIALS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.organization } }),
  },
  {
    route: `POST ${ROUTE}`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.organization }, body: { name: 'ticket system' } }),
    audited: 'event_credential.created',
  },
  {
    route: `DELETE ${ROUTE}/:credential_id`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.organization, credential_id: ids.credential } }),
    fresh: async ({ gateway }, ids) => ({
      credential: (
        await gateway.make(`/api/v1/organizations/${ids.organization}/event-credentials`, { name: 'ticket system' })
      ).id,
    }),
    references: (own, other) => [{ path: { id: own.organization, credential_id: other.credential } }],
    audited: 'event_credential.revoked',
  },
];
