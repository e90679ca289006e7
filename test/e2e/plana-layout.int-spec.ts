/** A storage that has its backups written in PLANA's layout: what lies there is restored by Strongroom and by PLANA's own commands. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BackupView, RestoreView, TaskView } from '../../deploy/demo/api-client';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { describeRequiring } from '../fixtures/requires';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { filesOf, rowsOf } from './equality';
import { TestStrongroom, waitFor } from './strongroom';

type Details = BackupView & {
  database_key: string | null;
  filestore_key: string | null;
  sidecar_key: string | null;
  verification_levels: Record<string, string>;
};

const NAME = /^env-1\/(insurance\/)?backup-\d{8}T\d{6}\.dump\.gz$/;

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], "a storage in PLANA's layout", () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let containers: DockerEnvironment;
  let ids: Record<'environment_id' | 'storage_config_id' | 'organization_id', string>;
  let backup: Details;

  beforeAll(async () => {
    [sshd, strongroom] = await Promise.all([startSshd(), TestStrongroom.start()]);
    const storage = {
      provider: 'local',
      path: strongroom.storagePath,
      layout: 'plana',
      verify_after_upload: 'readable',
    };
    ({ containers, ids } = await strongroom.addDockerEnvironment(sshd, { missing: 0 }, storage));
  }, 900_000);
  afterAll(async () => {
    await containers?.stop();
    await strongroom?.stop();
    await sshd?.stop();
  });

  const storage = () => `/api/v1/backups/storage-configs/${ids.storage_config_id}`;
  const stored = () =>
    readdirSync(strongroom.storagePath, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(strongroom.storagePath, join(parentPath, name)))
      .toSorted();
  const show = (id: string) => strongroom.api.get<Details>(`/api/v1/backups/${id}`);
  async function made(body: object = {}): Promise<Details> {
    const { backup: one, task } = await strongroom.backUp(ids.environment_id, body);
    expect(task).toMatchObject({ status: 'completed', error: null });
    return show(one.id);
  }
  async function restored(id: string, body: object): Promise<TaskView> {
    const { task_id } = await strongroom.api.post<RestoreView>(`/api/v1/backups/${id}/restore`, body);
    return strongroom.api.waitForTask(task_id);
  }
  const inside = (where: 'db' | 'odoo', input: Buffer, ...argv: string[]) =>
    execFileSync('docker', ['exec', '-i', containers.containers[where], ...argv], { input, maxBuffer: 1 << 28 });

  it('gets a dump, its filestore and a manifest, proven to be readable', async () => {
    expect(await strongroom.api.get(storage())).toMatchObject({ layout: 'plana' });
    backup = await made();
    expect(backup.database_key).toMatch(NAME);
    expect(backup.filestore_key).toBe(
      backup.database_key!.replace('backup-', 'filestore-').replace('.dump.gz', '.tar.gz'),
    );
    expect(stored()).toEqual([backup.database_key!, backup.filestore_key!, backup.sidecar_key!].toSorted());
    expect(backup.verification_levels).toHaveProperty('readable');
  }, 900_000);

  it('is restored as a clone', async () => {
    const task = await restored(backup.id, { target_db: 'clone of a pair' });
    expect(task).toMatchObject({ status: 'completed', error: null });
    expect(await rowsOf(containers, 'clone of a pair')).toBe(await rowsOf(containers));
    expect(await filesOf(containers, 'clone of a pair')).toBe(await filesOf(containers));
  }, 900_000);

  it("is restored by PLANA's own commands: gunzip into psql, and tar", async () => {
    const { dbUser } = containers.target();
    await containers.exec(`CREATE DATABASE runbook OWNER "${dbUser}" TEMPLATE template0`);
    await containers.exec('CREATE EXTENSION unaccent; ALTER FUNCTION unaccent(text) IMMUTABLE', 'runbook');
    const of = (key: string) => readFileSync(join(strongroom.storagePath, key));
    const psql = `set -o pipefail; gunzip | psql -X -q -v ON_ERROR_STOP=1 -U ${dbUser} -d runbook`;
    inside('db', of(backup.database_key!), 'bash', '-c', psql);
    const root = '/var/lib/odoo/filestore/runbook';
    inside('odoo', Buffer.alloc(0), 'mkdir', root);
    inside('odoo', of(backup.filestore_key!), 'tar', 'xzf', '-', '--strip-components=1', '-C', root);
    expect(await rowsOf(containers, 'runbook')).toBe(await rowsOf(containers));
    expect(await filesOf(containers, 'runbook')).toBe(await filesOf(containers));
  }, 900_000);

  it('puts what is taken before something dangerous below insurance/', async () => {
    const { database_key, filestore_key } = await made({ backup_type: 'pre_upgrade', include_filestore: false });
    expect(database_key).toMatch(/^env-1\/insurance\/backup-/);
    expect(filestore_key).toBeNull();
  }, 900_000);

  it("never replaces what PLANA's own jobs have put there, and takes it for none of ours", async () => {
    const now = Math.floor(Date.now() / 1000) * 1000;
    const planas = Array.from({ length: 90 }, (_, second) =>
      new Date(now + second * 1000).toISOString().replaceAll(/[-:]|\.\d+Z$/g, ''),
    ).map((moment) => `env-1/backup-${moment}.dump.gz`);
    for (const key of planas) writeFileSync(join(strongroom.storagePath, key), 'PLANA');
    const { database_key } = await made({ include_filestore: false });
    expect(planas).not.toContain(database_key);
    expect(planas.map((key) => readFileSync(join(strongroom.storagePath, key), 'utf8'))).toEqual(
      planas.map(() => 'PLANA'),
    );
    const { items } = await strongroom.api.get<{ items: { key: string }[] }>(`${storage()}/importable`);
    expect(items.map(({ key }) => key).toSorted()).toEqual(planas);
    for (const key of planas) rmSync(join(strongroom.storagePath, key));
  }, 900_000);

  it('gives the dump and the filestore to whoever downloads, and single files of it', async () => {
    const urls = await strongroom.api.get<{ database_url: string; filestore_url: string }>(
      `/api/v1/backups/${backup.id}/download`,
    );
    const bytesOf = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());
    const of = (key: string | null) => readFileSync(join(strongroom.storagePath, key!));
    expect((await bytesOf(urls.database_url)).equals(of(backup.database_key))).toBe(true);
    expect((await bytesOf(urls.filestore_url)).equals(of(backup.filestore_key))).toBe(true);
    const { items } = await strongroom.api.get<{ items: { name: string }[] }>(`/api/v1/backups/${backup.id}/files`);
    expect(items.length).toBeGreaterThan(0);
  }, 900_000);

  it('is copied as it lies there, also into a storage of the other layout', async () => {
    const path = join(strongroom.home, 'copies');
    const { id } = await strongroom.api.post<{ id: string }>('/api/v1/backups/storage-configs', {
      organization_id: ids.organization_id,
      name: 'copies',
      provider: 'local',
      path,
    });
    const copy = await strongroom.api.post<TaskView>(`/api/v1/backups/${backup.id}/copies`, {
      storage_config_id: id,
    });
    expect(await strongroom.api.waitForTask(copy.id)).toMatchObject({ status: 'completed', error: null });
    for (const key of [backup.database_key!, backup.filestore_key!, backup.sidecar_key!])
      expect(readFileSync(join(path, key)).equals(readFileSync(join(strongroom.storagePath, key)))).toBe(true);
  }, 900_000);

  it('holds nothing of a backup any more that is deleted', async () => {
    const gone = await made();
    await strongroom.api.delete(`/api/v1/backups/${gone.id}`);
    await waitFor('the objects are gone', async () => {
      const left = stored();
      return ![gone.database_key!, gone.filestore_key!, gone.sidecar_key!].some((key) => left.includes(key));
    });
    expect(stored()).toContain(backup.filestore_key);
  }, 900_000);

  it('is told from encryption up front, and older backups stay what they are when it changes', async () => {
    const refusal = { status: 422, problem: { code: 'LAYOUT_WITHOUT_ENCRYPTION' } };
    await expect(strongroom.api.post(`${storage()}/encryption-keys`, {})).rejects.toMatchObject(refusal);
    await strongroom.api.patch(storage(), { layout: 'zip' });
    await strongroom.api.post(`${storage()}/encryption-keys`, {});
    await expect(strongroom.api.patch(storage(), { layout: 'plana' })).rejects.toMatchObject(refusal);
    expect((await made()).database_key).toMatch(/^organizations\/.*\.zip$/);
    const { id } = await strongroom.api.post<TaskView>(`/api/v1/backups/${backup.id}/verify`, { level: 'readable' });
    expect(await strongroom.api.waitForTask(id)).toMatchObject({ status: 'completed', error: null });
  }, 900_000);
});
