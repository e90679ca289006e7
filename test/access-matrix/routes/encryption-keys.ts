import { makeKey } from '../places';
import { ORG_ADMINS, OWNERS, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/backups/storage-configs/:id/encryption-keys';

export const ENCRYPTION_KEYS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}`,
    about: 'organization',
    may: ORG_ADMINS,
    ask: (ids) => ({ path: { id: ids.storage } }),
  },
  {
    route: `POST ${ROUTE}`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.storage }, body: { for_new_backups: false } }),
    audited: 'encryption_key.added',
  },
  {
    route: `POST ${ROUTE}/disable`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.storage } }),
    audited: 'encryption.disabled',
  },
  {
    route: `POST ${ROUTE}/:key_id/check`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.storage, key_id: ids.key } }),
    references: (own, other) => [{ path: { id: own.storage, key_id: other.key } }],
    audited: 'encryption_key.checked',
  },
  {
    route: `DELETE ${ROUTE}/:key_id`,
    about: 'organization',
    may: OWNERS,
    ask: (ids) => ({ path: { id: ids.storage, key_id: ids.key } }),
    fresh: async ({ gateway }, ids) => ({ key: await makeKey(gateway, ids.storage) }),
    references: (own, other) => [{ path: { id: own.storage, key_id: other.key } }],
    audited: 'encryption_key.deleted',
  },
];
