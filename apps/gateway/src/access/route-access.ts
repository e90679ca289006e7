/** Who may call which route, read from the lines that the guard reads: what documentation and specs are made from. */
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { OPEN_RULE, PERMISSION_RULE, type OpenRule, type PermissionRule } from './require-permission';
import { type Permission, ROLE_TABLE, type Role, ROLES } from './roles';

export interface RouteAccess {
  /** `GET /api/v1/projects/:id` */
  route: string;
  /** undefined: no role is asked for. */
  permission?: Permission;
  where?: PermissionRule['source'];
  /** What the caller must be allowed to besides, in words. */
  besides?: string;
  open?: OpenRule;
  /** The roles that have the permission. */
  roles: readonly Role[];
}

/** Of every route of the controllers, in their order. */
export function routeAccessOf(controllers: readonly Type[]): RouteAccess[] {
  return controllers.flatMap((controller) => {
    const prefix = Reflect.getMetadata(PATH_METADATA, controller) as string;
    return handlersOf(controller).map((handler) => accessOf(prefix, handler));
  });
}

function handlersOf({ prototype }: Type): object[] {
  const members = Object.getOwnPropertyNames(prototype).map(
    (name) => Object.getOwnPropertyDescriptor(prototype, name)?.value as unknown,
  );
  return members.filter(
    (member): member is object => typeof member === 'function' && Reflect.hasMetadata(METHOD_METADATA, member),
  );
}

function accessOf(prefix: string, handler: object): RouteAccess {
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
  const path = [prefix, Reflect.getMetadata(PATH_METADATA, handler) as string].filter((part) => part !== '/').join('/');
  const route = `${method} /${path}`;
  const open = Reflect.getMetadata(OPEN_RULE, handler) as OpenRule | undefined;
  const rule = Reflect.getMetadata(PERMISSION_RULE, handler) as PermissionRule | undefined;
  if (rule === undefined) return { route, open, roles: ROLES };
  const { permission, source: where, besides } = rule;
  return { route, permission, where, besides, roles: ROLES.filter((role) => ROLE_TABLE[role].may.has(permission)) };
}
