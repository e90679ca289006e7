import { ALL_ROLES, type WalkedRoute } from '../walked-route';

/** Health and the description of the API are for everybody. */
export const DESCRIPTION: readonly WalkedRoute[] = [
  'GET /health/live',
  'GET /health/ready',
  'GET /api/docs',
  'GET /api/docs-json',
  'GET /api/docs-yaml',
  'GET /docs/errors',
].map((route) => ({ route, about: 'open', may: ALL_ROLES, ask: () => ({}) }));
