import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BackupView, RestoreView, TaskView } from '../../deploy/demo/api-client';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { describeRequiring } from '../fixtures/requires';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { filesOf, rowsOf } from './equality';
import { TestStrongroom } from './strongroom';

const MOMENT = '20260529T020000';
const PAIR = { dump: `acme/backup-${MOMENT}.dump.gz`, filestore: `acme/filestore-${MOMENT}.tar.gz` };
const CUSTOM = 'acme/insurance/backup-20260530T020000.dump.gz';
const HOSTILE = 'acme/backup-20260531T020000.dump.gz';
const ZIP = 'downloads/acme.zip';

interface Importable {
  items: { key: string; layout: string; filestore_key: string | null; backup_id: string | null }[];
}

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'backups that others have made', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let containers: DockerEnvironment;
  let ids: Record<'environment_id' | 'storage_config_id', string>;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'strongroom-imports-'));
    [sshd, strongroom] = await Promise.all([startSshd(), TestStrongroom.start()]);
    const made = await strongroom.addDockerEnvironment(sshd, { missing: 0 });
    ({ containers, ids } = made);
    const files = filestoreTar();
    store(PAIR.dump, gzipSync(dumped('--format=plain')));
    store(PAIR.filestore, gzipSync(files));
    store(CUSTOM, gzipSync(dumped('--format=custom')));
    store(HOSTILE, gzipSync(`${dumped('--format=plain', '--schema-only').toString()}\n\\! touch /tmp/x\n`));
    store(ZIP, zipLikeOdoo(dumped('--format=plain', '--no-owner'), files));
  }, 900_000);
  afterAll(async () => {
    await containers?.stop();
    await strongroom?.stop();
    await sshd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const bytesOf = (where: 'db' | 'odoo', ...argv: string[]) =>
    execFileSync('docker', ['exec', containers.containers[where], ...argv], { maxBuffer: 1 << 28 });
  const dumped = (...options: string[]) =>
    bytesOf('db', 'pg_dump', '-U', containers.target().dbUser, ...options, `--dbname=${containers.dbName}`);
  const filestoreTar = () => bytesOf('odoo', 'tar', '-c', '-C', '/var/lib/odoo/filestore', '--', containers.dbName);
  function store(key: string, content: Buffer): void {
    const path = join(strongroom.storagePath, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  function zipLikeOdoo(dump: Buffer, tar: Buffer): Buffer {
    writeFileSync(join(folder, 'dump.sql'), dump);
    writeFileSync(join(folder, 'files.tar'), tar);
    const script = `import json, sys, tarfile, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(folder + '/a.zip', 'w', compression=zipfile.ZIP_DEFLATED, allowZip64=True) as z:
  z.write(folder + '/dump.sql', 'dump.sql')
  with tarfile.open(folder + '/files.tar') as tar:
    for member in tar:
      if member.isfile(): z.writestr('filestore/' + member.name.split('/', 1)[1], tar.extractfile(member).read())
  z.writestr('manifest.json', json.dumps({'odoo_dump': '1', 'db_name': 'acme', 'version': '19.0', 'modules': {}}))
sys.stdout.buffer.write(open(folder + '/a.zip', 'rb').read())`;
    return execFileSync('python3', ['-c', script, folder], { maxBuffer: 1 << 28 });
  }

  const list = () =>
    strongroom.api.get<Importable>(`/api/v1/backups/storage-configs/${ids.storage_config_id}/importable`);
  async function imported(key: string): Promise<{ task: TaskView; backup: BackupView | undefined }> {
    const { environment_id, storage_config_id } = ids;
    const { id } = await strongroom.api.post<TaskView>(`/api/v1/backups/storage-configs/${storage_config_id}/import`, {
      environment_id,
      key,
    });
    const task = await strongroom.api.waitForTask(id);
    const found = (await list()).items.find((item) => item.key === key)!;
    const backup = found.backup_id
      ? await strongroom.api.get<BackupView>(`/api/v1/backups/${found.backup_id}`)
      : undefined;
    return { task, backup };
  }
  async function restored(backupId: string, body: object): Promise<TaskView> {
    const { task_id } = await strongroom.api.post<RestoreView>(`/api/v1/backups/${backupId}/restore`, body);
    return strongroom.api.waitForTask(task_id);
  }

  it('are listed by their names, with the filestore of the same moment', async () => {
    const { items } = await list();
    expect(items.map(({ key, layout, filestore_key, backup_id }) => [key, layout, filestore_key, backup_id])).toEqual([
      [PAIR.dump, 'plana', PAIR.filestore, null],
      [HOSTILE, 'plana', null, null],
      [CUSTOM, 'plana', null, null],
      [ZIP, 'odoo_zip', null, null],
    ]);
  });

  it('are imported and restored: SQL and filestore of PLANA', async () => {
    const { task, backup } = await imported(PAIR.dump);
    expect(task).toMatchObject({ status: 'completed', result: { found: 1, added: 1 } });
    expect(backup).toMatchObject({
      status: 'completed',
      created_at: '2026-05-29T02:00:00Z',
      retention_type: 'permanent',
      environment_snapshot: { imported_from: { layout: 'plana', slug: 'acme', key: PAIR.dump } },
    });
    const { id } = await strongroom.api.post<TaskView>(`/api/v1/backups/${backup!.id}/verify`, { level: 'readable' });
    expect(await strongroom.api.waitForTask(id)).toMatchObject({ status: 'completed', error: null });
    expect(await restored(backup!.id, { target_db: 'from plana' })).toMatchObject({ status: 'completed', error: null });
    expect(await rowsOf(containers, 'from plana')).toBe(await rowsOf(containers));
    expect(await filesOf(containers, 'from plana')).toBe(await filesOf(containers));
    await expect(imported(PAIR.dump)).rejects.toMatchObject({ status: 409, problem: { code: 'CONFLICT' } });
  }, 900_000);

  it("are imported and restored: the ZIP of Odoo's database manager", async () => {
    const { backup } = await imported(ZIP);
    expect(await restored(backup!.id, { target_db: 'from odoo' })).toMatchObject({ status: 'completed', error: null });
    expect(await rowsOf(containers, 'from odoo')).toBe(await rowsOf(containers));
    expect(await filesOf(containers, 'from odoo')).toBe(await filesOf(containers));
  }, 900_000);

  it('are imported and restored: a dump in custom format by the same name, without a filestore', async () => {
    const { backup } = await imported(CUSTOM);
    expect(backup).toMatchObject({ backup_type: 'pre_destroy', filestore_size: 0 });
    await expect(restored(backup!.id, { target_db: 'x', restore_filestore: true })).rejects.toMatchObject({
      problem: { code: 'BACKUP_WITHOUT_FILESTORE' },
    });
    const body = { target_db: 'from custom', restore_filestore: false };
    expect(await restored(backup!.id, body)).toMatchObject({ status: 'completed', error: null });
    expect(await rowsOf(containers, 'from custom')).toBe(await rowsOf(containers));
  }, 900_000);

  it('are not taken in when they hold a command of psql', async () => {
    const { task, backup } = await imported(HOSTILE);
    expect(task).toMatchObject({ status: 'failed', error: { code: 'FOREIGN_DUMP_REFUSED' } });
    expect(backup).toBeUndefined();
  }, 900_000);
});
