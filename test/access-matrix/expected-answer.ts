import type { RouteAccess } from '../../apps/gateway/src/access/route-access';
import type { Caller } from './callers';
import type { WalkedRoute } from './walked-route';

export type Expected = '2xx' | 401 | 403 | 404 | 422;

/** What a caller is answered who asks for something at the place `here`. */
export function expectedAnswer(
  { about, may }: Pick<WalkedRoute, 'about' | 'may'>,
  { stands, role, scopes }: Pick<Caller, 'stands' | 'role' | 'scopes'>,
  { permission }: Pick<RouteAccess, 'permission'>,
): Expected {
  if (about === 'open') return '2xx';
  if (about === 'own proof') return 422;
  if (stands === 'outside') return 401;
  if (about === 'session') return 403;
  const holds = role !== undefined && may.includes(role);
  const narrowed = scopes !== undefined && permission !== undefined && !scopes.includes(permission);
  const allowed = holds && !narrowed;
  switch (about) {
    case 'account':
    case 'list':
      return allowed || (about === 'account' && permission === undefined) ? '2xx' : 403;
    case 'portal':
      return allowed && stands === 'portal' ? '2xx' : 403;
    case 'place in the body':
      if (!allowed) return 403;
      return stands === 'portal' || stands === 'here' ? '2xx' : 404;
    case 'organization':
    case 'project': {
      const strange = stands === 'elsewhere' || stands === 'nowhere' || (stands === 'beside' && about === 'project');
      if (strange) return 404;
      return allowed ? '2xx' : 403;
    }
  }
}
