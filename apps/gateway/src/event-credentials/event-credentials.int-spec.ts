/** Outside systems listen to their own organization's events, and can do nothing else. The example is the listener. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { STREAMS, TaskStatusChanged } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { type Answer, type Directory, makeDirectory, startApp, TestGateway, until } from '../../testing/test-gateway';
import { GatewayConfig } from '../config';

const EXAMPLE = join(__dirname, '../../../../examples/event-subscriber/subscribe.mjs');

describeRequiring(['postgres', 'nats'], 'event credentials', () => {
  let gateway: TestGateway;
  let own: Directory;
  let foreign: Directory;
  let credential: Answer['body'];
  const opened: NatsConnection[] = [];
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    gateway = await TestGateway.start();
    [own, foreign] = [await makeDirectory(gateway), await makeDirectory(gateway)];
    credential = await gateway.make(pathOf(own), { name: 'ticket system' });
  });
  afterEach(async () => {
    children.splice(0).forEach((child) => child.kill('SIGKILL'));
    await Promise.all(opened.splice(0).map((connection) => connection.close()));
  });
  afterAll(() => gateway?.stop());

  const pathOf = ({ organization }: Directory) => `/api/v1/organizations/${organization.id}/event-credentials`;
  const listener = async ({ user, password, url }: Answer['body'] = credential): Promise<NatsConnection> => {
    const connection = await connect({ servers: url, user, pass: password, reconnectTimeWait: 50 });
    opened.push(connection);
    return connection;
  };
  /** What the server says to one attempt. */
  const tried = async (step: (connection: NatsConnection) => unknown): Promise<string[]> => {
    const connection = await listener();
    const errors: string[] = [];
    const watching = (async () => {
      for await (const status of connection.status()) if (status.type === 'error') errors.push(status.error.message);
    })();
    await Promise.resolve(step(connection)).catch(() => undefined);
    await connection.flush();
    await connection.close();
    await watching;
    return errors;
  };
  const runExample = () => {
    const { url, user, password, organization_id } = credential;
    const env = { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password, ORGANIZATION_ID: organization_id };
    const child = spawn(process.execPath, [EXAMPLE], { env });
    children.push(child);
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    return { child, said };
  };

  it('are shown once with all that a listener needs, and listed without the password', async () => {
    expect(credential).toEqual({
      id: expect.any(String),
      organization_id: own.organization.id,
      name: 'ticket system',
      user: expect.stringMatching(/^events_[0-9a-f]{12}$/),
      password: expect.stringMatching(/^[\w-]{43}$/),
      subjects: [`events.${own.organization.id}.>`],
      url: gateway.infrastructure.nats.url,
      created_by: expect.any(String),
      created_at: expect.any(String),
      last_used_at: null,
      expires_at: null,
      revoked_at: null,
    });
    await listener();
    const { password, url: _url, ...shown } = credential;
    const page = (await gateway.get(pathOf(own))).body;
    expect(page).toMatchObject({ total: 1, items: [{ ...shown, last_used_at: expect.any(String) }] });
    const rows: unknown = await gateway.dataSource.query('SELECT * FROM event_credentials');
    for (const text of [JSON.stringify(page), JSON.stringify(rows)]) expect(text).not.toContain(password);
    expect((await gateway.get(pathOf(foreign))).body.items).toEqual([]);
  });

  it('let the example print the backup and task events of their organization, and none of another', async () => {
    const { child, said } = runExample();
    await until(async () => said.err.includes('listening'));
    for (const directory of [foreign, own]) {
      const backup = await OneBackup.request(gateway, directory);
      await backup.started();
      await backup.completed();
      await until(async () => (await backup.details()).status === 'completed');
      if (directory === own) {
        await until(async () => /task\.status\.v1 .*backup: running -> completed/.test(said.out));
        expect(said.out).toMatch(/strongroom\.backup\.started\.v1 .*attempt 1/);
        expect(said.out).toMatch(/strongroom\.backup\.completed\.v1 .*147286400 bytes at s3:/);
        expect(said.out).toContain(`task/${backup.created.task_id}`);
      } else {
        const told = await gateway.messages('EVENTS', `events.${foreign.organization.id}.task.status`);
        expect(told.length).toBeGreaterThan(1);
        expect(said.out).toBe('');
      }
    }
    child.kill('SIGTERM');
    await until(async () => child.exitCode !== null);
    expect([child.exitCode, said.err]).toEqual([0, expect.not.stringContaining('refused')]);
  });

  it('let the example go on by itself after NATS was away', async () => {
    const { said } = runExample();
    await until(async () => said.err.includes('listening'));
    await gateway.infrastructure.nats.pause();
    await until(async () => said.err.includes('disconnected'));
    await gateway.infrastructure.nats.start();
    await until(async () => said.err.includes('connected again'));
    const backup = await OneBackup.request(gateway, own);
    await until(async () => said.out.includes(`task/${backup.created.task_id}`));
  });

  it('let nobody subscribe to anything but the events of their organization', async () => {
    const denied = (subject: string) => `Permissions Violation for Subscription to "${subject}"`;
    for (const subject of [
      'events.>',
      'events.*.backup.>',
      '>',
      `events.${foreign.organization.id}.>`,
      `progress.${own.organization.id}.>`,
      `again.notifier.events.${own.organization.id}.>`,
      `${STREAMS.EVENTS.toldAs}.>`,
      'jobs.>',
      'dead.>',
      'rpc.>',
      '_INBOX.>',
      '$SYS.>',
      '$SYS.REQ.USER.AUTH',
      '$JS.>',
    ])
      expect(await tried((connection) => void connection.subscribe(subject))).toEqual([
        expect.stringContaining(denied(subject)),
      ]);
    const subject = `events.${own.organization.id}.backup.completed`;
    expect(await tried((connection) => void connection.subscribe(subject, { queue: 'workers' }))).toEqual([]);
  });

  it('let nobody publish, nor ask JetStream', async () => {
    for (const subject of [
      `events.${own.organization.id}.${TaskStatusChanged.name}`,
      'jobs.backup.run',
      'rpc.gateway.backup-access',
      '$JS.API.INFO',
      '$JS.API.STREAM.INFO.EVENTS',
      '$JS.API.CONSUMER.CREATE.EVENTS.spy',
      '$SYS.REQ.USER.AUTH',
    ])
      expect(await tried((connection) => connection.publish(subject, '{}'))).toEqual([
        expect.stringContaining(`Permissions Violation for Publish to "${subject}"`),
      ]);
    expect(await tried((connection) => jetstream(connection).consumers.get('EVENTS', 'gateway'))).not.toEqual([]);
  });

  it('are refused with another password, another user, or the name of a service', async () => {
    const { user, password } = credential;
    for (const wrong of [
      { user, password: 'guess' },
      { user, password: '' },
      { user: 'events_000000000000', password },
      { user: 'gateway', password },
      { user: `${user}' OR true --`, password },
    ])
      await expect(listener({ ...credential, ...wrong })).rejects.toThrow(/authorization/i);
  });

  it('admit nobody once they are revoked, and what is open ends when it is old enough; others go on', async () => {
    gateway.app.get(GatewayConfig).eventConnectionMaxAgeMs = 1_500;
    const doomed = await gateway.make(pathOf(own), { name: 'doomed' });
    const [ending, lasting] = [await listener(doomed), await listener()];
    const heard: string[] = [];
    lasting.subscribe(credential.subjects[0], { callback: (_error, { subject }) => void heard.push(subject) });
    expect((await gateway.delete(`${pathOf(foreign)}/${doomed.id}`)).status).toBe(404);
    for (let times = 0; times < 2; times++)
      expect((await gateway.delete(`${pathOf(own)}/${doomed.id}`)).status).toBe(204);
    expect((await gateway.get(pathOf(own))).body.items).toMatchObject([
      { id: doomed.id, revoked_at: expect.any(String) },
      { id: credential.id, revoked_at: null },
    ]);
    await expect(listener(doomed)).rejects.toThrow(/authorization/i);
    expect(await ending.closed()).toMatchObject({ message: expect.stringMatching(/authorization/i) });

    await until(async () => {
      await OneBackup.request(gateway, own);
      return heard.length > 0;
    });
  });

  it('end at their time: what is open is closed by NATS, and nobody is admitted any more', async () => {
    const past = await gateway.post(pathOf(own), { name: 'past', expires_at: '2020-01-01T00:00:00Z' });
    expect(past).toMatchObject({ status: 422, body: { errors: [{ field: 'expires_at' }] } });
    gateway.app.get(GatewayConfig).eventConnectionMaxAgeMs = 3_600_000;
    // on a slow machine the first one may be over before it is used
    for (const lifeMs of [2_000, 10_000, 60_000]) {
      const expires_at = new Date(Date.now() + lifeMs).toISOString();
      const short = await gateway.make(pathOf(own), { name: 'short', expires_at });
      expect(Date.parse(short.expires_at)).toBe(Date.parse(expires_at));
      const open = await listener(short).catch(() => undefined);
      if (open === undefined) continue;
      expect(await open.closed()).toMatchObject({ message: expect.stringMatching(/auth|expired/i) });
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expires_at) - 1_000);
      await expect(listener(short)).rejects.toThrow(/authorization/i);
      return;
    }
    throw new Error('no credential lasted until it was used');
  });

  it('are for those who may change the organization', async () => {
    const tokenOf = async (role: string, { organization }: Directory): Promise<string> => {
      const user = await gateway.make('/api/v1/users', {
        name: role,
        email: `${role}-${organization.slug}@example.com`,
      });
      await gateway.make('/api/v1/role-assignments', { user_id: user.id, role, organization_id: organization.id });
      return (await gateway.make('/api/v1/api-tokens', { name: role, user_id: user.id })).token as string;
    };
    const one = `${pathOf(own)}/${credential.id}`;
    for (const [role, directory, status] of [
      ['org_member', own, 403],
      ['org_owner', foreign, 404],
    ] as const) {
      const token = await tokenOf(role, directory);
      expect((await gateway.get(pathOf(own), token)).status).toBe(status);
      expect((await gateway.post(pathOf(own), { name: 'mine' }, token)).status).toBe(status);
      expect((await gateway.delete(one, token)).status).toBe(status);
    }
    for (const role of ['org_owner', 'org_admin'])
      expect((await gateway.post(pathOf(own), { name: role }, await tokenOf(role, own))).status).toBe(201);
  });

  it('cannot be made where NATS is not set up for them, and their address may be another than the gateway’s own', async () => {
    const { STRONGROOM_NATS_ISSUER_SEED: _seed, ...without } = gateway.infrastructure.environment;
    const post = async (environment: Record<string, string>) => {
      const { app, url } = await startApp(environment);
      const headers = { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${url}${pathOf(own)}`, { method: 'POST', headers, body: '{"name":"x"}' });
      const body = (await answer.json()) as Answer['body'];
      await app.close();
      return { status: answer.status, body };
    };
    expect(await post(without)).toMatchObject({ status: 503, body: { code: 'EVENT_CREDENTIALS_UNAVAILABLE' } });
    const eventsUrl = 'tls://events.example.com:4222';
    expect(await post({ ...gateway.infrastructure.environment, STRONGROOM_EVENTS_URL: eventsUrl })).toMatchObject({
      status: 201,
      body: { url: eventsUrl },
    });
  });

  it('go with their organization', async () => {
    const slug = 'short-lived';
    const organization = await gateway.make('/api/v1/organizations', { name: slug, slug });
    const path = `/api/v1/organizations/${organization.id}`;
    const gone = await gateway.make(`${path}/event-credentials`, { name: 'gone' });
    await (await listener(gone)).close();
    expect((await gateway.delete(path)).status).toBe(204);
    await expect(listener(gone)).rejects.toThrow(/authorization/i);
  });
});
