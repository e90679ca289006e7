import { ORG_ADMINS, type WalkedRoute } from '../walked-route';
import { makeChannel } from '../places';

const ROUTE = '/api/v1/organizations/:id/notification-channels';
const MAIL = { kind: 'email', settings: { recipients: ['ops@example.com'] } };

export const NOTIFICATIONS: readonly WalkedRoute[] = [
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
    ask: (ids, world) => ({
      path: { id: ids.organization },
      body: { ...MAIL, name: world.unique(), environment_ids: [ids.environment] },
    }),
    references: (own, other, world) => [
      { path: { id: own.organization }, body: { ...MAIL, name: world.unique(), environment_ids: [other.environment] } },
    ],
    audited: 'notification_channel.created',
  },
  {
    route: `GET ${ROUTE}/:channel_id`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.organization, channel_id: ids.channel } }),
    references: (own, other) => [{ path: { id: own.organization, channel_id: other.channel } }],
  },
  {
    route: `PATCH ${ROUTE}/:channel_id`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({
      path: { id: ids.organization, channel_id: ids.channel },
      body: { environment_ids: [ids.environment] },
    }),
    references: (own, other) => [
      { path: { id: own.organization, channel_id: other.channel }, body: { enabled: false } },
      { path: { id: own.organization, channel_id: own.channel }, body: { environment_ids: [other.environment] } },
    ],
    audited: 'notification_channel.updated',
  },
  {
    route: `DELETE ${ROUTE}/:channel_id`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.organization, channel_id: ids.channel } }),
    fresh: async ({ gateway }, ids) => ({ channel: await makeChannel(gateway, ids.organization) }),
    references: (own, other) => [{ path: { id: own.organization, channel_id: other.channel } }],
    audited: 'notification_channel.deleted',
  },
  {
    route: `POST ${ROUTE}/:channel_id/test`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.organization, channel_id: ids.channel } }),
    references: (own, other) => [{ path: { id: own.organization, channel_id: other.channel } }],
    audited: 'notification_channel.tested',
  },
  {
    route: 'GET /api/v1/organizations/:id/notification-deliveries',
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.organization } }),
  },
];
