import { randomUUID } from 'node:crypto';
import { UserIdentity } from '../../../apps/gateway/src/oidc/user-identity.entity';
import { makeUser } from '../places';
import { PORTAL, type WalkedRoute } from '../walked-route';
import type { World } from '../world';

const ROUTE = '/api/v1/oidc-issuers';

export const OIDC_ISSUERS: readonly WalkedRoute[] = [
  { route: `GET ${ROUTE}`, about: 'portal', may: PORTAL, ask: () => ({}) },
  {
    route: `POST ${ROUTE}`,
    about: 'portal',
    may: PORTAL,
    ask: (_, world) => ({ body: fields(world) }),
    audited: 'issuer.created',
  },
  { route: `GET ${ROUTE}/:id`, about: 'portal', may: PORTAL, ask: ({ issuer }) => ({ path: { id: issuer } }), fresh },
  {
    route: `PATCH ${ROUTE}/:id`,
    about: 'portal',
    may: PORTAL,
    ask: ({ issuer }) => ({ path: { id: issuer }, body: { name: 'Company' } }),
    fresh,
    audited: 'issuer.updated',
  },
  {
    route: `DELETE ${ROUTE}/:id`,
    about: 'portal',
    may: PORTAL,
    ask: ({ issuer }) => ({ path: { id: issuer } }),
    fresh,
    audited: 'issuer.deleted',
  },
  {
    route: `GET ${ROUTE}/:id/identities`,
    about: 'portal',
    may: PORTAL,
    ask: ({ issuer }) => ({ path: { id: issuer } }),
    fresh,
  },
  {
    route: `DELETE ${ROUTE}/:id/identities/:identity_id`,
    about: 'portal',
    may: PORTAL,
    ask: ({ issuer, identity }) => ({ path: { id: issuer, identity_id: identity } }),
    fresh: async (world) => {
      const { issuer } = await fresh(world);
      const identity = randomUUID();
      const user_id = await makeUser(world.gateway);
      await world.gateway.dataSource.manager.insert(UserIdentity, {
        id: identity,
        issuer_id: issuer,
        user_id,
        subject: identity,
      });
      return { issuer, identity };
    },
    audited: 'user.identity_unlinked',
  },
];

const fields = (world: World) => {
  const name = world.unique();
  return { name, issuer: world.issuers.urlOf(name), audiences: ['strongroom'] };
};

async function fresh(world: World): Promise<{ issuer: string }> {
  return { issuer: (await world.gateway.make(ROUTE, fields(world))).id };
}
