/** Real storages of every family: what is found in them is told, and told when it is news. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type KnownObjectPayload,
  KnownObjectsOf,
  OrphanReportOf,
  type OrphanSweepPayload,
  OrphanSweepRun,
  type StorageAccess,
  StorageAccesses,
  StorageAccessOf,
  StorageCompared,
  StorageComparisonFailed,
  type StorageCredentials,
} from '@app/contracts';
import { openStorageAccess, SecretBox } from '@app/secrets';
import { openStore } from '@app/storage';
import { eventually } from '../../../../libs/messaging/testing';
import { TestService } from '../../../../libs/service/testing/test-service';
import { type Ftpd, startFtpd } from '../../../../test/fixtures/ftpd';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { startS3, type TestS3 } from '../../../../test/fixtures/s3';
import { type Sshd, startSshd } from '../../../../test/fixtures/sshd';
import { RetentionModule } from '../app.module';
import { RetentionConfig } from '../config';
import { OrphanSweep } from './orphan-sweep.entity';

const ENVIRONMENT = 'organizations/o/projects/p/environments/e';
const CONTENT = 'content';
type Place = Partial<StorageAccess> & Pick<StorageAccess, 'provider'>;

describeRequiring(['postgres', 'nats', 'docker', 'sshd', 'ftpd'], 'what a storage holds that nobody knows', () => {
  let retention: TestService;
  let folder: string;
  let s3: TestS3;
  let sshd: Sshd;
  let ftpd: Ftpd;
  const organization_id = randomUUID();
  const storages = new Map<string, StorageAccess>();
  const known = new Map<string, KnownObjectPayload[]>();
  /** In the order of the title of the spec below. */
  let places: Record<string, { place: Place; credentials?: StorageCredentials }>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-told-'));
    [s3, sshd, ftpd, retention] = await Promise.all([
      startS3(),
      startSshd({ account: true }),
      startFtpd(),
      TestService.start({
        service: 'retention',
        module: RetentionModule,
        config: RetentionConfig,
        environment: { ORPHAN_SWEEP_POLL_MS: '50', ORPHAN_MIN_AGE_MS: '0', ORPHAN_SWEEP_RETRY_MS: '3600000' },
      }),
    ]);
    await retention.answer(StorageAccesses, () => ({ storages: [], next: null }));
    await retention.answer(StorageAccessOf, ({ storage_config_id }) => ({ storage: storages.get(storage_config_id)! }));
    await retention.answer(KnownObjectsOf, ({ of, storage_config_id }) => ({
      objects: of === 'backups' ? known.get(storage_config_id)! : [],
      next: null,
    }));
    const bucket = await s3.bucket();
    const { endpoint, region } = s3;
    const keys = { access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey };
    const ssh = { username: sshd.user, password: sshd.password };
    places = {
      local: { place: { provider: 'local', path: folder } },
      s3: { place: { provider: 's3', endpoint, region, bucket, prefix: 'of/strongroom' }, credentials: keys },
      sftp: {
        place: {
          provider: 'sftp',
          endpoint: `sftp://${sshd.host}:${sshd.port}`,
          path: 'backups',
          host_key: sshd.hostKey,
        },
        credentials: ssh,
      },
      ftp: {
        place: { provider: 'ftp', endpoint: ftpd.endpoint },
        credentials: { username: ftpd.user, password: ftpd.password },
      },
    };
  }, 900_000);
  afterAll(async () => {
    await retention?.stop();
    await Promise.all([s3?.stop(), sshd?.stop(), ftpd?.stop()]);
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** @returns the id of its storage config */
  function storageAt({ place, credentials }: { place: Place; credentials?: StorageCredentials }): string {
    const id = randomUUID();
    const nothing = { endpoint: null, region: null, bucket: null, prefix: null, path: null, host_key: null };
    const sealed = credentials
      ? retention.app.get(SecretBox).seal(JSON.stringify(credentials), `storage_config:${id}:credentials`)
      : null;
    const rest = { storage_class: null, server_side_encryption: null, credentials_sealed: sealed };
    storages.set(id, { ...nothing, ...rest, ...place, id, organization_id, name: `offsite ${place.provider}` });
    known.set(id, []);
    return id;
  }
  const keysOf = (id: string) => ({
    key: `${ENVIRONMENT}/${id}.zip`,
    manifest_key: `${ENVIRONMENT}/${id}.manifest.json`,
  });
  const storeOf = (id: string) => openStore(openStorageAccess(storages.get(id)!, retention.app.get(SecretBox)));
  async function put(storage: string, ...keys: string[]): Promise<void> {
    const store = storeOf(storage);
    try {
      for (const key of keys) {
        const writer = await store.write(key);
        await pipeline([Buffer.from(CONTENT)], writer.stream);
        await writer.commit();
      }
    } finally {
      await store.close();
    }
  }
  async function backup(storage: string): Promise<ReturnType<typeof keysOf>> {
    const backup_id = randomUUID();
    const keys = keysOf(backup_id);
    await put(storage, keys.key, keys.manifest_key);
    known.get(storage)!.push({ backup_id, copy_id: null, own: true, state: 'stored', ...keys });
    return keys;
  }
  async function swept(storage_config_id: string): Promise<OrphanSweepPayload> {
    await retention.ask(OrphanSweepRun, { storage_config_id });
    let sweep: OrphanSweepPayload | null = null;
    await eventually(async () => {
      ({ sweep } = await retention.ask(OrphanReportOf, { storage_config_id }));
      return sweep?.status === 'completed' || sweep?.status === 'failed';
    }, 'the sweep has ended');
    return sweep!;
  }
  const toldOf = async (storage: string) =>
    (await retention.told(StorageCompared)).filter(({ storage_config_id }) => storage_config_id === storage);

  it.each(['local', 's3', 'sftp', 'ftp'] as const)('is told, and what it has lost: %s', async (provider) => {
    const storage = storageAt(places[provider]!);
    await backup(storage);
    const lost = await backup(storage);
    const stray = keysOf(randomUUID()).key;
    await put(storage, stray, `${ENVIRONMENT}/notes.txt`);
    const store = storeOf(storage);
    await store.remove(lost.key);
    const unfinished = await store.write(keysOf(randomUUID()).key);
    unfinished.stream.write(CONTENT);

    const { status, error, report } = await swept(storage);
    expect([status, error]).toEqual(['completed', null]);
    const finished = report!.orphans.filter(({ kind }) => kind !== 'unfinished');
    expect(finished.map(({ key, size_bytes }) => [key, size_bytes])).toEqual(
      [stray, `${ENVIRONMENT}/notes.txt`].sort().map((key) => [key, CONTENT.length]),
    );
    expect(report!.missing.map(({ key }) => key)).toEqual([lost.key]);
    const first = {
      organization_id,
      storage_config_id: storage,
      storage_name: `offsite ${provider}`,
      orphan_objects: report!.orphan_objects,
      orphan_bytes: 2 * CONTENT.length,
      missing_objects: 1,
      new_orphan_objects: report!.orphan_objects,
      new_missing_objects: 1,
    };
    expect(await toldOf(storage)).toMatchObject([first]);
    await unfinished.discard();
    await store.remove(stray);
    await store.close();

    // the second look finds nothing that the first has not found
    expect((await swept(storage)).report).toMatchObject({ orphan_objects: 1, missing_objects: 1 });
    expect((await toldOf(storage))[1]).toMatchObject({
      orphan_objects: 1,
      missing_objects: 1,
      new_orphan_objects: 0,
      new_missing_objects: 0,
    });
  });

  it('is not known of a storage that is away: that is told once, and looked at again soon', async () => {
    const home = await mkdtemp(join(tmpdir(), 'strongroom-away-'));
    const storage = storageAt({ place: { provider: 'local', path: home } });
    await backup(storage);
    await swept(storage);
    await rename(home, `${home}-unmounted`);
    for (const _ of [1, 2]) expect((await swept(storage)).status).toBe('failed');
    const { dueAt, endedAt } = (await retention.dataSource.manager.findOneBy(OrphanSweep, {
      storageConfigId: storage,
    }))!;
    expect(dueAt!.getTime() - endedAt!.getTime()).toBe(3_600_000);
    const failures = (await retention.told(StorageComparisonFailed)).filter(
      ({ storage_config_id }) => storage_config_id === storage,
    );
    expect(failures).toMatchObject([{ storage_name: 'offsite local', error: { code: 'STORAGE_LISTING_INCOMPLETE' } }]);
    await rename(`${home}-unmounted`, home);
    expect((await swept(storage)).status).toBe('completed');
    expect(await toldOf(storage)).toHaveLength(2);
    await rm(home, { recursive: true, force: true });
    expect(await retention.deadLetters()).toBe(0);
  });
});
