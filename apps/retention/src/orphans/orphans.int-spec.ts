import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type BackupKeys, keysOf as keysOfPair } from '@app/archive';
import {
  type KnownObjectPayload,
  KnownObjectsOf,
  OrphanReportOf,
  type OrphanSweepPayload,
  OrphanSweepRun,
  type StorageAccess,
  StorageAccesses,
  StorageAccessOf,
} from '@app/contracts';
import { openStore, type ObjectStore } from '@app/storage';
import { storageAccess } from '../../../../libs/contracts/testing/storage-access';
import { eventually } from '../../../../libs/messaging/testing';
import { TestService } from '../../../../libs/service/testing/test-service';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { RetentionModule } from '../app.module';
import { RetentionConfig } from '../config';
import { StorageComparison } from './storage-comparison';

const ENVIRONMENT = 'organizations/o/projects/p/environments/e';
const LONG_AGO = new Date(Date.now() - 2 * 86_400_000);

describeRequiring(['postgres', 'nats'], 'the comparison of a storage with the catalog', () => {
  let retention: TestService;
  let folder: string;
  let storage: StorageAccess;
  let known: KnownObjectPayload[];
  beforeAll(async () => {
    retention = await TestService.start({
      service: 'retention',
      module: RetentionModule,
      config: RetentionConfig,
      environment: { ORPHAN_SWEEP_POLL_MS: '50' },
    });
    await retention.answer(StorageAccessOf, () => ({ storage }));
    await retention.answer(StorageAccesses, () => ({ storages: [], next: null }));
    // two pages each time
    await retention.answer(KnownObjectsOf, ({ of, after }) => {
      if (of === 'copies') return { objects: [], next: null };
      const half = Math.ceil(known.length / 2);
      return after === null && known.length > 1
        ? { objects: known.slice(0, half), next: randomUUID() }
        : { objects: known.length > 1 ? known.slice(half) : known, next: null };
    });
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-orphans-'));
    known = [];
    storage = storageAccess({ path: folder });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  afterAll(() => retention?.stop());

  const keysOfAll = ({ archive, sidecar, filestore }: BackupKeys) => [archive, sidecar, filestore!];
  const keysOf = (id: string) => ({
    key: `${ENVIRONMENT}/${id}.zip`,
    manifest_key: `${ENVIRONMENT}/${id}.manifest.json`,
  });
  async function withStore<T>(use: (store: ObjectStore) => Promise<T>): Promise<T> {
    const store = openStore({ provider: 'local', path: folder });
    return use(store).finally(() => store.close());
  }
  const put = (key: string, modifiedAt = LONG_AGO) =>
    withStore(async (store) => {
      const writer = await store.write(key);
      await pipeline([Buffer.from('content')], writer.stream);
      await writer.commit();
      await utimes(join(folder, key), modifiedAt, modifiedAt);
    });
  /** @returns the id of the backup */
  async function backup(
    state: KnownObjectPayload['state'],
    { lies = ['key', 'manifest_key'], own = true }: { lies?: ('key' | 'manifest_key')[]; own?: boolean } = {},
  ): Promise<string> {
    const id = randomUUID();
    for (const part of lies) await put(keysOf(id)[part]);
    const keys = state === 'underway' ? { key: null, manifest_key: null } : keysOf(id);
    known.push({ backup_id: id, copy_id: null, own, state, ...keys });
    return id;
  }
  const listed = () =>
    withStore(async (store) => {
      const keys: string[] = [];
      for await (const { key } of store.list('')) keys.push(key);
      return keys;
    });
  async function swept(): Promise<OrphanSweepPayload> {
    await retention.ask(OrphanSweepRun, { storage_config_id: storage.id });
    let sweep: OrphanSweepPayload | null = null;
    await eventually(async () => {
      ({ sweep } = await retention.ask(OrphanReportOf, { storage_config_id: storage.id }));
      return sweep?.status === 'completed' || sweep?.status === 'failed';
    }, 'the sweep has ended');
    return sweep!;
  }

  it('tells what nobody knows and what is not there, and removes nothing', async () => {
    await backup('stored');
    await backup('stored', { own: false, lies: [] });
    await backup('underway', { lies: ['key'] });
    await backup('leaving');
    await backup('leaving', { lies: [] });
    const lost = keysOf(await backup('stored', { lies: ['manifest_key'] }));
    const [stranger, stray, young] = [keysOf(randomUUID()), keysOf(randomUUID()), keysOf(randomUUID())];
    await put(stranger.key);
    await put(stray.manifest_key);
    await put(`${ENVIRONMENT}/notes.txt`);
    await put('somebody/elses.zip');
    await put(young.key, new Date());
    const before = await listed();

    const { status, error, report } = await swept();
    expect([status, error]).toEqual(['completed', null]);
    const orphans = [
      { key: stranger.key, kind: 'archive' },
      { key: stray.manifest_key, kind: 'manifest' },
      { key: `${ENVIRONMENT}/notes.txt`, kind: 'other' },
    ].sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(report).toMatchObject({
      listed_objects: before.length - 1,
      orphan_objects: 3,
      orphan_bytes: 3 * 'content'.length,
      orphans: orphans.map((orphan) => ({ ...orphan, size_bytes: 7, modified_at: LONG_AGO.toISOString() })),
      missing_objects: 1,
      missing: [{ backup_id: known.at(-1)!.backup_id, copy_id: null, key: lost.key }],
    });
    expect(await listed()).toEqual(before);
    for (const table of ['swept_objects', 'swept_records'])
      expect(await retention.dataSource.query(`SELECT FROM ${table}`)).toEqual([]);
  });

  it("finds pairs in PLANA's layout by their manifests, and takes PLANA's own for nobody's orphans", async () => {
    const pair = (second: number) => keysOfPair(`acme/backup-20260529T02000${second}.dump.gz`);
    const record = ({ archive, sidecar, filestore }: ReturnType<typeof pair>) =>
      known.push({
        backup_id: randomUUID(),
        copy_id: null,
        own: true,
        state: 'stored',
        key: archive,
        manifest_key: sidecar,
        filestore_key: filestore!,
      });
    const [whole, halved, stranger, planas] = [pair(1), pair(2), pair(3), pair(4)];
    for (const each of [whole, halved]) record(each);
    const there = [...keysOfAll(whole), halved.archive, halved.sidecar, ...keysOfAll(stranger)];
    for (const key of [...there, planas.archive, planas.filestore!, 'acme/notes.txt']) await put(key);
    const { report } = await swept();
    expect(report!.orphans.map(({ key, kind }) => [key, kind])).toEqual([
      [stranger.archive, 'archive'],
      [stranger.sidecar, 'manifest'],
      [stranger.filestore, 'archive'],
    ]);
    expect(report!.missing.map(({ key }) => key)).toEqual([halved.filestore]);
  });

  it('reports nothing as missing from a storage that is away, and keeps the report before', async () => {
    await backup('stored');
    const { report } = await swept();
    expect(report).toMatchObject({ listed_objects: 2, missing_objects: 0 });
    await rename(folder, `${folder}-unmounted`);
    const failed = await swept();
    expect(failed).toMatchObject({ status: 'failed', report, error: { code: 'STORAGE_LISTING_INCOMPLETE' } });
    await rename(`${folder}-unmounted`, folder);
    expect(await swept()).toMatchObject({ status: 'completed', error: null });
  });

  it('reports nothing from a storage that lists less than it holds', async () => {
    await backup('stored');
    const hidden = keysOf(await backup('stored')).key;
    const comparison = new StorageComparison(retention.dataSource, randomUUID(), AbortSignal.timeout(120_000));
    const records = async function* () {
      yield known;
    };
    await withStore(async (store) => {
      const partial = Object.assign(Object.create(store) as ObjectStore, {
        async *list(prefix: string) {
          for await (const object of store.list(prefix)) if (object.key !== hidden) yield object;
        },
      });
      await expect(comparison.compare({ store: partial, records }, 0)).rejects.toMatchObject({
        code: 'STORAGE_LISTING_INCOMPLETE',
      });
    });
  });

  it('neither takes a backup for an orphan that is completed meanwhile, nor for missing one that is deleted', async () => {
    const completed = randomUUID();
    const deleted = await backup('stored', { lies: [] });
    await backup('stored');
    const comparison = new StorageComparison(retention.dataSource, randomUUID(), AbortSignal.timeout(120_000));
    let round = 0;
    const stored = { backup_id: completed, copy_id: null, own: true, state: 'stored' as const, ...keysOf(completed) };
    const records = async function* () {
      round += 1;
      yield round === 1 ? known : [...known.filter(({ backup_id }) => backup_id !== deleted), stored];
    };
    await put(keysOf(completed).key);
    await withStore(async (store) => {
      const report = await comparison.compare({ store, records }, 0);
      expect(report).toMatchObject({ orphan_objects: 0, missing_objects: 0, listed_objects: 3 });
    });
  });
});
