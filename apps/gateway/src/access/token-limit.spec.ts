import { isAllowed, mayKnowOf, reachOf, type Assignment, type Caller } from './is-allowed';
import { PERMISSIONS, type Permission } from './roles';
import { isNoWider, type TokenLimit } from './token-limit';

const admin: Assignment = { role: 'portal_admin', organization_id: null, project_id: null };
const owner: Assignment = { role: 'org_owner', organization_id: 'a', project_id: null };
const member: Assignment = { role: 'project_member', organization_id: 'b', project_id: 'b1' };
const with_ = (limit: TokenLimit | undefined, ...assignments: Assignment[]): Caller => ({
  userId: 'u',
  userName: 'Ada',
  tokenId: 't',
  signedInBy: 'api_token',
  assignments,
  limit,
});

const places = [
  {},
  ...['a', 'b'].flatMap((organizationId) => [
    { organizationId },
    { organizationId, projectId: `${organizationId}1` },
    { organizationId, projectId: `${organizationId}2` },
  ]),
];
const limits: [string, TokenLimit][] = [
  ['a permission', { permissions: new Set(['project.backups.list']) }],
  ['an organization', { organizationId: 'a' }],
  ['a project', { organizationId: 'a', projectId: 'a1' }],
  [
    'a permission in a project',
    { permissions: new Set(['project.backups.list']), organizationId: 'b', projectId: 'b1' },
  ],
];
const owners: [string, Assignment[]][] = [
  ['portal_admin', [admin]],
  ['org_owner', [owner]],
  ['project_member', [member]],
  ['an owner here and a member there', [owner, member]],
  ['nobody', []],
];

describe.each(limits)('a token that is limited to %s', (_, limit) => {
  it.each(owners)('never does or sees more than its owner: %s', (_name, assignments) => {
    const [limited, whole] = [with_(limit, ...assignments), with_(undefined, ...assignments)];
    for (const place of places) {
      const beyond = PERMISSIONS.filter(
        (permission) => isAllowed(limited, permission, place) && !isAllowed(whole, permission, place),
      );
      expect(beyond).toEqual([]);
      expect(mayKnowOf(limited, place) && !mayKnowOf(whole, place)).toBe(false);
    }
  });

  it.each(owners)('lists nothing that it may not see one by one: %s', (_name, assignments) => {
    const caller = with_(limit, ...assignments);
    for (const permission of PERMISSIONS) {
      const reach = reachOf(caller, permission);
      if (reach === 'everywhere') {
        for (const place of places) expect(isAllowed(caller, permission, place)).toBe(true);
        continue;
      }
      for (const organizationId of reach.organizationIds)
        expect([permission, isAllowed(caller, permission, { organizationId })]).toEqual([permission, true]);
      for (const projectId of reach.projectIds) {
        const organizationId = projectId.charAt(0);
        expect([permission, isAllowed(caller, permission, { organizationId, projectId })]).toEqual([permission, true]);
      }
    }
  });
});

describe('a limited token', () => {
  it.each([
    ['the portal', 'portal.users.create', {}, false],
    ['its organization', 'org.servers.delete', { organizationId: 'a' }, true],
    ['another organization', 'org.servers.delete', { organizationId: 'b' }, false],
    ['a project of its organization', 'project.backups.delete', { organizationId: 'a', projectId: 'a2' }, true],
  ] as [string, Permission, object, boolean][])(
    'of one organization, held by a portal_admin, may act on %s: %s',
    (_, permission, scope, expected) => {
      expect(isAllowed(with_({ organizationId: 'a' }, admin), permission, scope)).toBe(expected);
    },
  );

  it.each([
    ['its project', 'project.backups.delete', { organizationId: 'a', projectId: 'a1' }, true],
    ['another project', 'project.backups.delete', { organizationId: 'a', projectId: 'a2' }, false],
    ['its organization, to see it', 'org.settings.view', { organizationId: 'a' }, true],
    ['its organization, to change it', 'org.settings.update', { organizationId: 'a' }, false],
    ['a server of its organization', 'org.servers.view', { organizationId: 'a' }, false],
  ] as [string, Permission, object, boolean][])(
    'of one project, held by an org_owner, may act on %s: %s',
    (_, permission, scope, expected) => {
      expect(isAllowed(with_({ organizationId: 'a', projectId: 'a1' }, owner), permission, scope)).toBe(expected);
    },
  );

  it('does not know of what lies outside', () => {
    const caller = with_({ organizationId: 'a', projectId: 'a1' }, admin);
    expect(places.filter((place) => mayKnowOf(caller, place))).toEqual([
      {},
      { organizationId: 'a' },
      { organizationId: 'a', projectId: 'a1' },
    ]);
  });

  it('reaches what it is limited to, where its owner does', () => {
    const reach = (limit: TokenLimit, ...assignments: Assignment[]) =>
      reachOf(with_(limit, ...assignments), 'project.backups.list');
    expect(reach({ organizationId: 'a' }, admin)).toEqual({ organizationIds: ['a'], projectIds: [] });
    expect(reach({ organizationId: 'a', projectId: 'a1' }, admin)).toEqual({ organizationIds: [], projectIds: ['a1'] });
    expect(reach({ organizationId: 'a', projectId: 'a1' }, owner)).toEqual({ organizationIds: [], projectIds: ['a1'] });
    expect(reach({ organizationId: 'b' }, owner, member)).toEqual({ organizationIds: [], projectIds: ['b1'] });
    expect(reach({ organizationId: 'b', projectId: 'b2' }, owner, member)).toEqual({
      organizationIds: [],
      projectIds: [],
    });
    expect(reach({ permissions: new Set(['org.settings.view']) }, admin)).toEqual({
      organizationIds: [],
      projectIds: [],
    });
  });
});

describe('a token that is made with a limited one', () => {
  const list = new Set<Permission>(['project.backups.list']);
  const both = new Set<Permission>(['project.backups.list', 'project.backups.view']);
  it.each([
    [undefined, undefined, true],
    [{ organizationId: 'a' }, undefined, true],
    [undefined, { organizationId: 'a' }, false],
    [{ organizationId: 'b' }, { organizationId: 'a' }, false],
    [{ organizationId: 'a', projectId: 'a1' }, { organizationId: 'a' }, true],
    [{ organizationId: 'a' }, { organizationId: 'a', projectId: 'a1' }, false],
    [{ permissions: list }, { permissions: both }, true],
    [{ permissions: both }, { permissions: list }, false],
    [{ organizationId: 'a' }, { permissions: list }, false],
    [{ permissions: list, organizationId: 'a' }, { permissions: list }, true],
  ] as [TokenLimit | undefined, TokenLimit | undefined, boolean][])(
    'is no wider: %j, made with %j: %s',
    (limit, than, expected) => {
      expect(isNoWider(limit, than)).toBe(expected);
    },
  );
});
