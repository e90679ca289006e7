import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { openOdooZip } from '@app/archive';
import { SERVICES } from '@app/contracts';
import { MemoryReader } from '../../libs/archive/testing/sample-backup';
import { Composition, ensureCompositionImages, type TestImages } from '../../test/fixtures/composition';
import { describeRequiring } from '../../test/fixtures/requires';
import { ApiClient, type BackupView, type TaskView } from '../demo/api-client';
import { run } from '../embedded/processes';
import { projectFolder } from '../embedded/project-folder';
import { needsMasterKeys } from '../embedded/settings';

const execute = promisify(execFile);
const LONG_MS = 1_200_000;
const WAIT_S = String(LONG_MS / 1000);
const ONE_SHOTS = ['prepare', 'provision', 'setup'];
const SERVERS = ['postgres', 'nats', 's3'];

describeRequiring('docker', 'docker compose up, with images made of Debian packages', () => {
  let images: TestImages;
  let composition: Composition;
  let token: string;

  beforeAll(async () => {
    images = await ensureCompositionImages();
    composition = await Composition.build(images);
    await up().catch(async (error: Error) => {
      throw new Error(`${error.message}\n${await composition.run('logs', '--tail', '20')}`, { cause: error });
    });
  }, 2 * LONG_MS);
  afterAll(() => composition?.remove(), LONG_MS);

  const up = (...more: string[]) => composition.run('up', '--detach', '--wait', '--wait-timeout', WAIT_S, ...more);
  const inspect = async <T>(container: string, template: string) =>
    JSON.parse(await run('docker', ['inspect', '--format', `{{json ${template}}}`, container])) as T;
  const nameOf = (service: string) => `${composition.project}-${service}-1`;

  it(
    'brings everything up healthy, and each part after what it needs',
    async () => {
      const containers = await composition.containers();
      const states = containers.map(({ Service, State, Health, ExitCode }) =>
        ONE_SHOTS.includes(Service) ? [Service, State, ExitCode] : [Service, State, Health],
      );
      expect(new Map(states.map(([service, ...state]) => [service, state]))).toEqual(
        new Map<unknown, unknown>([
          ...ONE_SHOTS.map((name) => [name, ['exited', 0]] as const),
          ...[...SERVERS, ...SERVICES].map((name) => [name, ['running', 'healthy']] as const),
        ]),
      );
      const started = async (name: string) => (await inspect<{ StartedAt: string }>(nameOf(name), '.State')).StartedAt;
      const ended = async (name: string) => (await inspect<{ FinishedAt: string }>(nameOf(name), '.State')).FinishedAt;
      for (const server of SERVERS) expect((await started(server)) > (await ended('prepare'))).toBe(true);
      for (const server of SERVERS) expect((await started('provision')) > (await started(server))).toBe(true);
      expect((await started('gateway')) > (await ended('provision'))).toBe(true);
      for (const service of SERVICES)
        if (service !== 'gateway') expect((await started(service)) > (await ended('setup'))).toBe(true);
    },
    LONG_MS,
  );

  it(
    'runs each service as a user without rights, on a root that cannot be written, with its own secrets alone',
    async () => {
      for (const service of SERVICES) {
        const attempts = 'id -u; ls /secrets; touch /strongroom/x 2>/dev/null || echo read-only';
        const [user, ...rest] = (await composition.run('exec', '-T', service, 'sh', '-c', attempts)).trim().split('\n');
        expect(user).toBe('1000');
        expect(rest.at(-1)).toBe('read-only');
        const secrets = ['database_url', 'nats_url'];
        if (service === 'gateway') secrets.push('nats_issuer_seed');
        if (needsMasterKeys(service)) secrets.push('master_keys');
        expect(rest.slice(0, -1)).toEqual(secrets.sort());
        expect(await inspect(nameOf(service), '.HostConfig.CapDrop')).toEqual(['ALL']);
      }
    },
    LONG_MS,
  );

  it(
    'shows a token once, which opens an organization that stores its backups in the S3 server',
    async () => {
      const logs = () => run('docker', ['logs', nameOf('setup')]);
      [, token = ''] = /^Admin token \(shown once\): (\S+)$/m.exec(await logs()) ?? [];
      const api = new ApiClient(await composition.gatewayUrl(), token);
      const { items } = await api.get<{ items: object[] }>('/api/v1/backups/storage-configs');
      expect(items).toEqual([
        expect.objectContaining({ bucket: 'strongroom', endpoint: 'http://s3:7070', is_default: true }),
      ]);
      await up();
      const again = await logs();
      expect(again.match(/Admin token/g)).toHaveLength(1);
      expect(again).toContain('This installation was set up before.');
    },
    LONG_MS,
  );

  it(
    'scales the executors, and backs up and restores the demo over SSH',
    async () => {
      await up('--scale', 'backup-executor=2');
      const executors = (await composition.containers()).filter(({ Service }) => Service === 'backup-executor');
      expect(executors.map(({ Health }) => Health)).toEqual(['healthy', 'healthy']);

      const url = await composition.gatewayUrl();
      const program = join(projectFolder(), 'dist', 'deploy', 'demo', 'main.js');
      const args = ['--url', url, '--network', composition.network, '--postgres-image', images.server];
      const { stdout } = await execute(process.execPath, [program, ...args], {
        env: { ...process.env, STRONGROOM_ADMIN_TOKEN: token },
        timeout: LONG_MS,
      }).catch(async (error: Error & { stdout?: string }) => {
        const logs = await composition.run('logs', '--tail', '20', 'backup-executor', 'restore-executor');
        throw new Error(`${error.stdout}\n${error.message}\n${logs}`, { cause: error });
      });
      expect(stdout).toContain('every row and every file is as in the origin; neutralized: ir_config_parameter');
      expect(stdout).toContain('s3://strongroom/organizations/');
    },
    2 * LONG_MS,
  );

  it(
    'reads a dump and makes a ZIP for Odoo of it without the server that it came from',
    async () => {
      const api = new ApiClient(await composition.gatewayUrl(), token);
      const { items } = await api.get<{ items: BackupView[] }>('/api/v1/backups?status=completed');
      const { id } = items[0]!;
      const { id: taskId } = await api.post<TaskView>(`/api/v1/backups/${id}/verify`, { level: 'readable' });
      expect(await api.waitForTask(taskId)).toMatchObject({ status: 'completed' });

      const { database_url } = await api.get<{ database_url: string }>(
        `/api/v1/backups/${id}/download?format=odoo_zip`,
      );
      const zip = await openOdooZip(new MemoryReader(Buffer.from(await (await fetch(database_url)).arrayBuffer())));
      expect(await text(zip.dump())).toMatch(/^COPY public\.res_users /m);
      expect((await zip.manifest())['modules']).toHaveProperty('base');
      expect(zip.hasFilestore).toBe(true);
    },
    LONG_MS,
  );
});
