import { startDockerEnvironment, type DockerEnvironment } from '../../../test/fixtures/docker-environment';
import { describeRequiring } from '../../../test/fixtures/requires';
import { startSshd, type Sshd } from '../../../test/fixtures/sshd';
import { eventually } from '../testing/eventually';
import { failureOf } from '../testing/streams';
import { containerShell } from './container-shell';
import { heldShell } from './held-shell';
import { runCommand } from './run-command';
import type { Server, Shell } from './shell';
import { openSshShell } from './ssh-shell';
import { killStrays, taggedShell } from './strays';

const TAG = 'held-shell-spec';
const WHO = { script: 'echo "$PPID"' };

describeRequiring(['docker', 'sshd'], 'a shell that is held in a container', () => {
  let sshd: Sshd;
  let environment: DockerEnvironment;
  let server: Server;
  let started: number;
  let held: Shell;
  const connect = () => openSshShell({ ...sshd, readyTimeoutMs: 10_000, keepaliveMs: 10_000 });

  beforeAll(async () => {
    [sshd, environment] = await Promise.all([startSshd(), startDockerEnvironment({ seed: false })]);
  });
  afterAll(async () => {
    await Promise.all([environment?.stop(), sshd?.stop()]);
  });
  beforeEach(async () => {
    server = await connect();
    started = 0;
    const container = containerShell(server, environment.containers.odoo);
    const counted: Shell = {
      name: container.name,
      start: (command, options) => {
        started += 1;
        return container.start(command, options);
      },
      close: () => container.close(),
    };
    held = heldShell(taggedShell(counted, TAG));
  });
  afterEach(() => server.close());

  const strays = () => killStrays(containerShell(server, environment.containers.odoo), TAG);

  it('takes all commands, and is started once', async () => {
    for (let turn = 0; turn < 5; turn += 1)
      expect(await runCommand(held, { script: 'cat; echo "$1"', args: [String(turn)] }, 'in ')).toMatchObject({
        code: 0,
        stdout: `in ${turn}\n`,
        stderr: '',
      });
    expect(started).toBe(1);
  });

  it('tells of each command its own output, its own errors and its own end', async () => {
    expect(await runCommand(held, { script: 'printf half; echo why >&2; exit 7' })).toMatchObject({
      code: 7,
      stdout: 'half',
      stderr: 'why',
    });
    expect(await runCommand(held, { script: ':' })).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await runCommand(held, { script: 'kill -KILL $$' })).toMatchObject({ code: 137, stdout: '' });
    expect(started).toBe(1);
  });

  it('leaves nothing of a command to the next', async () => {
    await runCommand(held, { script: 'cd /; A=2; export A; trap : INT', env: { STRONGROOM_A: 'a secret' } });
    const { stdout } = await runCommand(held, { script: 'pwd; env' });
    expect(stdout).not.toMatch(/a secret|^A=/m);
    expect(stdout).toContain(`STRONGROOM_JOB=${TAG}`);
    expect((await runCommand(held, { script: 'pwd' })).stdout).toBe(`${stdout.split('\n')[0]}\n`);
  });

  it('runs a command beside another one that takes long', async () => {
    const long = runCommand(held, { script: 'until [ -e /tmp/go-on ]; do sleep 0.1; done; echo long' });
    const beside = await runCommand(held, { script: 'touch /tmp/go-on; echo beside' });
    expect([beside.stdout, (await long).stdout]).toEqual(['beside\n', 'long\n']);
    expect(started).toBe(2);
  });

  it('is opened anew when it was ended between two commands', async () => {
    const before = await runCommand(held, WHO);
    expect(await strays()).toBeGreaterThan(0);
    const after = await runCommand(held, WHO);
    expect(after.code).toBe(0);
    expect(after.stdout).not.toBe(before.stdout);
  });

  it('tells of a command in whose middle it was ended, and does not run it again', async () => {
    const script = 'echo x >>/tmp/times; until [ -e /tmp/never ]; do sleep 0.1; done';
    const failed = failureOf(
      runCommand(held, { script }).then(({ code }) => Promise.reject(new Error(`code ${code}`))),
    );
    await eventually('it runs', async () => (await environment.run('odoo', 'sh', '-c', 'cat /tmp/times || :')) !== '');
    await strays();
    await failed;
    expect((await environment.run('odoo', 'cat', '/tmp/times')).trim()).toBe('x');
  });

  it('says that the container is down, and serves again when it is up', async () => {
    await runCommand(held, WHO);
    await environment.stopContainer('odoo');
    try {
      const { code, stderr } = await runCommand(held, WHO);
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/is not running/);
    } finally {
      await environment.startContainer('odoo');
    }
    expect((await runCommand(held, WHO)).code).toBe(0);
  });

  it('ends with its connection', async () => {
    await runCommand(held, WHO);
    await server.close();
    server = await connect();
    await eventually('nothing of it is left', async () => (await strays()) === 0);
  });

  it('refuses more output than a short command has', async () => {
    const failure = await failureOf(runCommand(held, { script: 'head -c 9000000 /dev/zero' }));
    expect(failure).toMatchObject({ code: 'COMMAND_FAILED' });
    expect((await runCommand(held, WHO)).code).toBe(0);
  });
});
