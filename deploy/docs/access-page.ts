/** The page on roles and routes, out of the lines that the guard of the gateway reads. */
import { type RouteAccess, routeAccessOf } from '../../apps/gateway/src/access/route-access';
import { PERMISSIONS, ROLE_TABLE, ROLES, type Permission } from '../../apps/gateway/src/access/roles';
import { REST_CONTROLLERS } from '../../apps/gateway/src/rest-controllers';
import { MADE, code, row, table } from './markdown';

const INTRODUCTION = `Each request carries a token, and the token stands for a user with roles: \`portal_admin\` holds everywhere, the roles of an organization in it and
in all its projects, those of a project in that project. A token may be limited to some permissions, an organization or a project; a limit only takes away.

What a caller may not know of is answered with 404, in the same words as what does not exist: whatever belongs to an organization in which the
caller has no role, or to another project than those of a project role. What a caller may know of and may not do is 403, and
the problem names the permission. Lists hold what the caller may see. Nobody gives or takes a role that may do more than they may themselves; an
organization keeps an org_owner and the portal a portal_admin.

A spec (\`test/access-matrix\`) asks every route as every role, in the own and in another organization and project, with limited tokens and without any, and
holds these tables against the answers.
`;

export function accessPage(): string {
  return [
    MADE,
    '# Access',
    '',
    INTRODUCTION,
    '## Permissions',
    '',
    table(['permission', ...ROLES], PERMISSIONS.map(permissionRow)),
    '## Routes',
    '',
    'Where: the thing in the path or body whose organization or project is looked at; within reach: wherever the caller has the permission.',
    '',
    table(['route', 'permission', 'where', 'roles'], routeAccessOf(REST_CONTROLLERS).map(routeRow)),
  ].join('\n');
}

function permissionRow(permission: Permission): string {
  return row([code(permission), ...ROLES.map((role) => (ROLE_TABLE[role].may.has(permission) ? 'yes' : ''))]);
}

function routeRow({ route, permission, where, besides, open, roles }: RouteAccess): string {
  if (permission === undefined || where === undefined)
    return row([code(route), '', '', open === 'public' ? 'everybody' : 'whoever is signed in']);
  const about = 'thing' in where ? where.thing : { portal: 'the portal', reach: 'within reach' }[where.in];
  const needed = besides === undefined ? code(permission) : `${code(permission)} and ${besides}`;
  return row([code(route), needed, about, roles.length === ROLES.length ? 'all' : roles.join(', ')]);
}
