import { readdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { ApiError, type BackupView, type RestoreView } from '../../deploy/demo/api-client';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { describeRequiring } from '../fixtures/requires';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { remoteWork } from './leftovers';
import { TestStrongroom } from './strongroom';

const FILESTORES = '/var/lib/odoo/filestore';
const CANARY = 'canary-7f';
const COUNTS = `SELECT (SELECT count(*) FROM res_users), (SELECT count(*) FROM mail_message), (SELECT count(*) FROM ir_attachment)`;

/** Each says something to a shell, to psql, to a connection string, to tar or to a program's option parser. */
const NAMES = [
  `it's "quoted" $HOME \${PATH} `,
  `$(touch ${CANARY})\`touch ${CANARY}\`;touch ${CANARY};#`,
  'line one\nline two\t%s%n',
  '-rf',
  '--help=shop.example.com',
  '*?[a]{b,c}~!&|<>\\',
  'dbname=postgres host=evil',
  'postgres:evil?options=%41 größe 店 🏪',
];
const REFUSED = ['', '..', 'template1', 'a/b', '/etc', 'nul\0byte', 'x'.repeat(64), 'ö'.repeat(32)];

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'a name that is hostile', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let containers: DockerEnvironment;
  let environment: string;

  beforeAll(async () => {
    [sshd, strongroom] = await Promise.all([startSshd(), TestStrongroom.start()]);
    const added = await strongroom.addDockerEnvironment(sshd, { messages: 50, files: 8, fileBytes: 100_000 });
    environment = `/api/v1/environments/${added.ids.environment_id}`;
    containers = added.containers;
  }, 900_000);
  afterAll(async () => {
    await containers?.stop();
    await strongroom?.stop();
    await sshd?.stop();
  });

  const rename = (db_name: string) => strongroom.api.patch(environment, { db_name });
  const statusOf = (request: Promise<unknown>) =>
    request.then(
      () => 200,
      (error: unknown) => (error as ApiError).status,
    );
  const filesOf = (name: string) =>
    containers.run('odoo', 'sh', '-c', 'cd -- "$1" && find . -type f | sort', 'sh', `${FILESTORES}/${name}`);

  /** A database and a filestore of that name, made without any help of Strongroom. */
  async function make(name: string): Promise<void> {
    const identifier = `"${name.replaceAll('"', '""')}"`;
    await containers.exec(`CREATE DATABASE ${identifier} TEMPLATE prod`, 'postgres');
    await containers.run('odoo', 'cp', '-a', '--', `${FILESTORES}/prod`, `${FILESTORES}/${name}`);
  }

  it.each(NAMES)('is only a name as that of a database: %j', async (name) => {
    await make(name);
    await rename(name);
    const { backup, task } = await strongroom.backUp(environment.split('/').at(-1)!);
    expect(task).toMatchObject({ status: 'completed' });
    expect(backup).toMatchObject({ status: 'completed', degraded: false });
    const target = `${name.slice(0, 20)} again`;
    const restore = await strongroom.api.post<RestoreView>(`/api/v1/backups/${backup.id}/restore`, {
      target_db: target,
    });
    expect(await strongroom.api.waitForTask(restore.task_id)).toMatchObject({ status: 'completed' });
    expect(await containers.exec(COUNTS, target)).toBe(await containers.exec(COUNTS));
    expect(await filesOf(target)).toBe(await filesOf('prod'));
    const { teardown_task_id } = await strongroom.api.delete<{ teardown_task_id: string }>(
      `/api/v1/restores/${restore.id}`,
    );
    expect(await strongroom.api.waitForTask(teardown_task_id)).toMatchObject({ status: 'completed' });
    expect(await remoteWork(containers)).toEqual([]);
  });

  it.each(REFUSED)('is refused with 422 when no database and no directory can have it: %j', async (name) => {
    expect(await statusOf(rename(name))).toBe(422);
  });

  it.each(['UPPER', 'with space', '-dash', 'dash-', 'a.b', '$x', 'a\nb', '../up', `'`, ''])(
    'is refused with 422 as a slug: %j',
    async (slug) => {
      expect(await statusOf(strongroom.api.patch(environment, { slug }))).toBe(422);
    },
  );

  it.each(['--privileged', '-v', `x;touch ${CANARY}`, `$(touch ${CANARY})`, 'a b', 'a\nb', '../up'])(
    'is refused with 422 as that of a container: %j',
    async (container_name) => {
      expect(await statusOf(strongroom.api.patch(environment, { container_name }))).toBe(422);
    },
  );

  it('has run nothing and left nothing', async () => {
    for (const part of ['db', 'odoo'] as const) {
      expect(await containers.run(part, 'find', '/', '-xdev', '-name', CANARY)).toBe('');
      expect(await containers.run(part, 'find', '/tmp', '-name', 'strongroom*')).toBe('');
    }
    for (const place of [homedir(), tmpdir(), process.cwd()]) expect(await readdir(place)).not.toContain(CANARY);
    const { items } = await strongroom.api.get<{ items: BackupView[] }>(
      `/api/v1/backups/environments/${environment.split('/').at(-1)}/backups?status=completed`,
    );
    expect(items.length).toBe(NAMES.length);
  });
});
