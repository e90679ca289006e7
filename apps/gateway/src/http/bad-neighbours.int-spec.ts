import { connect, type Socket } from 'node:net';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { EventClient } from '../../testing/event-client';
import { OneBackup } from '../../testing/one-backup';
import { type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';
import { EventStreams } from '../events/event-streams';

const MAX_BODY_BYTES = 64 * 1024;
const STREAMS_PER_CALLER = 20;
const CALLERS = 5;
/** Of each kind, at the same time. */
const BAD_ONES = 8;
const STREAM = '/api/v1/events/stream';
const HEAD = 'POST /api/v1/organizations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

/** A status, or that the gateway hung up without one. */
type Ending = number | 'closed';
type Misdeed = (socket: Socket) => void;

const send =
  (bytes: string): Misdeed =>
  (socket) =>
    socket.write(bytes);

/** A piece now and then, for as long as the gateway listens. */
const trickle =
  (start: string, piece = 'x'): Misdeed =>
  (socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(piece), 100);
    socket.on('close', () => clearInterval(timer));
  };

/** A chunk as large as all of a body may be. */
const CHUNK = `${MAX_BODY_BYTES.toString(16)}\r\n${'x'.repeat(MAX_BODY_BYTES)}\r\n`;

const BAD: [what: string, misdeed: Misdeed, endings: Ending[]][] = [
  ['a connection that says nothing', () => undefined, [408]],
  ['a head that stops', send(HEAD), [408]],
  // what still comes after the answer may tear the connection down before the answer is read
  ['a head that trickles', trickle(`${HEAD}X-Slow: `), [408, 'closed']],
  ['a body that stops', send(`${HEAD}Content-Length: 100\r\n\r\n{"name":`), [408]],
  ['a body that trickles', trickle(`${HEAD}Content-Length: 60000\r\n\r\n{"name":"`), [408, 'closed']],
  [
    'a body that is too long, as it says',
    send(`${HEAD}Content-Length: ${MAX_BODY_BYTES + 1}\r\n\r\n${'x'.repeat(MAX_BODY_BYTES + 1)}`),
    [413],
  ],
  [
    'chunks that are too long together',
    send(`${HEAD}Transfer-Encoding: chunked\r\n\r\n${CHUNK}${CHUNK}0\r\n\r\n`),
    [413],
  ],
  // what is too long is read to its end and thrown away before it is answered
  ['chunks without an end', trickle(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, CHUNK), [408, 'closed']],
  ['a head that is too large', send(`${HEAD}X: ${'x'.repeat(20_000)}\r\n\r\n`), [431]],
  ['an address that is too long', send(`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`), [431]],
  ['what is no HTTP', send('SSH-2.0-OpenSSH_9\r\n\r\n'), [400]],
  ['two lengths', send(`${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`), [400]],
  ['what is no JSON', send(`${HEAD}Content-Length: 1\r\n\r\n{`), [400]],
  ['a chunk without a length', send(`${HEAD}Transfer-Encoding: chunked\r\n\r\nno length\r\n`), [400, 'closed']],
  ['a client that leaves', (socket) => socket.end(`${HEAD}Content-Length: 9\r\n\r\n{`), [400, 'closed']],
];

describeRequiring(['postgres', 'nats'], 'clients that behave badly, and those that only listen', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let tokens: string[];
  const clients: EventClient[] = [];

  beforeAll(async () => {
    gateway = await TestGateway.start({
      HTTP_MAX_BODY_BYTES: String(MAX_BODY_BYTES),
      // beyond anything that a slow machine needs for a request that is sent at once
      HTTP_HEADERS_TIMEOUT_MS: '10000',
      HTTP_REQUEST_TIMEOUT_MS: '10000',
      SSE_MAX_STREAMS_PER_CALLER: String(STREAMS_PER_CALLER),
    });
    directory = await makeDirectory(gateway);
    tokens = await Promise.all(Array.from({ length: CALLERS }, (_, number) => tokenOf(number)));
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await gateway?.stop();
  });

  async function tokenOf(number: number): Promise<string> {
    const user = await gateway.make('/api/v1/users', { name: `U ${number}`, email: `idle${number}@example.com` });
    const { id: organization_id } = directory.organization;
    await gateway.make('/api/v1/role-assignments', { user_id: user.id, role: 'org_member', organization_id });
    return (await gateway.make('/api/v1/api-tokens', { name: 'spec', user_id: user.id })).token;
  }

  const listen = (token: string) => EventClient.connect(`${gateway.url}${STREAM}`, token);

  /** What the gateway says first, whatever becomes of the connection then. */
  function endingOf(misdeed: Misdeed): Promise<Ending> {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    return new Promise((resolve) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += String(chunk);
        const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1];
        if (status === undefined) return;
        resolve(Number(status));
        socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve('closed'));
      socket.on('connect', () => misdeed(socket));
    });
  }

  it('are refused a stream beyond their own number, which takes nothing from others', async () => {
    for (const token of tokens)
      for (const client of await Promise.all(Array.from({ length: STREAMS_PER_CALLER }, () => listen(token))))
        clients.push(await client.placed());
    for (const token of tokens)
      expect(await gateway.get(STREAM, token)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_STREAMS' } });
    const administrator = await listen(gateway.token);
    expect(administrator.answer.statusCode).toBe(200);
    administrator.close();
    clients.shift()!.close();
    await until(async () => gateway.app.get(EventStreams).count === clients.length);
    const again = await listen(tokens[0]!);
    expect(again.answer.statusCode).toBe(200);
    clients.push(await again.placed());
  });

  it('do no harm to the requests beside them, and end as it is written', async () => {
    const pending = new Set(BAD);
    const endings = Promise.all(
      BAD.map(async (bad) => {
        const [what, misdeed, expected] = bad;
        const seen = await Promise.all(Array.from({ length: BAD_ONES }, () => endingOf(misdeed)));
        pending.delete(bad);
        return { what, unexpected: seen.filter((ending) => !expected.includes(ending)) };
      }),
    );
    const environment = `/api/v1/backups/environments/${directory.environment.id}`;
    const asked = { list: new Set<number>(), summary: new Set<number>(), change: new Set<number>() };
    do {
      const [list, summary, change] = await Promise.all([
        gateway.get(`${environment}/backups`),
        gateway.get(`${environment}/summary`),
        gateway.patch(`/api/v1/projects/${directory.project.id}`, { name: 'Shop' }),
      ]);
      asked.list.add(list.status);
      asked.summary.add(summary.status);
      asked.change.add(change.status);
    } while (pending.size > 0);
    expect(await endings).toEqual(BAD.map(([what]) => ({ what, unexpected: [] })));
    expect(asked).toEqual({ list: new Set([200]), summary: new Set([200]), change: new Set([200]) });
  });

  it('leave every listener its stream, which tells what happens next', async () => {
    expect(clients).toHaveLength(CALLERS * STREAMS_PER_CALLER);
    const { task_id } = (await OneBackup.request(gateway, directory)).created;
    const hasHeard = (client: EventClient) => client.named('task.status').some(({ data }) => data.task_id === task_id);
    await until(async () => clients.every(hasHeard));
    expect(clients.filter(({ ended }) => ended)).toEqual([]);
  });
});
