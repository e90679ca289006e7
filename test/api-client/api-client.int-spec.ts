/** A client that is generated from what a running gateway says of itself gets on with that gateway. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createClient, { type Client } from 'openapi-fetch';
import { OneBackup } from '../../apps/gateway/testing/one-backup';
import { makePlace, put, type Place } from '../../apps/gateway/testing/stored-backup';
import { type Directory, makeDirectory, TestGateway, until } from '../../apps/gateway/testing/test-gateway';
import { clientTypes } from '../../deploy/docs/client-types';
import { projectFolder } from '../../deploy/embedded/project-folder';
import type { paths } from '../../docs/openapi';
import { describeRequiring } from '../fixtures/requires';

const EXAMPLE = join(projectFolder(), 'examples/api-client/backup.ts');
const BACKUPS = '/api/v1/backups/environments/{environment_id}/backups';

describeRequiring(['postgres', 'nats'], 'a client generated from the served document', () => {
  const content = randomBytes(100_000);
  const children: ChildProcess[] = [];
  let gateway: TestGateway;
  let directory: Directory;
  let place: Place;
  let folder: string;
  let api: Client<paths>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-client-'));
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
    place = await makePlace(gateway, directory, { provider: 'local', path: folder });
    api = createClient<paths>({ baseUrl: gateway.url, headers: { authorization: `Bearer ${gateway.token}` } });
  });
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
  afterAll(async () => {
    await gateway?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const environment = () => ({ environment_id: directory.environment.id as string });
  /** The part of an executor, whose events only this spec sends. */
  async function playExecutor(id: string): Promise<void> {
    const backup = new OneBackup(gateway, directory, (await gateway.get(`/api/v1/backups/${id}`)).body);
    const key = `backups/${id}.zip`;
    await put(place, key, content);
    await backup.started();
    await backup.completed(1, { key, storage_config_id: place.id, object_size_bytes: content.length });
  }
  const runExample = (environment: Record<string, string>) => {
    const child = spawn(process.execPath, [EXAMPLE], {
      env: { STRONGROOM_URL: gateway.url, STRONGROOM_TOKEN: gateway.token, ...environment },
    });
    children.push(child);
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { said, ended };
  };

  it('has the types of docs/openapi.d.ts', async () => {
    const served = await (await fetch(`${gateway.url}/api/docs-json`)).text();
    const types = await readFile(join(projectFolder(), 'docs/openapi.d.ts'), 'utf8');
    expect((await clientTypes(served)).split('\n')).toEqual(types.split('\n'));
  });

  it('creates a backup, follows its task, reads, lists and downloads it (the spec plays the executor)', async () => {
    const created = await api.POST(BACKUPS, {
      params: { path: environment(), header: { 'Idempotency-Key': randomUUID() } },
      body: { backup_type: 'manual', storage_config_id: place.id },
    });
    expect([created.response.status, created.data?.status]).toEqual([201, 'pending']);
    const { id, task_id } = created.data!;
    await playExecutor(id);
    const task = await until(async () => {
      const { data } = await api.GET('/api/v1/tasks/{id}', { params: { path: { id: task_id! } } });
      return data?.status === 'completed' ? data : undefined;
    });
    expect([task.type, task.backup_id, task.error]).toEqual(['backup', id, null]);
    const { data: details } = await api.GET('/api/v1/backups/{id}', { params: { path: { id } } });
    expect(details).toMatchObject({ id, status: 'completed', compressed_size: content.length });
    const query = { status: 'completed', backup_type: 'manual', page: 1, page_size: 5 } as const;
    const { data: list } = await api.GET(BACKUPS, { params: { path: environment(), query } });
    expect([list?.total, list?.items.map((item) => item.id)]).toEqual([1, [id]]);
    const { data: download } = await api.GET('/api/v1/backups/{id}/download', { params: { path: { id } } });
    const bytes = await (await fetch(download!.database_url)).arrayBuffer();
    expect(content.equals(Buffer.from(bytes))).toBe(true);
  });

  it('gets what went wrong as problem documents', async () => {
    const id = randomUUID();
    const unknown = await api.GET('/api/v1/backups/{id}', { params: { path: { id } } });
    expect(unknown.data).toBeUndefined();
    expect(unknown.error).toMatchObject({ status: 404, code: 'NOT_FOUND', instance: `/api/v1/backups/${id}` });
    const wrong = await api.POST(BACKUPS, {
      params: { path: environment() },
      // @ts-expect-error -- the compiler knows that there is no such type
      body: { backup_type: 'weekly' },
    });
    expect(wrong.error).toMatchObject({ status: 422, remedy: expect.any(String), errors: [{ field: 'backup_type' }] });
    for (const { response } of [unknown, wrong])
      expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('is what the example is made of: a backup, one for all runs with one key (the spec plays the executor)', async () => {
    await gateway.patch(`/api/v1/backups/storage-configs/${place.id}`, { is_default: true });
    const settings = { ENVIRONMENT_ID: directory.environment.id, IDEMPOTENCY_KEY: randomUUID() };
    const first = runExample(settings);
    const [, id] = await until(async () => /^backup (\S+)$/m.exec(first.said.out));
    await playExecutor(id!);
    expect([await first.ended, first.said.err]).toEqual([0, '']);
    expect(first.said.out).toContain(`${id}  ${content.length} bytes`);
    const [, address] = /^until \S+ at (\S+)$/m.exec(first.said.out)!;
    expect(content.equals(Buffer.from(await (await fetch(address!)).arrayBuffer()))).toBe(true);

    const again = runExample(settings);
    expect([await again.ended, again.said.err]).toEqual([0, '']);
    expect(again.said.out).toMatch(new RegExp(`^backup ${id}$`, 'm'));
  });

  it('lets the example end with the reason when there is no such environment', async () => {
    const { said, ended } = runExample({ ENVIRONMENT_ID: randomUUID() });
    expect([await ended, said.out]).toEqual([1, '']);
    expect(said.err).toMatch(/^NOT_FOUND: /);
  });
});
