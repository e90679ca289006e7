import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describeRequiring } from '../../../test/fixtures/requires';
import { startSshd, type Sshd } from '../../../test/fixtures/sshd';
import { failureOf } from '../testing/streams';
import { startTcpProxy } from '../../../test/fixtures/tcp-proxy';
import { runCommand } from './run-command';
import type { SshSettings } from './ssh-connection';
import { openSshShell } from './ssh-shell';

describeRequiring('sshd', 'a connection to a server', () => {
  let sshd: Sshd;
  let other: Sshd;
  const settings = (changes: Partial<SshSettings> = {}): SshSettings => ({
    host: sshd.host,
    port: sshd.port,
    user: sshd.user,
    privateKey: sshd.privateKey,
    hostKey: sshd.hostKey,
    readyTimeoutMs: 10_000,
    keepaliveMs: 10_000,
    ...changes,
  });

  beforeAll(async () => {
    [sshd, other] = await Promise.all([startSshd(), startSshd()]);
  });
  afterAll(() => Promise.all([sshd?.stop(), other?.stop()]));

  it('names the fingerprint and the key when none is pinned', async () => {
    const { hostKey: _, ...unpinned } = settings();
    const failure = await failureOf(openSshShell(unpinned));
    expect(failure).toMatchObject({ code: 'SSH_HOST_KEY_UNKNOWN', details: { host_key: sshd.hostKey } });
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      `printf '%s\\n' "$1" | ssh-keygen -lf -`,
      'sh',
      sshd.hostKey,
    ]);
    expect(failure.details.fingerprint).toBe(stdout.split(' ')[1]);
    expect(failure.message).toContain(stdout.split(' ')[1]);
  });

  it('refuses another host key than the pinned one', async () => {
    const failure = await failureOf(openSshShell(settings({ hostKey: other.hostKey })));
    expect(failure).toMatchObject({
      code: 'SSH_HOST_KEY_MISMATCH',
      kind: 'operator',
      details: { host_key: sshd.hostKey },
    });
  });

  it('refuses a server that has no key of the pinned type', async () => {
    const failure = await failureOf(openSshShell(settings({ hostKey: 'ecdsa-sha2-nistp256 AAAAE2VjZHNh' })));
    expect(failure.code).toBe('SSH_HOST_KEY_MISMATCH');
  });

  it('says of a pinned key whose type nobody knows that it cannot be used', async () => {
    const failure = await failureOf(openSshShell(settings({ hostKey: 'ssh-unheard-of AAAAE2VjZHNh' })));
    expect(failure).toMatchObject({
      code: 'SSH_HOST_KEY_MISMATCH',
      message: expect.stringContaining('ssh-unheard-of'),
    });
  });

  it('tells a refused key from an unusable one', async () => {
    expect(await failureOf(openSshShell(settings({ privateKey: sshd.strangerKey })))).toMatchObject({
      code: 'SSH_AUTH_FAILED',
    });
    expect(await failureOf(openSshShell(settings({ privateKey: 'not a key' })))).toMatchObject({
      code: 'SSH_KEY_INVALID',
    });
    expect(await failureOf(openSshShell(settings({ privateKey: sshd.hostKey })))).toMatchObject({
      code: 'SSH_KEY_INVALID',
    });
  });

  it('says that a port is closed', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    expect(await failureOf(openSshShell(settings({ port })))).toMatchObject({
      code: 'SSH_UNREACHABLE',
      kind: 'transient',
    });
  });

  it('gives up on a frozen server, which accepts the connection and never answers', async () => {
    await other.freeze();
    try {
      const frozen = settings({ port: other.port, hostKey: other.hostKey, readyTimeoutMs: 500 });
      expect(await failureOf(openSshShell(frozen))).toMatchObject({ code: 'SSH_UNREACHABLE' });
    } finally {
      await other.thaw();
    }
  });

  it('closes though the server is frozen', async () => {
    const shell = await openSshShell(
      settings({ port: other.port, hostKey: other.hostKey, privateKey: other.privateKey }),
    );
    await other.freeze();
    try {
      await shell.close();
    } finally {
      await other.thaw();
    }
  }, 30_000);

  it('notices that an open connection is frozen', async () => {
    const shell = await openSshShell(
      settings({ port: other.port, hostKey: other.hostKey, privateKey: other.privateKey, keepaliveMs: 100 }),
    );
    const running = await shell.start({ script: 'exec cat' });
    running.stdout.resume();
    await other.freeze();
    try {
      expect((await running.exit).failure).toMatchObject({ code: 'SSH_CONNECTION_LOST', kind: 'transient' });
      expect(await failureOf(shell.start({ script: 'true' }))).toMatchObject({ code: 'SSH_CONNECTION_LOST' });
    } finally {
      await other.thaw();
    }
  });

  it.each(['reset', 'fin'] as const)(
    'tells every program and every later one of a lost connection (%s)',
    async (how) => {
      const proxy = await startTcpProxy(sshd.port);
      const shell = await openSshShell(settings({ port: proxy.port }));
      const both = await Promise.all([shell.start({ script: 'exec cat' }), shell.start({ script: 'exec cat' })]);
      for (const each of both) each.stdout.resume();
      proxy.cut(how);
      for (const each of both) expect((await each.exit).failure).toMatchObject({ code: 'SSH_CONNECTION_LOST' });
      expect(await failureOf(shell.start({ script: 'true' }))).toMatchObject({ code: 'SSH_CONNECTION_LOST' });
      await shell.close();
      await proxy.close();
    },
  );

  it('connects again after the sessions were dropped', async () => {
    const shell = await openSshShell(settings());
    const running = await shell.start({ script: 'exec cat' });
    running.stdout.resume();
    await sshd.dropSessions();
    expect((await running.exit).failure).toMatchObject({ code: 'SSH_CONNECTION_LOST' });
    const again = await openSshShell(settings());
    expect((await runCommand(again, { script: 'echo here' })).stdout).toBe('here\n');
    await again.close();
  });

  it('is not begun, or given up, when the work is aborted', async () => {
    const abort = new AbortController();
    await other.freeze();
    try {
      const connecting = failureOf(
        openSshShell(settings({ port: other.port, hostKey: other.hostKey, signal: abort.signal })),
      );
      abort.abort(new Error('enough'));
      expect((await connecting).message).toBe('enough');
    } finally {
      await other.thaw();
    }
  });
});
