/**
 * Everybody asks for everything: each route of the running gateway, as each role at the place, beside it and elsewhere, without a
 * role, with a narrowed token and without any. The files of `routes/` say who gets what.
 */
import { describeRequiring } from '../fixtures/requires';
import { type RouteAccess, routeAccessOf } from '../../apps/gateway/src/access/route-access';
import { REST_CONTROLLERS } from '../../apps/gateway/src/rest-controllers';
import type { Caller } from './callers';
import { expectedAnswer } from './expected-answer';
import { IN_PROJECT, type Ids } from './places';
import { WALKED_ROUTES } from './routes';
import { routesOf } from './router';
import { type WalkedRoute, ALL_ROLES } from './walked-route';
import { type Answered, withoutIds, World } from './world';

const ACCESS = new Map(routeAccessOf(REST_CONTROLLERS).map((access) => [access.route, access]));
const accessOf = (route: string): RouteAccess => ACCESS.get(route) ?? { route, open: 'public', roles: ALL_ROLES };
const withVariants = (entry: WalkedRoute): (WalkedRoute & { what?: string })[] => [
  entry,
  ...(entry.variants ?? []).map((variant) => ({ ...entry, references: undefined, ...variant })),
];
const titleOf = ({ route, what }: WalkedRoute & { what?: string }) => (what === undefined ? route : `${route} ${what}`);
const changes = ({ route }: WalkedRoute) => !route.startsWith('GET ');
// before anything is made that would push what they show off the page
const READING_FIRST = WALKED_ROUTES.flatMap(withVariants).sort((a, b) => Number(changes(a)) - Number(changes(b)));

describeRequiring(['postgres', 'nats'], 'access', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.make();
  });
  afterAll(() => world?.stop());

  it('has an entry in test/access-matrix/routes for every route of the gateway, and for no other', () => {
    const served = routesOf(world.gateway.app);
    const walked = WALKED_ROUTES.map(({ route }) => route);
    expect({
      'served, and without an entry in test/access-matrix/routes': served.filter((route) => !walked.includes(route)),
      'with an entry, and not served': walked.filter((route) => !served.includes(route)),
      twice: walked.filter((route, n) => walked.indexOf(route) !== n),
    }).toEqual({
      'served, and without an entry in test/access-matrix/routes': [],
      'with an entry, and not served': [],
      twice: [],
    });
  });

  it('names who may in each entry as the permission of the route does, and what the audit log gets', () => {
    for (const entry of WALKED_ROUTES) {
      const { route, may, about, besides } = entry;
      const { roles, open, besides: inWords } = accessOf(route);
      if (!besides) expect({ route, may: [...may].sort() }).toEqual({ route, may: [...roles].sort() });
      else expect({ route, more: may.filter((role) => !roles.includes(role)), inWords }).toMatchObject({ more: [] });
      expect({ route, besides: besides === true }).toEqual({ route, besides: inWords !== undefined });
      expect({ route, open: about === 'open' || about === 'own proof' }).toEqual({ route, open: open === 'public' });
      if (changes(entry)) expect({ route, audited: entry.audited }).toEqual({ route, audited: expect.any(String) });
    }
  });

  it.each(READING_FIRST.map((entry) => [titleOf(entry), entry] as const))(
    '%s answers each as it may know',
    async (_, entry) => {
      const access = accessOf(entry.route);
      const faults = await Promise.all(world.callers.map((caller) => faultsOf(entry, access, caller)));
      expect(faults.flat()).toEqual([]);
    },
  );

  const referring = READING_FIRST.filter(({ references }) => references !== undefined);
  it.each(referring.map((entry) => [titleOf(entry), entry] as const))(
    '%s speaks of things elsewhere as if they did not exist',
    async (_, { route, references }) => {
      const owner = world.callers.find(({ name }) => name === 'org_owner of another organization')!;
      const { here, there: own, nowhere } = world;
      const foreign = references!(own, here, world);
      const unknown = references!(own, nowhere, world);
      expect(foreign.length).toBeGreaterThan(0);
      for (const [n, ask] of foreign.entries()) {
        const answers = [
          withoutIds(await world.send(route, ask, owner.token), here),
          withoutIds(await world.send(route, unknown[n]!, owner.token), nowhere),
        ];
        expect({ ask, answer: sameNames(answers[0]!) }).toEqual({ ask, answer: sameNames(answers[1]!) });
      }
    },
  );

  /** What is wrong with the answer that a caller gets; in words. */
  async function faultsOf(entry: WalkedRoute, access: RouteAccess, caller: Caller): Promise<string[]> {
    const expected = expectedAnswer(entry, caller, access);
    const before = await world.auditedBy(caller.user);
    const allowed = expected === '2xx';
    const ids = { ...world.here, ...(allowed && (await entry.fresh?.(world, world.here, caller))) };
    const ask = entry.ask(ids, world, caller);
    const answer = await world.send(entry.route, ask, caller.token, entry.endless);
    const faults: string[] = [];
    const right = allowed ? answer.status >= 200 && answer.status < 300 : answer.status === expected;
    if (!right) faults.push(`is answered ${answer.status} instead of ${expected}: ${answer.text.slice(0, 300)}`);
    if (expected === 404 && !(await isAnsweredAlike(entry, caller, answer)))
      faults.push('can tell what is elsewhere from what does not exist');
    if (entry.about === 'list' && allowed) faults.push(...faultsOfList(entry, caller, answer));
    faults.push(...(await faultsOfAudit(entry, caller, before, right && allowed)));
    return faults.map((fault) => `${caller.name} ${fault}`);
  }

  async function isAnsweredAlike(entry: WalkedRoute, caller: Caller, answer: Answered): Promise<boolean> {
    const ofNothing = await world.send(entry.route, entry.ask(world.nowhere, world, caller), caller.token);
    const [one, other] = [withoutIds(answer, world.here), withoutIds(ofNothing, world.nowhere)];
    return JSON.stringify(one) === JSON.stringify(other);
  }

  function faultsOfList({ shows, endless }: WalkedRoute, caller: Caller, { text }: Answered): string[] {
    if (endless || caller.stands === 'portal') return [];
    const { here } = world;
    if (caller.stands === 'here') return shows && !text.includes(here[shows]) ? [`does not see its own ${shows}`] : [];
    const hidden = caller.stands === 'beside' ? IN_PROJECT : (Object.keys(here) as (keyof Ids)[]);
    return hidden.filter((name) => text.includes(here[name])).map((name) => `sees the ${name} of others`);
  }

  async function faultsOfAudit(
    { audited }: WalkedRoute,
    { user }: Caller,
    before: Record<string, number>,
    succeeded: boolean,
  ): Promise<string[]> {
    const after = await world.auditedBy(user);
    const written = Object.keys(after).flatMap((action) =>
      Array<string>(after[action]! - (before[action] ?? 0)).fill(action),
    );
    const due = succeeded && audited !== undefined && audited !== 'nothing' ? [audited] : [];
    return written.join() === due.join()
      ? []
      : [`leaves [${written.join()}] in the audit log instead of [${due.join()}]`];
  }
});

/** Of what was made by a reference that was let through, only that it was. */
function sameNames({ status, text, headers }: Answered): Answered {
  return { status, headers, text: text.replaceAll(/walk-\d+/g, 'walk-n') };
}
