import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startDockerEnvironment, type DockerEnvironment } from '../../../test/fixtures/docker-environment';
import { describeRequiring } from '../../../test/fixtures/requires';
import { startSshd, type Sshd } from '../../../test/fixtures/sshd';
import { containerShell } from './container-shell';
import { heldShell } from './held-shell';
import { openLocalShell } from './local-shell';
import { runCommand } from './run-command';
import type { Shell } from './shell';
import { openSshShell } from './ssh-shell';

const HOSTILE = [
  'acme.planapulse.app',
  `a'b "c" $d`,
  '$(touch /tmp/pwned) `id` ; exit 9 | & > < * ? ! # ~ \\',
  '-x',
  '--help',
  '',
  ' leading and trailing ',
  'two\nlines\n',
  '\n\n',
  '\ttab\r\u0001\u007f',
  '%s%d\\n\\0101 {a,b} [x]',
  'Größe Łódź 漢字 🐘',
  'x=y postgresql://u:p@h/db',
];
const REPORT = `for value in "$@"; do printf '%s\\0' "$value"; done; printf '%s\\0' "$STRONGROOM_A" "$STRONGROOM_B"`;

describeRequiring(['docker', 'sshd'], 'the shells', () => {
  let sshd: Sshd;
  let environment: DockerEnvironment;
  const shells: Record<string, Shell> = {};

  beforeAll(async () => {
    [sshd, environment] = await Promise.all([startSshd(), startDockerEnvironment({ seed: false })]);
    shells.local = openLocalShell();
    shells.ssh = await openSshShell({ ...sshd, readyTimeoutMs: 10_000, keepaliveMs: 10_000 });
    shells['container, local'] = containerShell(shells.local, environment.containers.odoo);
    shells['container, ssh'] = containerShell(shells.ssh, environment.containers.odoo);
    shells['held, local'] = heldShell(shells['container, local']);
    shells['held, ssh'] = heldShell(shells['container, ssh']);
  });
  afterAll(async () => {
    await Promise.all([shells.ssh?.close(), shells.local?.close()]);
    await Promise.all([environment?.stop(), sshd?.stop()]);
  });

  describe.each(['local', 'ssh', 'container, local', 'container, ssh', 'held, local', 'held, ssh'])('%s', (name) => {
    it('hands over any name and any environment entry byte by byte', async () => {
      const env = { STRONGROOM_A: HOSTILE.join('\n'), STRONGROOM_B: '\n$x\n' };
      const result = await runCommand(shells[name]!, { script: REPORT, args: HOSTILE, env });
      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(result.stdout.split('\0').slice(0, -1)).toEqual([...HOSTILE, env.STRONGROOM_A, env.STRONGROOM_B]);
    });

    it('hands over the input behind the command, and no byte of it is lost', async () => {
      const input = 'first line\n'.repeat(50_000);
      const result = await runCommand(shells[name]!, { script: 'head -n 2; exec wc -c', args: ['x\ny'] }, input);
      expect(result.code).toBe(0);
      const copied = await runCommand(shells[name]!, { script: 'exec cat' }, input);
      expect(copied.stdout).toBe(input);
    });
  });

  describe.each(['local', 'ssh', 'container, local', 'container, ssh'])('%s', (name) => {
    it('tells exit code, notes and the end of the error output', async () => {
      const script = `i=0; while [ $i -lt 2000 ]; do echo "noise $i" >&2; i=$((i+1)); done
        printf '\\n@strongroom@ %s\\n' 'bytes 7' >&2; echo half; echo last >&2; exit 3`;
      const result = await runCommand(shells[name]!, { script });
      expect(result).toMatchObject({ code: 3, stdout: 'half\n', notes: ['bytes 7'] });
      expect(result.stderr).toMatch(/noise 1999\nlast$/);
      expect(Buffer.byteLength(result.stderr)).toBeLessThanOrEqual(8192);
    });

    it('ends a program when it is killed or aborted', async () => {
      const script = 'exec 7<&0; (while read -r line <&7; do :; done; kill -TERM 0) & echo started; sleep 600';
      const killed = await shells[name]!.start({ script });
      killed.stdout.once('data', () => killed.kill());
      expect((await killed.exit).failure).toMatchObject({ code: 'CANCELLED' });
      const abort = new AbortController();
      const aborted = await shells[name]!.start({ script }, { signal: abort.signal });
      aborted.stdout.once('data', () => abort.abort());
      expect((await aborted.exit).failure).toMatchObject({ code: 'CANCELLED' });
    });

    it('shows no secret in any process list', async () => {
      const secret = 'zebra-crossing-4711';
      const running = await shells[name]!.start({
        script: 'echo "$PGPASSWORD" | wc -c; cat; exit 0',
        args: ['seen-in-the-list'],
        env: { PGPASSWORD: secret },
      });
      const length = await new Promise<string>((resolve) =>
        running.stdout.once('data', (chunk) => resolve(String(chunk))),
      );
      const { stdout } = await promisify(execFile)('ps', ['-eo', 'args', '-ww']);
      running.kill();
      await running.exit;
      expect(Number(length)).toBe(secret.length + 1);
      expect(stdout.includes('seen-in-the-list')).toBe(true);
      expect(stdout.includes(secret)).toBe(false);
    });
  });

  it('keeps its own environment to itself', async () => {
    process.env.STRONGROOM_MASTER_KEYS = 'k1:secret';
    const result = await runCommand(shells.local!, { script: 'env' });
    delete process.env.STRONGROOM_MASTER_KEYS;
    expect(result.stdout).not.toContain('STRONGROOM_MASTER_KEYS');
  });

  it('runs many programs over one connection', async () => {
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        runCommand(shells.ssh!, { script: 'sleep 0.1; echo "$1"', args: [String(n)] }),
      ),
    );
    expect(results.map(({ stdout }) => stdout.trim())).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });
});
