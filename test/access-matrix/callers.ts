/** Everybody who walks: each role at the place, beside it and elsewhere, and those who have none. */
import type { Permission, Role } from '../../apps/gateway/src/access/roles';
import { ROLE_TABLE, ROLES } from '../../apps/gateway/src/access/roles';
import type { TestGateway } from '../../apps/gateway/testing/test-gateway';
import { type Ids, makeUser } from './places';

export interface Caller {
  name: string;
  /** `beside`: with a role in another project of the organization. */
  stands: 'portal' | 'here' | 'beside' | 'elsewhere' | 'nowhere' | 'outside';
  role?: Role;
  /** null: the request has none. */
  token: string | null;
  user?: string;
  /** As the token was asked for; whoever asks with it for another one has to be as modest. */
  limit?: object;
  /** What the token is limited to. */
  scopes?: readonly Permission[];
}

/** What the token of the narrowed owner may do. */
export const SCOPES: readonly Permission[] = ['project.backups.list', 'project.backups.view'];

export async function makeCallers(
  gateway: TestGateway,
  { here, there, besideProject }: { here: Ids; there: Ids; besideProject: string },
): Promise<Caller[]> {
  async function signedIn(name: string, given: object | undefined, limit: object = {}) {
    const user = await makeUser(gateway);
    if (given !== undefined) await gateway.make('/api/v1/role-assignments', { user_id: user, ...given });
    const { token } = await gateway.make('/api/v1/api-tokens', { name, user_id: user, ...limit });
    return { name, user, token: token as string, limit };
  }
  const at = (role: Role, ids: Pick<Ids, 'organization' | 'project'>) => {
    const { level } = ROLE_TABLE[role];
    if (level === 'portal') return { role };
    return level === 'organization' ? { role, organization_id: ids.organization } : { role, project_id: ids.project };
  };
  const inside = ROLES.filter((role) => ROLE_TABLE[role].level !== 'portal');
  const beside = { ...here, project: besideProject };
  const owner = at('org_owner', here);

  const callers: Promise<Caller>[] = [
    signedIn('portal_admin', { role: 'portal_admin' }).then((who) => ({
      ...who,
      stands: 'portal',
      role: 'portal_admin',
    })),
    ...inside.map(async (role): Promise<Caller> => ({
      ...(await signedIn(role, at(role, here))),
      stands: 'here',
      role,
    })),
    ...inside
      .filter((role) => ROLE_TABLE[role].level === 'project')
      .map(async (role): Promise<Caller> => ({
        ...(await signedIn(`${role} of another project`, at(role, beside))),
        stands: 'beside',
        role,
      })),
    ...inside.map(async (role): Promise<Caller> => ({
      ...(await signedIn(`${role} of another organization`, at(role, there))),
      stands: 'elsewhere',
      role,
    })),
    signedIn(
      'a portal_admin with a token for another organization',
      { role: 'portal_admin' },
      {
        organization_id: there.organization,
      },
    ).then((who) => ({ ...who, stands: 'elsewhere', role: 'portal_admin' })),
    signedIn(`an org_owner with a token for ${SCOPES.join(', ')}`, owner, { scopes: SCOPES }).then((who) => ({
      ...who,
      stands: 'here',
      role: 'org_owner',
      scopes: SCOPES,
    })),
    signedIn('somebody without a role', undefined).then((who) => ({ ...who, stands: 'nowhere' })),
  ];
  return [...(await Promise.all(callers)), { name: 'somebody without a token', stands: 'outside', token: null }];
}
