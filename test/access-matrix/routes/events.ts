import { ALL_ROLES, type WalkedRoute } from '../walked-route';

/** What goes over the stream has specs of its own; here is only who may open one. */
export const EVENTS: readonly WalkedRoute[] = [
  { route: 'GET /api/v1/events/stream', about: 'list', may: ALL_ROLES, ask: () => ({}), endless: true },
];
