import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generateEncryptionKey } from '@app/archive';
import { noise } from '../../../../libs/archive/testing/byte-streams';
import { sampleArchive, sealedArchive } from '../../../../libs/archive/testing/sample-backup';
import { tarEntry, TAR_END } from '../../../../libs/archive/testing/tar-samples';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { makePlace, type Place, storedBackup } from '../../testing/stored-backup';
import { type Directory, makeDirectory, startApp, TestGateway } from '../../testing/test-gateway';
import { BackupFiles } from './backup-files';

const CONTENTS = [noise(1, 3000), noise(2, 4000), Buffer.from('note')];
const NAMES = CONTENTS.map((content) => {
  const digest = createHash('sha1').update(content).digest('hex');
  return `${digest.slice(0, 2)}/${digest}`;
});
/** As large as the manifest of a sample says. */
const TAR = Buffer.alloc(10_240);
Buffer.concat([...CONTENTS.map((content, i) => tarEntry({ name: `db/${NAMES[i]}` }, content)), TAR_END]).copy(TAR);
const DUMP = Buffer.from('dump');

describeRequiring(['postgres', 'nats'], 'the files in the filestore of a backup', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let folder: string;
  let place: Place;
  let id: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-files-'));
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
    place = await makePlace(gateway, directory, { provider: 'local', path: folder });
    id = await stored((await sampleArchive(DUMP, gzipSync(TAR))).object);
  });
  afterAll(async () => {
    await gateway?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const stored = async (object: Buffer, at = place) => (await storedBackup(gateway, directory, object, [at])).id;
  const list = (of: string, query = '') => gateway.get(`/api/v1/backups/${of}/files${query}`);
  const pathOf = (of: string, name: string) =>
    `/api/v1/backups/${of}/files/content?${new URLSearchParams({ name }).toString()}`;
  const fetchFile = (of: string, name: string) =>
    fetch(gateway.url + pathOf(of, name), { headers: { authorization: `Bearer ${gateway.token}` } });

  it('are listed page by page', async () => {
    const items = NAMES.map((name, i) => ({ name, size_bytes: CONTENTS[i]!.length }));
    expect(await list(id)).toMatchObject({ status: 200, body: { items, next_after: null } });
    const first = await list(id, '?limit=2');
    expect(first.body).toEqual({ items: items.slice(0, 2), next_after: NAMES[1] });
    const second = await list(id, `?limit=2&after=${first.body.next_after}`);
    expect(second.body).toEqual({ items: items.slice(2), next_after: null });
    expect((await list(id, `?prefix=${NAMES[1]!.slice(0, 5)}`)).body.items).toEqual([items[1]]);
    expect(await list(id, '?limit=10001')).toMatchObject({ status: 422, body: { errors: [{ field: 'limit' }] } });
  });

  it('are downloaded one by one, which is written down', async () => {
    for (const [i, name] of NAMES.entries()) {
      const response = await fetchFile(id, i === 0 ? name.slice(3) : name);
      expect([response.status, Object.fromEntries(response.headers)]).toEqual([
        200,
        expect.objectContaining({
          'content-type': 'application/octet-stream',
          'content-length': String(CONTENTS[i]!.length),
          'content-disposition': `attachment; filename="${name.slice(3)}"`,
          'x-content-type-options': 'nosniff',
        }),
      ]);
      expect(CONTENTS[i]!.equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
    }
    const { body } = await gateway.get(`/api/v1/audit?object_id=${id}&action=backup.file_downloaded`);
    expect(body.items.map(({ details }: { details: { name: string } }) => details.name)).toEqual(NAMES.toReversed());
  });

  it.each(['aa/nothing', '../../../etc/passwd', '/etc/passwd', 'a'.repeat(40)])('do not hold %s', async (name) => {
    expect(await gateway.get(pathOf(id, name))).toMatchObject({ status: 404, body: { code: 'BACKUP_FILE_NOT_FOUND' } });
  });

  it('are refused with the reason', async () => {
    const bare = await stored((await sampleArchive(DUMP, null)).object);
    expect(await list(bare)).toMatchObject({ status: 422, body: { code: 'BACKUP_WITHOUT_FILESTORE' } });
    const broken = await stored(Buffer.from('no ZIP'));
    expect(await gateway.get(pathOf(broken, 'x'))).toMatchObject({ status: 422, body: { code: 'ARCHIVE_INVALID' } });
    expect((await list(randomUUID())).status).toBe(404);
  });

  it('are opened with the key of their storage, and refused without it', async () => {
    const sealed = await makePlace(gateway, directory, { provider: 'local', path: join(folder, 'sealed') });
    const key = await gateway.make(`/api/v1/backups/storage-configs/${sealed.id}/encryption-keys`, {});
    const ours = await stored((await sealedArchive(DUMP, gzipSync(TAR), key.recipient)).object, sealed);
    expect((await list(ours)).body.items).toHaveLength(3);
    expect(CONTENTS[2]!.equals(Buffer.from(await (await fetchFile(ours, NAMES[2]!)).arrayBuffer()))).toBe(true);
    const { recipient } = await generateEncryptionKey();
    const foreign = await stored((await sealedArchive(DUMP, gzipSync(TAR), recipient)).object, sealed);
    expect(await list(foreign)).toMatchObject({ status: 409, body: { code: 'ENCRYPTION_KEY_MISSING' } });
  });

  it('are not given out whole when they are not what their names say', async () => {
    const wrong = Buffer.from(TAR);
    wrong[600]! ^= 1;
    const small = await stored((await sampleArchive(DUMP, gzipSync(wrong))).object);
    expect(await gateway.get(pathOf(small, NAMES[0]!))).toMatchObject({
      status: 422,
      body: { code: 'ARCHIVE_CORRUPT' },
    });
    const name = `aa/${'a'.repeat(40)}`;
    const tar = Buffer.concat([tarEntry({ name: `db/${name}` }, noise(3, 4_000_000)), TAR_END]);
    const { object } = await sampleArchive(DUMP, gzipSync(tar), (manifest) => ({
      ...manifest,
      filestore: { ...manifest.filestore!, files: 1, tar_size: tar.length },
    }));
    const response = await fetchFile(await stored(object), name);
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '4000000']);
    await expect(response.arrayBuffer()).rejects.toThrow('terminated');
  });

  it('are searched for a bounded time, of which none runs once they are found', async () => {
    const other = await startApp({ ...gateway.infrastructure.environment, DOWNLOAD_FILES_TIMEOUT_MS: '100' });
    try {
      const files = other.app.get(BackupFiles);
      const { signal: never } = new AbortController();
      const ended = (signal: AbortSignal) =>
        new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      await expect(files.use(id, never, ({ signal }) => ended(signal))).rejects.toMatchObject({
        code: 'BACKUP_FILES_TIMEOUT',
      });
      const leaves = new AbortController();
      const inUse = files.use(id, leaves.signal, ({ signal, found }) => {
        found();
        setTimeout(() => leaves.abort(), 500);
        return ended(signal);
      });
      await expect(inUse).rejects.toThrow('aborted');
    } finally {
      await other.app.close();
    }
  });
});
