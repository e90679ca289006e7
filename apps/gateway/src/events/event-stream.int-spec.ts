import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { type BackupRetryingPayload, BackupRetrying, type ProgressPayload, progressSubject } from '@app/contracts';
import { closedGate } from '../../../../libs/messaging/testing';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { EventClient } from '../../testing/event-client';
import { OneBackup } from '../../testing/one-backup';
import { type Directory, makeDirectory, startApp, TestGateway, until } from '../../testing/test-gateway';
import { sampleError } from '../../testing/sample-events';
import { EventFeed } from './event-feed';
import { EventStreams } from './event-streams';

const STREAM = '/api/v1/events/stream';
const SETTINGS = {
  SSE_HEARTBEAT_MS: '300',
  SSE_RECHECK_MS: '200',
  SSE_PROGRESS_INTERVAL_MS: '200',
  SSE_MAX_BUFFER_BYTES: '65536',
};

describeRequiring(['postgres', 'nats'], 'the event stream', () => {
  let gateway: TestGateway;
  let other: Awaited<ReturnType<typeof startApp>>;
  let mine: Directory;
  let foreign: Directory;
  let backup: OneBackup;
  const clients: EventClient[] = [];

  beforeAll(async () => {
    gateway = await TestGateway.start(SETTINGS);
    other = await startApp(gateway.infrastructure.environment);
    mine = await makeDirectory(gateway);
    foreign = await makeDirectory(gateway);
    backup = await OneBackup.request(gateway, mine);
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(async () => {
    await other?.app.close();
    await gateway?.stop();
  });

  async function connect(options: { token?: string; query?: string; lastEventId?: string; url?: string } = {}) {
    const { token = gateway.token, query = '', url = gateway.url, ...rest } = options;
    const client = await EventClient.connect(`${url}${STREAM}${query}`, token, rest);
    clients.push(client);
    return client;
  }
  const placed = async (options?: Parameters<typeof connect>[0]) => (await connect(options)).placed();

  let users = 0;
  async function tokenOf(role: object) {
    const user = await gateway.make('/api/v1/users', { name: `U ${++users}`, email: `listener${users}@example.com` });
    const assignment = await gateway.make('/api/v1/role-assignments', { user_id: user.id, ...role });
    const { id, token } = await gateway.make('/api/v1/api-tokens', { name: 'spec', user_id: user.id });
    return { id: id as string, token: token as string, assignment };
  }

  /** Tells numbered events of one task, as an executor would. */
  const told = (number: number, directory = mine, padding = '') =>
    gateway.tell(BackupRetrying, {
      organization_id: directory.organization.id,
      environment_id: directory.environment.id,
      task_id: backup.created.task_id,
      backup_id: randomUUID(),
      attempt: number,
      error: { ...sampleError, message: `${number}${padding}` },
      next_attempt_at: '2030-01-01T00:00:00.000Z',
    } satisfies BackupRetryingPayload);
  /** Without what else happens to events that are told of no backup. */
  const NUMBERED = '?types=backup.retrying';
  const numbersOf = (client: EventClient) => client.named('backup.retrying').map(({ data }) => data.attempt as number);
  const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const lastOf = async () =>
    (await (await jetstreamManager(gateway.infrastructure.nats.admin)).streams.info('EVENTS')).state.last_seq;

  it('tells what happens, with the fields of the message and its envelope beside them', async () => {
    const client = await placed();
    expect(client.answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
    });
    const created = (await OneBackup.request(gateway, mine)).created;
    const ofTask = () => client.named('task.status').find(({ data }) => data.task_id === created.task_id);
    await until(async () => ofTask());
    expect(ofTask()).toMatchObject({
      hasId: true,
      data: {
        task_id: created.task_id,
        status: 'queued',
        previous_status: 'pending',
        type: 'backup',
        cloudevent: { type: 'strongroom.task.status.v1', subject: `task/${created.task_id}`, time: expect.any(String) },
      },
    });
    await told(1);
    await until(async () => numbersOf(client).length === 1);
    // the gateway tells of the task in its turn
    await until(async () => Number(client.lastEventId) === (await lastOf()));
  });

  it('shows each caller what its roles reach, and nothing else', async () => {
    const member = await tokenOf({ role: 'org_member', organization_id: mine.organization.id });
    const stranger = await tokenOf({ role: 'org_owner', organization_id: foreign.organization.id });
    const colleague = await tokenOf({ role: 'project_member', project_id: mine.project.id });
    const elsewhere = await gateway.make('/api/v1/projects', {
      organization_id: mine.organization.id,
      name: 'Elsewhere',
      slug: `e${randomUUID().slice(0, 8)}`,
      odoo_version: '18.0',
    });
    const neighbour = await tokenOf({ role: 'project_admin', project_id: elsewhere.id });
    const all = await Promise.all(
      [gateway.token, member.token, stranger.token, colleague.token, neighbour.token].map((token) => placed({ token })),
    );
    await told(2);
    await OneBackup.request(gateway, foreign);
    const [admin, ...others] = all;
    await until(async () => admin!.named('task.status').length === 1 && others[1]!.named('task.status').length === 1);
    expect(all.map(numbersOf)).toEqual([[2], [2], [], [2], []]);
    expect(all.map((client) => client.named('task.status').length)).toEqual([1, 0, 1, 0, 0]);
    // also of what they have missed
    const before = String((await lastOf()) - 2);
    const resumed = await Promise.all(
      [member, stranger, neighbour].map(({ token }) => placed({ token, lastEventId: before })),
    );
    await until(async () => resumed.every((client) => Number(client.lastEventId) >= Number(before) + 2));
    for (const { organization_id } of [...others, ...resumed].flatMap(({ events }) => events.map(({ data }) => data)))
      expect([mine.organization.id, foreign.organization.id]).toContain(organization_id);
    expect(resumed[1]!.events.every(({ data }) => data.organization_id === foreign.organization.id)).toBe(true);
    expect(resumed[2]!.events).toEqual([]);
  });

  it('needs a token, and refuses what it does not understand', async () => {
    expect((await gateway.request('GET', STREAM, undefined, null)).status).toBe(401);
    for (const query of ['?types=backup.dreamt', '?task_id=1', '?last_event_id=-1', '?colour=red'])
      expect({ query, status: (await gateway.get(`${STREAM}${query}`)).status }).toEqual({ query, status: 422 });
    const bad = await connect({ lastEventId: 'yesterday' });
    expect(bad.answer.statusCode).toBe(422);
    const roleless = await gateway.make('/api/v1/users', { name: 'Nobody', email: `nobody${++users}@example.com` });
    const { token } = await gateway.make('/api/v1/api-tokens', { name: 'spec', user_id: roleless.id });
    expect((await gateway.get(STREAM, token)).status).toBe(403);
    const head = await fetch(`${gateway.url}${STREAM}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${gateway.token}` },
    });
    expect(head.status).toBe(200);
  });

  it('filters by organization, environment, task and type', async () => {
    const queries = {
      [`?organization_id=${mine.organization.id}`]: true,
      [`?organization_id=${foreign.organization.id}`]: false,
      [`?environment_id=${mine.environment.id}`]: true,
      [`?environment_id=${foreign.environment.id}`]: false,
      [`?task_id=${backup.created.task_id}`]: true,
      [`?task_id=${randomUUID()}`]: false,
      '?types=task.status,backup.retrying': true,
      '?types=backup.*': true,
      '?types=restore.*,task.*': false,
    };
    const open = await Promise.all(Object.keys(queries).map((query) => placed({ query })));
    await told(3);
    const last = await lastOf();
    await until(async () => open.every((client) => Number(client.lastEventId) >= last));
    expect(open.map((client) => numbersOf(client).length === 1)).toEqual(Object.values(queries));
  });

  it('resumes on any gateway without a gap and without duplicates, while events keep coming', async () => {
    const last = 400;
    const work = { over: false };
    const first = await placed({ query: NUMBERED });
    const telling = (async () => {
      for (const number of upTo(last)) await told(number);
      work.over = true;
    })();
    const seen: number[] = [];
    let client = first;
    for (let turn = 0; !work.over || turn < 6; turn++) {
      const soFar = numbersOf(client).length;
      await until(async () => numbersOf(client).length > soFar || work.over);
      client.close();
      seen.push(...numbersOf(client));
      // the id of the last event that came, heartbeats included, to the other gateway
      const url = turn % 2 === 0 ? other.url : gateway.url;
      client = await connect({ query: NUMBERED, lastEventId: client.lastEventId, url });
    }
    await telling;
    await until(async () => seen.length + numbersOf(client).length >= last);
    await sleep(100);
    expect([...seen, ...numbersOf(client)]).toEqual(upTo(last));
  });

  it('finds what it was not told of, and keeps the order', async () => {
    const late = await startApp({ ...gateway.infrastructure.environment });
    try {
      const client = await placed({ url: late.url, query: NUMBERED });
      const feed = late.app.get(EventFeed);
      const receive = feed['receive'].bind(feed);
      feed['receive'] = (entry) => (entry.sequence % 2 === 0 ? receive(entry) : undefined);
      for (const number of upTo(21)) await told(number);
      await until(async () => numbersOf(client).length >= 21);
      expect(numbersOf(client)).toEqual(upTo(21));
    } finally {
      await late.app.close();
    }
  });

  it('does not repeat what another gateway, which was ahead, has told already', async () => {
    const late = await startApp({ ...gateway.infrastructure.environment });
    const { opened, open } = closedGate();
    try {
      const feed = late.app.get(EventFeed);
      await feed.started;
      feed['work'] = opened;
      const first = await placed();
      await told(1);
      await until(async () => numbersOf(first).length === 1);
      const second = await connect({ url: late.url, lastEventId: first.lastEventId });
      await until(async () => second.lastEventId === first.lastEventId);
      open();
      await told(2);
      await until(async () => numbersOf(second).length > 0);
      expect(numbersOf(second)).toEqual([2]);
    } finally {
      open();
      await late.app.close();
    }
  });

  it('reads what lies further back than memory from the stream', async () => {
    const place = await lastOf();
    for (const number of upTo(30)) await told(number);
    const late = await startApp({ ...gateway.infrastructure.environment });
    try {
      const feed = late.app.get(EventFeed);
      await feed.started;
      // as if it had told thousands since
      feed['window'].beginAfter(feed.position);
      const member = await tokenOf({ role: 'org_member', organization_id: mine.organization.id });
      for (const token of [gateway.token, member.token]) {
        const client = await connect({ token, url: late.url, query: `?last_event_id=${place}` });
        await until(async () => numbersOf(client).length >= 30);
        await told(31);
        await until(async () => numbersOf(client).length >= 31);
        expect(numbersOf(client)).toEqual(upTo(31));
        client.close();
      }
    } finally {
      await late.app.close();
    }
  });

  it('tells a client whose place is gone, or never was, to load again, and goes on', async () => {
    const manager = await jetstreamManager(gateway.infrastructure.nats.admin);
    const ahead = await connect({ lastEventId: String((await lastOf()) + 1_000) });
    await until(async () => ahead.named('stream.reset').length === 1);
    const late = await startApp({ ...gateway.infrastructure.environment });
    try {
      const feed = late.app.get(EventFeed);
      await feed.started;
      feed['window'].beginAfter(feed.position);
      await manager.streams.purge('EVENTS', { seq: await lastOf() });
      const behind = await connect({ lastEventId: '1', url: late.url });
      await until(async () => behind.events.length > 0);
      expect(behind.events).toEqual([
        expect.objectContaining({ event: 'stream.reset', data: expect.objectContaining({ last_event_id: '1' }) }),
      ]);
      await told(1);
      await until(async () => numbersOf(behind).length === 1 && numbersOf(ahead).length === 1);
      expect(behind.named('stream.reset')).toHaveLength(1);
    } finally {
      await late.app.close();
    }
  });

  it('tells the latest progress of a task at most once an interval, with no id, to those who may see it', async () => {
    const stranger = await tokenOf({ role: 'org_owner', organization_id: foreign.organization.id });
    const colleague = await tokenOf({ role: 'project_member', project_id: mine.project.id });
    const [admin, hidden, near] = await Promise.all([
      placed(),
      placed({ token: stranger.token }),
      placed({ token: colleague.token, query: `?environment_id=${mine.environment.id}` }),
    ]);
    const began = Date.now();
    for (const bytes of upTo(50)) {
      const progress: ProgressPayload = {
        task_id: backup.created.task_id,
        organization_id: mine.organization.id,
        attempt: 1,
        stage: 'database',
        stages: ['database'],
        bytes,
        total_bytes: null,
        rate_bytes_per_second: 1,
      };
      gateway.infrastructure.nats.admin.publish(progressSubject(progress), JSON.stringify(progress));
      await sleep(10);
    }
    const last = (client: EventClient) => client.named('task.progress').at(-1);
    await until(async () => last(admin)?.data.bytes === 50 && last(near)?.data.bytes === 50);
    const intervals = (Date.now() - began) / Number(SETTINGS.SSE_PROGRESS_INTERVAL_MS);
    expect(admin.named('task.progress').length).toBeLessThanOrEqual(Math.ceil(intervals));
    expect(last(admin)).toMatchObject({ hasId: false, data: { environment_id: mine.environment.id } });
    expect(hidden.events).toEqual([]);
  });

  it('cuts off a client that does not read, and serves the others meanwhile', async () => {
    const slow = await placed({ query: NUMBERED });
    const quick = await placed({ query: NUMBERED });
    const streams = gateway.app.get(EventStreams);
    const place = await lastOf();
    const before = streams.count;
    slow.stall();
    const padding = 'x'.repeat(200_000);
    let number = 0;
    await until(async () => {
      await told(++number, mine, padding);
      return streams.count < before;
    });
    await until(async () => numbersOf(quick).length === number);
    expect(numbersOf(quick)).toEqual(upTo(number));
    expect(quick.ended).toBe(false);
    const missing = await connect({ query: NUMBERED, lastEventId: String(place) });
    missing.stall();
    await until(async () => streams.count < before);
    slow.answer.resume();
    await until(async () => slow.ended);
    const resumed = await connect({ query: NUMBERED, lastEventId: slow.lastEventId });
    await until(async () => numbersOf(slow).length + numbersOf(resumed).length >= number);
    expect([...numbersOf(slow), ...numbersOf(resumed)]).toEqual(upTo(number));
  });

  it('ends with its token, and shows no more than the roles that are left', async () => {
    const revoked = await tokenOf({ role: 'org_member', organization_id: mine.organization.id });
    const demoted = await tokenOf({ role: 'org_member', organization_id: mine.organization.id });
    const moved = await tokenOf({ role: 'org_member', organization_id: mine.organization.id });
    const [first, second, third, untouched] = await Promise.all([
      placed({ token: revoked.token }),
      placed({ token: demoted.token }),
      placed({ token: moved.token }),
      placed(),
    ]);
    await gateway.delete(`/api/v1/api-tokens/${revoked.id}`);
    await gateway.delete(`/api/v1/role-assignments/${demoted.assignment.id}`);
    await gateway.make('/api/v1/role-assignments', {
      user_id: moved.assignment.user_id,
      role: 'org_member',
      organization_id: foreign.organization.id,
    });
    await gateway.delete(`/api/v1/role-assignments/${moved.assignment.id}`);
    await until(async () => first.ended && second.ended);
    await sleep(2 * Number(SETTINGS.SSE_RECHECK_MS));
    await told(1);
    await told(2, foreign);
    await until(async () => numbersOf(third).length > 0 && numbersOf(untouched).length === 2);
    expect([third.ended, untouched.ended]).toEqual([false, false]);
    expect(numbersOf(third)).toEqual([2]);
  });

  it('shows signs of life, with the place up to which nothing is missing', async () => {
    const client = await placed({ query: '?types=restore.*' });
    await told(1);
    const last = await lastOf();
    await until(async () => client.heartbeats > 1 && Number(client.lastEventId) >= last);
    expect(client.events).toEqual([]);
  });

  it('passes over what it does not understand', async () => {
    const client = await placed();
    const { admin } = gateway.infrastructure.nats;
    const subject = `events.${mine.organization.id}.backup.dreamt`;
    const event = { specversion: '1.0', id: 'x', source: 's', type: 'strongroom.backup.dreamt.v1' };
    for (const message of ['{', '{}', 'null', { ...event, organizationid: mine.organization.id }])
      admin.publish(subject, typeof message === 'string' ? message : JSON.stringify(message));
    const newer = { ...event, organizationid: mine.organization.id, data: { task_id: 'none', dream: 1 } };
    admin.publish(subject, JSON.stringify(newer));
    await told(1);
    await until(async () => numbersOf(client).length === 1);
    const names = client.events.map(({ event: name }) => name);
    // what a consumer does not understand either becomes a dead letter, which is told sooner or later
    expect(names.filter((name) => name !== 'dead_letter.kept')).toEqual(['backup.dreamt', 'backup.retrying']);
  });

  it('tells everybody to load again when the stream was made anew', async () => {
    const client = await placed();
    const manager = await jetstreamManager(gateway.infrastructure.nats.admin);
    await gateway.eventsAreSettled();
    await manager.streams.delete('EVENTS');
    await gateway.infrastructure.nats.provision();
    await until(async () => client.named('stream.reset').length === 1);
    await told(1);
    await until(async () => numbersOf(client).length === 1);
    expect(Number(client.lastEventId)).toBeLessThan(10);
  });

  it('goes on after NATS was killed, and misses nothing', async () => {
    const client = await placed();
    await told(1);
    await until(async () => numbersOf(client).length === 1);
    await gateway.infrastructure.nats.kill();
    await gateway.infrastructure.nats.start();
    for (const number of upTo(40, 2))
      await until(() =>
        told(number).then(
          () => true,
          () => false,
        ),
      );
    await until(async () => numbersOf(client).length >= 40);
    // one that was told in vain may have come after all
    expect([...new Set(numbersOf(client))]).toEqual(upTo(40));
    expect([client.ended, client.named('stream.reset').length]).toEqual([false, 0]);
  });

  it('ends when the gateway stops, which does not wait for it', async () => {
    const late = await startApp({ ...gateway.infrastructure.environment });
    const client = await placed({ url: late.url });
    const began = Date.now();
    await late.app.close();
    await until(async () => client.ended);
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(client.answer.complete).toBe(true);
  });
});
