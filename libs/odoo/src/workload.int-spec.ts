import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { ensureTestImage } from '../../../test/fixtures/ceph-container';
import { describeRequiring } from '../../../test/fixtures/requires';
import { failureOf } from '../testing/streams';
import type { EnvironmentTarget } from './environment-target';
import { connectEnvironment } from './connect-environment';
import { type OdooEnvironment } from './odoo-environment';

const run = promisify(execFile);
const ROOT = '/var/lib/odoo/filestore';
const NAMES = ['strongroom_abc', `it's "live"`, 'old.example'] as const;
const [INCOMING, LIVE, OLD] = NAMES;

/** Containers whose only program is `sleep`: the one has a volume as every Odoo does, the other none. */
describeRequiring(['docker'], 'the container of Odoo', () => {
  const name = `strongroom-workload-${randomUUID()}`;
  const bare = `${name}-bare`;
  const docker = async (...args: string[]) => (await run('docker', args)).stdout.trim();
  const opened: OdooEnvironment[] = [];
  const open = async (changes: Partial<EnvironmentTarget> = {}) => {
    const environment = await connectEnvironment({ ...TARGET, containerName: name, ...changes }, OPTIONS);
    opened.push(environment);
    return environment;
  };

  beforeAll(async () => {
    const image = await ensureTestImage('odoo');
    const sleeps = ['--label', 'strongroom-test=1', '--entrypoint', 'sleep', image, 'infinity'];
    await docker('run', '-d', '--name', name, '--user', '101:101', '-v', '/var/lib/odoo', ...sleeps);
    await docker('run', '-d', '--name', bare, ...sleeps);
    for (const each of [name, bare])
      await docker('exec', each, 'mkdir', '-p', `${ROOT}/${INCOMING}`, `${ROOT}/${LIVE}`);
  });
  afterAll(async () => {
    for (const each of opened) await each.close();
    await docker('rm', '-f', '-v', name, bare);
  });

  it('is stopped and started, and its filestores change their names in between', async () => {
    const environment = await open();
    expect(await environment.workloadState()).toBe('running');
    expect(await environment.filestoresAmong(NAMES)).toEqual(new Set([INCOMING, LIVE]));
    await environment.stopWorkload();
    await environment.stopWorkload();
    expect(await environment.workloadState()).toBe('stopped');

    await environment.renameFilestore(LIVE, OLD);
    await environment.renameFilestore(INCOMING, LIVE);
    expect(await environment.filestoresAmong(NAMES)).toEqual(new Set([LIVE, OLD]));
    expect([await environment.filestoreExists(OLD), await environment.filestoreExists(INCOMING)]).toEqual([
      true,
      false,
    ]);
    expect(await failureOf(environment.renameFilestore(LIVE, OLD))).toMatchObject({ code: 'FILESTORE_EXISTS' });
    await environment.removeFilestore(OLD);
    expect(await failureOf(environment.filestoreSummary(LIVE))).toMatchObject({ code: 'CONTAINER_DOWN' });

    await environment.startWorkload();
    await environment.startWorkload();
    expect(await environment.workloadState()).toBe('running');
    expect(await environment.filestoresAmong(NAMES)).toEqual(new Set([LIVE]));
    expect(await docker('exec', name, 'stat', '-c', '%u', `${ROOT}/${LIVE}`)).toBe('101');
    expect(await docker('ps', '-aq', '--filter', `volume=/var/lib/odoo`, '--filter', 'status=exited')).toBe('');
  });

  it('says that a filestore in no volume is out of reach while it is stopped', async () => {
    const environment = await open({ containerName: bare });
    expect([await environment.filestoreOutlivesStop(), await (await open()).filestoreOutlivesStop()]).toEqual([
      false,
      true,
    ]);
    await environment.stopWorkload();
    expect(await failureOf(environment.renameFilestore(LIVE, OLD))).toMatchObject({
      code: 'CONTAINER_WITHOUT_VOLUME',
      kind: 'operator',
    });
  });

  it('is absent where there is none, and unknown on a host', async () => {
    const absent = await open({ containerName: 'no-such-container' });
    expect(await absent.workloadState()).toBe('absent');
    expect(await failureOf(absent.stopWorkload())).toMatchObject({ code: 'CONTAINER_NOT_FOUND' });
    const host = await open({ runtime: 'host' });
    for (const work of [host.workloadState(), host.stopWorkload(), host.startWorkload()])
      expect(await failureOf(work)).toMatchObject({ code: 'WORKLOAD_UNKNOWN' });
  });
});

const OPTIONS = { jobTag: 'workload', stopGraceMs: 1000 };
const TARGET: EnvironmentTarget = {
  environmentId: 'unused',
  runtime: 'docker',
  connection: 'local',
  host: '127.0.0.1',
  sshPort: 22,
  sshUser: '',
  dbName: LIVE,
  dbUser: 'odoo',
  filestoreRoot: ROOT,
};
