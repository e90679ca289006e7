/**
 * What a token narrows the roles of its owner to: some permissions, one organization, or one project of it. A limit only
 * takes away, so that a token can never do more than its owner can at that moment.
 */
import { ROLE_TABLE, type Permission } from './roles';
import type { Reach, Scope } from './scope';

export interface TokenLimit {
  /** undefined: all that the owner has. */
  permissions?: ReadonlySet<Permission>;
  organizationId?: string;
  /** With the organization that the project belongs to. */
  projectId?: string;
}

export function isWithin(limit: TokenLimit | undefined, permission: Permission, scope: Scope): boolean {
  if (limit === undefined) return true;
  if (limit.permissions?.has(permission) === false) return false;
  if (limit.organizationId === undefined) return true;
  if (scope.organizationId !== limit.organizationId) return false;
  if (limit.projectId === undefined || scope.projectId === limit.projectId) return true;
  // of its organization a token of one project may do no more than the roles in a project
  return scope.projectId === undefined && permission.startsWith('org.') && ROLE_TABLE.project_admin.may.has(permission);
}

/** Whether the token may know that something of this organization or project exists. */
export function knowsOf(limit: TokenLimit | undefined, scope: Scope): boolean {
  if (limit?.organizationId === undefined) return true;
  if (scope.organizationId !== limit.organizationId) return false;
  return limit.projectId === undefined || scope.projectId === undefined || scope.projectId === limit.projectId;
}

/**
 * What the limit leaves of the places where the owner holds a permission.
 * @param held 'everywhere', or organizations and projects, the latter with their organization
 */
export function narrowed(
  limit: TokenLimit | undefined,
  permission: Permission,
  held: 'everywhere' | readonly { organizationId: string; projectId: string | undefined }[],
): Reach {
  if (limit?.permissions?.has(permission) === false) return { organizationIds: [], projectIds: [] };
  const { organizationId, projectId } = limit ?? {};
  if (organizationId === undefined) return held === 'everywhere' ? held : reachOver(held);
  const whole = { organizationId, projectId: undefined };
  const inside = (held === 'everywhere' ? [whole] : held).filter((place) => place.organizationId === organizationId);
  if (projectId === undefined) return reachOver(inside);
  const holdsProject = inside.some((place) => place.projectId === undefined || place.projectId === projectId);
  return { organizationIds: [], projectIds: holdsProject ? [projectId] : [] };
}

/** Whether a limit leaves no more than another one: a token that is made with a narrow token is not wider than that. */
export function isNoWider(limit: TokenLimit | undefined, than: TokenLimit | undefined): boolean {
  if (than === undefined) return true;
  const { permissions } = limit ?? {};
  if (than.permissions && !(permissions && [...permissions].every((permission) => than.permissions!.has(permission))))
    return false;
  if (than.organizationId !== undefined && limit?.organizationId !== than.organizationId) return false;
  return than.projectId === undefined || limit?.projectId === than.projectId;
}

function reachOver(places: readonly { organizationId: string; projectId: string | undefined }[]): Reach {
  return {
    organizationIds: places.flatMap((place) => (place.projectId === undefined ? place.organizationId : [])),
    projectIds: places.flatMap((place) => place.projectId ?? []),
  };
}
