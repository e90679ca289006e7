import { ALL_ROLES, PORTAL, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/auth';

/** What a session may is told in the specs of signing in; everybody here comes with an API token, or with nothing. */
export const SIGN_IN: readonly WalkedRoute[] = [
  {
    route: `POST ${ROUTE}/login`,
    about: 'own proof',
    may: ALL_ROLES,
    ask: () => ({ body: {} }),
    audited: 'user.signed_in',
  },
  { route: `POST ${ROUTE}/refresh`, about: 'own proof', may: ALL_ROLES, ask: () => ({ body: {} }), audited: 'nothing' },
  { route: `POST ${ROUTE}/logout`, about: 'session', may: ALL_ROLES, ask: () => ({}), audited: 'user.signed_out' },
  { route: `GET ${ROUTE}/me`, about: 'account', may: ALL_ROLES, ask: () => ({}) },
  {
    route: `POST ${ROUTE}/password`,
    about: 'session',
    may: ALL_ROLES,
    ask: () => ({ body: {} }),
    audited: 'user.password_changed',
  },
  { route: `GET ${ROUTE}/jwks`, about: 'open', may: ALL_ROLES, ask: () => ({}) },
  { route: `GET ${ROUTE}/sessions`, about: 'session', may: ALL_ROLES, ask: () => ({}) },
  {
    route: `DELETE ${ROUTE}/sessions/:id`,
    about: 'session',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.token } }),
    audited: 'user.signed_out',
  },
  {
    route: 'PUT /api/v1/users/:id/password',
    about: 'portal',
    may: PORTAL,
    ask: (ids) => ({ path: { id: ids.user }, body: { password: 'correct horse battery staple' } }),
    audited: 'user.password_set',
  },
  {
    route: 'DELETE /api/v1/users/:id/sessions',
    about: 'portal',
    may: PORTAL,
    ask: (ids) => ({ path: { id: ids.user } }),
    audited: 'user.sessions_ended',
  },
];
