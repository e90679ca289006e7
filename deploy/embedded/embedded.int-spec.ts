import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { SERVICES } from '@app/contracts';
import { describeRequiring } from '../../test/fixtures/requires';
import { eventually, run, startTimeOf } from './processes';
import { projectFolder } from './project-folder';
import { startEmbedded, type EmbeddedStrongroom } from './start-embedded';

/** Processes whose arguments or working directory name the folder. */
function processesOf(home: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      try {
        const files = ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8'));
        const ended = startTimeOf(Number(pid)) === undefined;
        return !ended && files.some((text) => text.includes(home)) ? [files[0]!] : [];
      } catch {
        return [];
      }
    });
}

/** As an outside system does. Fails when NATS does not let it in. */
async function listenFromOutside({ gatewayUrl }: EmbeddedStrongroom, token: string): Promise<void> {
  const post = async (path: string, body: object): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${gatewayUrl}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, string>;
  };
  const { id } = await post('/organizations', { name: 'Acme' });
  const { url, user, password } = await post(`/organizations/${id}/event-credentials`, { name: 'spec' });
  const connection = await connect({ servers: url!, user: user!, pass: password! });
  connection.subscribe(`events.${id}.>`);
  await connection.flush();
  await connection.close();
}

describeRequiring(['postgres', 'nats'], 'the embedded Strongroom', () => {
  let home: string;
  const start = (): Promise<EmbeddedStrongroom> => startEmbedded({ home, quiet: true, testMode: true });

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'strongroom-home-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('runs six services, shows the token once, leaves no process, and starts again on the same data', async () => {
    const first = await start();
    let token: string | undefined;
    try {
      expect(first.services.map(({ name }) => name)).toEqual([...SERVICES]);
      expect(new Set(first.services.map(({ pid }) => pid)).size).toBe(SERVICES.length);
      for (const service of first.services) expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
      token = first.takeTokenToShow();
      expect(token).toEqual(expect.any(String));
      expect(first.takeTokenToShow()).toBeUndefined();
      await expect(startEmbedded({ home, quiet: true, testMode: true })).rejects.toThrow(/runs on .* already/);
    } finally {
      await first.stop();
    }
    expect(processesOf(home)).toEqual([]);
    expect(statSync(join(home, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(home, 'secrets.json'), 'utf8')).not.toContain(token);

    const second = await start();
    try {
      expect(second.takeTokenToShow()).toBeUndefined();
      const answer = await fetch(`${second.gatewayUrl}/api/v1/organizations`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer.status).toBe(200);
      await listenFromOutside(second, token!);
      const made = /Admin token: (srk_\S+)/.exec(await adminToken(home))![1];
      const users = await fetch(`${second.gatewayUrl}/api/v1/users`, { headers: { authorization: `Bearer ${made}` } });
      expect(users.status).toBe(200);
    } finally {
      await second.stop();
    }
    expect(processesOf(home)).toEqual([]);
  });

  it('starts again after the supervisor was killed, and ends with code 0 on SIGINT', async () => {
    const killed = await supervisor(home);
    killed.child.kill('SIGKILL');
    await killed.exited;
    const again = await supervisor(home);
    expect(again.output()).not.toContain('Admin token');
    again.child.kill('SIGINT');
    expect(await again.exited).toBe(0);
    expect(processesOf(home)).toEqual([]);
  });
});

/** What `npm run admin-token` says. */
function adminToken(home: string): Promise<string> {
  const env = { ...process.env, STRONGROOM_HOME: home };
  return run(process.execPath, ['scripts/run.cjs', 'admin-token/main'], { cwd: projectFolder(), env });
}

interface Supervisor {
  child: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
}

/** `npm start` without npm, once it says that Strongroom runs. */
async function supervisor(home: string): Promise<Supervisor> {
  const child = spawn(process.execPath, ['scripts/run.cjs', 'embedded/main'], {
    cwd: projectFolder(),
    env: { ...process.env, STRONGROOM_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const settled = await eventually(() => text.includes('Ctrl-C stops it') || child.exitCode !== null, 240_000);
  if (!settled || child.exitCode !== null) throw new Error(`The supervisor does not start:\n${text}`);
  return { child, exited, output: () => text };
}
