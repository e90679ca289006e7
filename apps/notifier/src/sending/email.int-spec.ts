import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from '../../../../test/fixtures/certificates';
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '../../../../test/fixtures/smtp-sink';
import { type MailServer, sendMail } from './email';
import type { Letter } from './letter';

const LOGIN = { user: 'strongroom', password: 'hunter2' };
const LETTER: Letter = {
  deliveryId: 'd1',
  eventId: 'e1',
  organizationId: 'o1',
  organizationName: 'Acme',
  environmentId: null,
  environmentName: null,
  kind: 'quota_exceeded',
  severity: 'error',
  title: 'Acme: full',
  lead: 'It is full.',
  facts: [],
  path: 'x',
  occurredAt: new Date(0),
};

describe('a letter on its way to a mail server', () => {
  let folder: string;
  let ca: string;
  let pair: { key: string; cert: string };
  const sinks: SmtpSink[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-mail-'));
    await makeCertificates(folder);
    const [authority, key, cert] = await Promise.all(
      ['ca.crt', 'server.key', 'server.crt'].map((file) => readFile(join(folder, file), 'utf8')),
    );
    ca = authority!;
    pair = { key: key!, cert: cert! };
  });
  afterEach(() => Promise.all(sinks.splice(0).map((sink) => sink.stop())));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function sinkOf(options: SmtpSinkOptions): Promise<SmtpSink> {
    const sink = await startSmtpSink(options);
    sinks.push(sink);
    return sink;
  }
  const send = ({ port }: SmtpSink, change: Partial<MailServer>, signal = AbortSignal.timeout(60_000)) => {
    const server: MailServer = { host: 'localhost', port, tls: 'starttls', from: 'Strongroom <a@example.com>', ca };
    return sendMail({ ...server, ...change }, ['b@example.com'], LETTER, null, signal);
  };

  it.each(['starttls', 'implicit'] as const)('is encrypted with %s, and the user signs in', async (mode) => {
    const sink = await sinkOf({ login: LOGIN, tls: { mode, ...pair } });
    expect(await send(sink, { tls: mode, ...LOGIN })).toBeUndefined();
    expect(sink.letters).toHaveLength(1);
    expect(sink.letters[0]).toContain('Message-ID: <d1@example.com>');
    await expect(send(sink, { tls: mode, ...LOGIN, password: 'guess' })).rejects.toMatchObject({
      code: 'SMTP_AUTH_FAILED',
      message: expect.not.stringContaining('guess'),
    });
  });

  it.each<[string, Partial<MailServer>]>([
    ['nobody known has signed for', { ca: undefined }],
    ['is of another name', { host: '127.0.0.1' }],
  ])('is not given to a server whose certificate %s', async (_, change) => {
    for (const mode of ['starttls', 'implicit'] as const) {
      const sink = await sinkOf({ login: LOGIN, tls: { mode, ...pair } });
      await expect(send(sink, { tls: mode, ...LOGIN, ...change })).rejects.toMatchObject({ code: 'SMTP_UNREACHABLE' });
      expect(sink.letters).toEqual([]);
    }
  });

  it('is not given to a server that does not encrypt, unless it need not', async () => {
    const sink = await sinkOf({});
    await expect(send(sink, {})).rejects.toMatchObject({ code: 'SMTP_UNREACHABLE' });
    expect(sink.letters).toEqual([]);
    await send(sink, { tls: 'none' });
    expect(sink.letters).toHaveLength(1);
  });

  it('is broken off when its time is over, and does not arrive afterwards', async () => {
    const sink = await sinkOf({});
    let go: (code: undefined) => void = () => undefined;
    sink.judge = () => new Promise((resolve) => (go = resolve));
    await expect(send(sink, { tls: 'none' }, AbortSignal.timeout(500))).rejects.toMatchObject({
      code: 'SMTP_UNREACHABLE',
    });
    go(undefined);
    sink.judge = async () => undefined;
    await send(sink, { tls: 'none' });
    expect(sink.letters).toHaveLength(1);
  });

  it('reaches nobody where no server is', async () => {
    const sink = await sinkOf({});
    await sinks.pop()!.stop();
    await expect(send(sink, { tls: 'none' })).rejects.toMatchObject({ code: 'SMTP_UNREACHABLE' });
  });
});
