import { isAllowed, mayKnowOf, reachOf, requireAllowed, type Assignment, type Caller } from './is-allowed';
import { PERMISSIONS, ROLE_TABLE, ROLES, type Permission, type Role } from './roles';

const ORG = 'org-1';
const PROJECT = 'project-1';
const HERE = { organizationId: ORG, projectId: PROJECT };

const assignment = (role: Role): Assignment => ({
  role,
  organization_id: ROLE_TABLE[role].level === 'portal' ? null : ORG,
  project_id: ROLE_TABLE[role].level === 'project' ? PROJECT : null,
});
const caller = (...assignments: Assignment[]): Caller => ({
  userId: 'u',
  userName: 'Ada',
  tokenId: 't',
  signedInBy: 'api_token',
  assignments,
});
const holder = (role: Role) => caller(assignment(role));

describe('the roles of the API reference', () => {
  const READ: Permission[] = ['project.backups.list', 'project.backups.view'];
  const rows: [Role, Permission[]][] = [
    ['portal_admin', PERMISSIONS.filter((permission) => permission.includes('.backups.'))],
    ['org_owner', PERMISSIONS.filter((permission) => permission.includes('.backups.'))],
    ['org_admin', [...READ, 'project.backups.create', 'project.backups.restore', 'org.backups.create']],
    ['org_member', READ],
    [
      'project_admin',
      [
        ...READ,
        'project.backups.create',
        'project.backups.delete',
        'project.backups.restore',
        'project.backups.restore_in_place',
      ],
    ],
    ['project_member', READ],
  ];

  it.each(rows)('give %s exactly these backup permissions: %j', (role, expected) => {
    const held = PERMISSIONS.filter(
      (permission) => permission.includes('.backups.') && isAllowed(holder(role), permission, HERE),
    );
    expect(held.toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    ['org.servers.create', ['portal_admin', 'org_owner']],
    ['org.servers.view', ['portal_admin', 'org_owner', 'org_admin']],
    ['org.storage.test', ['portal_admin', 'org_owner']],
    ['org.storage.view', ['portal_admin', 'org_owner', 'org_admin']],
    ['portal.users.create', ['portal_admin']],
  ] as [Permission, Role[]][])('let %s only %j', (permission, expected) => {
    expect(ROLES.filter((role) => isAllowed(holder(role), permission, HERE))).toEqual(expected);
  });
});

describe('scopes', () => {
  it('keeps an org role in its organization', () => {
    expect(isAllowed(holder('org_owner'), 'project.backups.create', { organizationId: 'org-2', projectId: 'p' })).toBe(
      false,
    );
  });

  it('keeps a project role in its project', () => {
    const elsewhere = { organizationId: ORG, projectId: 'project-2' };
    expect(isAllowed(holder('project_admin'), 'project.backups.create', elsewhere)).toBe(false);
    expect(mayKnowOf(holder('project_admin'), elsewhere)).toBe(false);
  });

  it('lets a project role see the organization of its project', () => {
    expect(mayKnowOf(holder('project_member'), { organizationId: ORG })).toBe(true);
  });

  it('answers 404 for what a caller may not know of, and 403 for what it may not do', () => {
    const other = { organizationId: 'org-2' };
    expect(() => requireAllowed(holder('org_owner'), 'org.servers.view', other, 'server s')).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
    expect(() => requireAllowed(holder('org_member'), 'org.servers.view', { organizationId: ORG }, 'server s')).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    );
  });

  it('tells where a permission is held', () => {
    expect(reachOf(holder('portal_admin'), 'project.backups.list')).toBe('everywhere');
    expect(reachOf(caller(assignment('org_member'), assignment('project_admin')), 'project.backups.create')).toEqual({
      organizationIds: [],
      projectIds: [PROJECT],
    });
  });
});
