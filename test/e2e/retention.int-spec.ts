import { randomUUID } from 'node:crypto';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import type { BackupView } from '../../deploy/demo/api-client';
import type { DirectoryIds } from '../../deploy/demo/directory';
import { seedOdooDatabase } from '../fixtures/odoo-data';
import { describeRequiring } from '../fixtures/requires';
import { filesBelow } from './leftovers';
import { TestStrongroom, waitFor } from './strongroom';

interface Details extends BackupView {
  expiry_reason: string | null;
  object_removed_at: string | null;
  database_key: string | null;
}
interface Run {
  run_id: string;
  status: string;
  held: number;
  result: { expired: number; deleted_storage: number; promoted: number; errors: object[] };
}
interface Sweep {
  status: string;
  error: object | null;
  report: { listed_objects: number; orphans: { key: string }[]; missing: { backup_id: string }[] } | null;
}

describeRequiring(['postgres', 'nats'], 'backups whose time is over', () => {
  let strongroom: TestStrongroom;
  let ids: DirectoryIds;
  let old: BackupView;
  let pinned: BackupView;
  let newest: BackupView;

  beforeAll(async () => {
    strongroom = await TestStrongroom.start({ env: { retention: { ORPHAN_SWEEP_POLL_MS: '200' } } });
    const { hostname, port, username, password } = new URL(strongroom.embedded.postgresAdminUrl);
    await sql('postgres', 'CREATE DATABASE shop TEMPLATE template0');
    await seedOdooDatabase((text) => sql('shop', text), { partners: 2, users: 2, messages: 2, files: 0 });
    ids = await strongroom.register({
      name: 'Shop',
      server: { name: 'here', ip_address: '127.0.0.1', connection: 'local' },
      settings: {
        slug: 'shop',
        runtime: 'host',
        db_name: 'shop',
        db_host: hostname,
        db_port: Number(port),
        db_user: decodeURIComponent(username),
        db_password: decodeURIComponent(password) || undefined,
        filestore_root: join(strongroom.home, 'filestores'),
      },
    });
    const made = async () => {
      const { backup } = await strongroom.backUp(ids.environment_id, { include_filestore: false });
      expect(backup.status).toBe('completed');
      return backup;
    };
    old = await made();
    pinned = await made();
    newest = await made();
  }, 900_000);
  afterAll(() => strongroom?.stop());

  async function sql(database: string, statement: string): Promise<void> {
    const url = new URL(strongroom.embedded.postgresAdminUrl);
    url.pathname = `/${database}`;
    const client = new Client({ connectionString: url.href });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }
  const details = ({ id }: BackupView) => strongroom.api.get<Details>(`/api/v1/backups/${id}`);
  const storage = () =>
    strongroom.api.get<{ object_count: number; total_size_bytes: number; last_used_at: string }>(
      `/api/v1/backups/storage-configs/${ids.storage_config_id}`,
    );
  const used = async () =>
    (await strongroom.api.get<{ total_backup_storage: number }>(`/api/v1/organizations/${ids.organization_id}/usage`))
      .total_backup_storage;
  async function run(): Promise<Run> {
    const path = `/api/v1/organizations/${ids.organization_id}/retention/runs`;
    const { run_id } = await strongroom.api.post<{ run_id: string }>(path);
    return waitFor('the end of the run', async () => {
      const { items } = await strongroom.api.get<{ items: Run[] }>(path);
      return items.find((each) => each.run_id === run_id && each.status === 'completed');
    });
  }
  async function swept(): Promise<Sweep> {
    const path = `/api/v1/backups/storage-configs/${ids.storage_config_id}/orphan-sweep`;
    await strongroom.api.post(path);
    return waitFor('the end of the sweep', async () => {
      const sweep = await strongroom.api.get<Sweep>(path);
      return (sweep.status === 'completed' || sweep.status === 'failed') && sweep;
    });
  }

  it('go with their objects by a run on demand; what is pinned stays, and so does the newest', async () => {
    await waitFor('retention to know all of them', async () => {
      const [row] = await strongroom.query<{ count: number }>('SELECT count(*)::int FROM retention.kept_backups');
      return row!.count === 3;
    });
    await strongroom.api.post(`/api/v1/backups/${pinned.id}/pin`, { reason: 'audit' });
    await strongroom.query(`UPDATE retention.kept_backups SET expires_at = now() - interval '1 day'`);
    const [usedBefore, storageBefore] = [await used(), await storage()];

    const { result, held } = await run();
    expect(result).toMatchObject({ expired: 1, errors: [] });
    expect(held).toBe(0);
    const gone = await waitFor('its objects to go', async () => {
      const now = await details(old);
      return now.object_removed_at !== null && now;
    });
    expect(gone).toMatchObject({ status: 'expired', database_key: null, expiry_reason: expect.any(String) });
    const kept = [pinned, newest].flatMap(({ id }) => [`${id}.manifest.json`, `${id}.zip`]);
    expect((await filesBelow(strongroom.storagePath)).sort()).toEqual(kept.sort());
    for (const backup of [pinned, newest]) expect((await details(backup)).status).toBe('completed');
    expect(await used()).toBe(usedBefore - old.compressed_size);
    expect(await storage()).toMatchObject({
      object_count: storageBefore.object_count - 1,
      total_size_bytes: storageBefore.total_size_bytes - old.compressed_size,
      last_used_at: storageBefore.last_used_at,
    });

    expect((await run()).result).toMatchObject({ expired: 0, promoted: 0, errors: [] });
    await strongroom.api.delete(`/api/v1/backups/${pinned.id}/pin`);
    await waitFor('the pin to be forgotten', async () => (await run()).result.expired === 1);
    expect((await details(newest)).status).toBe('completed');
  });

  it('leave neither orphans nor records without an object, and what others leave is told', async () => {
    await waitFor('everything to be gone', async () => (await filesBelow(strongroom.storagePath)).length === 2);
    expect(await swept()).toMatchObject({ status: 'completed', report: { orphans: [], missing: [] } });
    const archive = join(strongroom.storagePath, (await details(newest)).database_key!);
    const stranger = join(dirname(archive), `${randomUUID()}.zip`);
    await writeFile(stranger, 'of nobody');
    const longAgo = new Date(Date.now() - 7 * 86_400_000);
    await utimes(stranger, longAgo, longAgo);
    await rm(archive);
    const { report } = await swept();
    expect(report!.orphans.map(({ key }) => join(strongroom.storagePath, key))).toEqual([stranger]);
    expect(report!.missing.map(({ backup_id }) => backup_id)).toEqual([newest.id]);
  });
});
