import { randomUUID } from 'node:crypto';
import { keysOf, type Sidecar } from '@app/archive';
import type { ObjectStat } from '@app/storage';
import { storedBackup } from '../../testing/stored-backup';
import { foundBackup } from './found-backup';
import { type ObjectPair, pairObjects, planaObjects } from './rescan-pairs';

const COMPLETED = new Date('2024-12-11T10:35:00Z');
const RESCAN = { task_id: randomUUID(), organization_id: randomUUID(), storage_config_id: randomUUID() };
const object = (key: string, sizeBytes = 7): ObjectStat => ({ key, sizeBytes, modifiedAt: COMPLETED });
const pairOf = (stem: string, sizeBytes?: number): ObjectPair => ({
  stem,
  archive: object(`${stem}.zip`, sizeBytes),
  sidecar: object(`${stem}.manifest.json`),
});

describe('pairObjects', () => {
  async function pairs(keys: string[]): Promise<string[]> {
    async function* listing() {
      for (const key of keys) yield object(key);
    }
    const found: string[] = [];
    for await (const { stem, archive, sidecar } of pairObjects(listing()))
      found.push(`${stem}${archive ? ' zip' : ''}${sidecar ? ' manifest' : ''}`);
    return found;
  }

  it.each([
    [[], []],
    [
      ['a.manifest.json', 'a.zip', 'b.zip', 'c.manifest.json'],
      ['a zip manifest', 'b zip', 'c manifest'],
    ],
    [['a.manifest.json', 'a.txt', 'a.zip', 'z'], ['a zip manifest']],
    [
      ['a/b.zip', 'b.manifest.json'],
      ['a/b zip', 'b manifest'],
    ],
  ])('of %j are %j', async (keys, expected) => expect(await pairs(keys)).toEqual(expected));
});

it("takes of a listing only the dumps in PLANA's layout and their manifests", async () => {
  const keys = ['acme/backup-20260529T020000.dump.gz', 'acme/insurance/backup-20260529T020000.manifest.json'];
  const others = ['acme/filestore-20260529T020000.tar.gz', 'organizations/backup-20260529T020000.dump.gz', 'a.zip'];
  const found: string[] = [];
  async function* listing() {
    for (const key of [...keys, ...others]) yield object(key);
  }
  for await (const { key } of planaObjects(listing())) found.push(key);
  expect(found).toEqual(keys);
});

describe('foundBackup', () => {
  it('says what the place and the manifest tell', () => {
    const { stem, text, sidecar, backupId, environmentId } = storedBackup(7);
    const [, madeFor, , projectId] = stem.split('/');
    expect(foundBackup(RESCAN, pairOf(stem), text, '/mnt/x.zip')).toEqual({
      ...RESCAN,
      made_for_organization_id: madeFor,
      project_id: projectId,
      environment_id: environmentId,
      backup_id: backupId,
      attempt: 1,
      backup_type: 'manual',
      include_filestore: true,
      created_by: null,
      created_at: sidecar.created_at,
      started_at: '2024-12-11T10:30:00.000Z',
      completed_at: COMPLETED.toISOString(),
      key: `${stem}.zip`,
      manifest_key: `${stem}.manifest.json`,
      location: '/mnt/x.zip',
      object_size_bytes: 7,
      database: { size_bytes: 4, sha256: sidecar.database.checksum },
      filestore: { size_bytes: 5, sha256: sidecar.filestore!.checksum },
      attachments: sidecar.attachments,
      degraded: false,
      warnings: [],
      retention: sidecar.retention,
      environment_snapshot: sidecar.environment_snapshot,
      verification: { level: 'uploaded', verified_at: COMPLETED.toISOString() },
    });
  });

  describe("of a pair in PLANA's layout", () => {
    const KEY = 'acme/backup-20260529T020000.dump.gz';
    const [organization_id, project_id] = [randomUUID(), randomUUID()];
    const alter = (sidecar: Sidecar): Sidecar => ({
      ...sidecar,
      filestore: { ...sidecar.filestore!, key: keysOf(KEY).filestore! },
      environment_snapshot: { environment: { organization_id }, project: { id: project_id } },
    });
    const pair = {
      stem: 'acme/backup-20260529T020000',
      archive: object(KEY, 7),
      sidecar: object(keysOf(KEY).sidecar),
      filestore: object(keysOf(KEY).filestore!, 5),
    };

    it('goes by the manifest', () => {
      const { backupId, environmentId, text } = storedBackup(12, alter);
      expect(foundBackup(RESCAN, pair, text, KEY)).toMatchObject({
        made_for_organization_id: organization_id,
        project_id,
        environment_id: environmentId,
        backup_id: backupId,
        key: KEY,
        manifest_key: 'acme/backup-20260529T020000.manifest.json',
        filestore_key: 'acme/filestore-20260529T020000.tar.gz',
        object_size_bytes: 12,
      });
    });

    it.each([
      ['whose filestore is not there', { ...pair, filestore: undefined }, alter, '7 bytes where it says 12'],
      ['whose dump is not there', { ...pair, archive: undefined }, alter, 'dump or its ZIP is not there'],
      [
        'of nobody',
        pair,
        (sidecar: Sidecar) => ({ ...alter(sidecar), environment_snapshot: {} }),
        'does not say whose it is',
      ],
    ])('is refused %s', (_what, { filestore, ...parts }, change, reason) => {
      const there = { ...parts, ...(filestore && { filestore }) } as ObjectPair;
      expect(() => foundBackup(RESCAN, there, storedBackup(12, change).text, '')).toThrow(reason);
    });
  });

  const whole = storedBackup(7);
  const { stem, text } = whole;
  it.each([
    ['lies elsewhere', pairOf('organizations/x'), text, 'does not lie where'],
    ['has no ZIP', { ...pairOf(stem), archive: undefined }, text, 'ZIP is not there'],
    ['has a ZIP of another size', pairOf(stem, 8), text, '8 bytes where it says 7'],
    ['is no JSON', pairOf(stem), '{', 'not JSON'],
    ['lacks fields', pairOf(stem), '{}', 'database is missing'],
    ['is that of another backup', pairOf(storedBackup(7).stem), text, 'speaks of the backup'],
  ])('refuses a manifest that %s', (_, pair, manifest, reason) => {
    expect(() => foundBackup(RESCAN, pair, manifest, '')).toThrow(reason);
  });

  it.each([
    ['type', { backup_type: 'monthly' }, 'backup_type'],
    ['tier', { retention: { type: 'hourly', expires_at: null } }, 'retention.type'],
  ])('refuses a %s that there is not', (_, change, field) => {
    const odd = storedBackup(7, (sidecar) => ({ ...sidecar, ...change }));
    expect(() => foundBackup(RESCAN, pairOf(odd.stem), odd.text, '')).toThrow(field);
  });
});
