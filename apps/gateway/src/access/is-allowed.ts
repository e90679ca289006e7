/**
 * The one decision about access. A scope without an organization is the portal itself; a scope with a project
 * always names the project's organization as well.
 */
import { StrongroomError } from '@app/core';
import { ROLE_TABLE, type Permission, type Role } from './roles';
import type { Reach, Scope } from './scope';
import { isWithin, knowsOf, narrowed, type TokenLimit } from './token-limit';

export type { Reach, Scope } from './scope';

export interface Assignment {
  role: Role;
  organization_id: string | null;
  project_id: string | null;
}

/** An API token, a session by password, or a token of an OIDC issuer. */
export type SignedInBy = 'api_token' | 'session' | 'issuer';

export interface Caller {
  userId: string;
  userName: string;
  /** Of the API token, the session, or the identity at the issuer. */
  tokenId: string;
  signedInBy: SignedInBy;
  assignments: readonly Assignment[];
  /** What the token narrows the roles of its owner to. It never adds anything. */
  limit?: TokenLimit;
  /** Nothing but the password may be changed until it is. */
  mustChangePassword?: boolean;
  /** When the token ends by itself. */
  expiresAt?: Date;
}

export function isAllowed(caller: Caller, permission: Permission, scope: Scope): boolean {
  if (!isWithin(caller.limit, permission, scope)) return false;
  return caller.assignments.some(
    (assignment) =>
      ROLE_TABLE[assignment.role].may.has(permission) &&
      (covers(assignment, scope) || (permission.startsWith('org.') && worksIn(assignment, scope))),
  );
}

/** Whether a caller may know that something of this scope exists: any role in its organization (or its project) will do. */
export function mayKnowOf(caller: Caller, scope: Scope): boolean {
  if (scope.organizationId === undefined) return true;
  if (!knowsOf(caller.limit, scope)) return false;
  return caller.assignments.some((assignment) => covers(assignment, scope) || worksIn(assignment, scope));
}

/** Whether the scope is the organization that the role belongs to, be it by way of a project. */
function worksIn(assignment: Assignment, scope: Scope): boolean {
  return (
    scope.organizationId !== undefined &&
    scope.projectId === undefined &&
    assignment.organization_id === scope.organizationId
  );
}

function covers(assignment: Assignment, scope: Scope): boolean {
  switch (ROLE_TABLE[assignment.role].level) {
    case 'portal':
      return true;
    case 'organization':
      return scope.organizationId !== undefined && assignment.organization_id === scope.organizationId;
    case 'project':
      return scope.projectId !== undefined && assignment.project_id === scope.projectId;
  }
}

export function reachOf(caller: Caller, permission: Permission): Reach {
  const holding = caller.assignments.filter((assignment) => ROLE_TABLE[assignment.role].may.has(permission));
  const at = (level: string) => holding.filter((assignment) => ROLE_TABLE[assignment.role].level === level);
  if (at('portal').length > 0) return narrowed(caller.limit, permission, 'everywhere');
  const held = [...at('organization'), ...at('project')].map(({ organization_id, project_id }) => ({
    organizationId: organization_id!,
    projectId: project_id ?? undefined,
  }));
  return narrowed(caller.limit, permission, held);
}

/**
 * Passes, or throws what the caller may know.
 * @throws StrongroomError NOT_FOUND when the caller may not know of the thing, FORBIDDEN when it may not do this
 */
export function requireAllowed(caller: Caller, permission: Permission, scope: Scope, thing: string): void {
  if (isAllowed(caller, permission, scope)) return;
  if (!mayKnowOf(caller, scope)) throw new StrongroomError('NOT_FOUND', `There is no ${thing}.`);
  throw new StrongroomError('FORBIDDEN', `The token of ${caller.userName} lacks the permission ${permission} here.`, {
    details: { permission },
  });
}

/**
 * For what lets the caller act as somebody else afterwards: no limit would hold beyond it.
 * @throws StrongroomError FORBIDDEN for a limited token
 */
export function requireWhole(caller: Caller): void {
  if (caller.limit === undefined) return;
  throw new StrongroomError('FORBIDDEN', 'A limited token may not change how somebody signs in.');
}
