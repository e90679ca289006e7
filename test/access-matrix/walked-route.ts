/** What the walk knows of a route. The files of `routes/` have one such entry for every route of the gateway. */
import type { AuditAction } from '../../apps/gateway/src/audit/audit-actions';
import type { Role } from '../../apps/gateway/src/access/roles';
import type { Caller } from './callers';
import type { Ids } from './places';
import type { World } from './world';

/** Parameters of the path by their names, a query, a body. */
export interface Ask {
  path?: Readonly<Record<string, string | undefined>>;
  query?: Readonly<Record<string, string | undefined>>;
  body?: object;
}

/**
 * What a route is about, which decides what somebody without the right is told.
 * `organization`, `project`: a thing in it; who may not know of it gets 404, as for one that does not exist.
 * `list`: only what the caller may see. `portal`: the portal itself, 403 for all others. `account`: what belongs to the caller.
 * `place in the body`: who has the right nowhere gets 403, who has it elsewhere 404.
 * `session`: for who signed in with a password; an API token gets 403. `own proof`: for everybody, with a body that proves something;
 * it gets an empty one. `open`: for everybody.
 */
export type About =
  'organization' | 'project' | 'list' | 'portal' | 'account' | 'place in the body' | 'session' | 'own proof' | 'open';

export interface WalkedRoute {
  /** As the router has it: `GET /api/v1/projects/:id`. */
  route: string;
  about: About;
  /** The roles that get a 2xx at their own place. */
  may: readonly Role[];
  /** The request, for the place whose ids are given. */
  ask(ids: Ids, world: World, caller: Caller): Ask;
  /** Makes what the request uses up, before each call that is allowed. */
  fresh?(world: World, ids: Ids, caller: Caller): Promise<Partial<Ids>>;
  /** A list shows this to whoever may see the place. */
  shows?: keyof Ids;
  /** The entry that each success leaves in the audit log; `nothing` has to be said where a route is no GET. */
  audited?: AuditAction | 'nothing';
  /** Further requests that name a thing of another place, by an owner of `own`: answered as if it did not exist. */
  references?(own: Ids, other: Ids, world: World): Ask[];
  /** Answers without end. */
  endless?: true;
  /** `may` is narrower than the permission of the route says. */
  besides?: true;
  /** The same route asked for something that others may. */
  variants?: readonly Variant[];
}

/** `what` it asks for, in words that follow on the route. */
export type Variant = { what: string } & Pick<WalkedRoute, 'may' | 'ask' | 'fresh' | 'references'> &
  Partial<Pick<WalkedRoute, 'audited'>>;

export const ALL_ROLES: readonly Role[] = [
  'portal_admin',
  'org_owner',
  'org_admin',
  'org_member',
  'project_admin',
  'project_member',
];
export const PORTAL: readonly Role[] = ['portal_admin'];
export const OWNERS: readonly Role[] = ['portal_admin', 'org_owner'];
export const ORG_ADMINS: readonly Role[] = ['portal_admin', 'org_owner', 'org_admin'];
/** Those who may replace what is live. */
export const REPLACERS: readonly Role[] = ['portal_admin', 'org_owner', 'project_admin'];
export const ADMINS: readonly Role[] = ['portal_admin', 'org_owner', 'org_admin', 'project_admin'];
