import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type Sshd, startSshd } from '../../../../test/fixtures/sshd';
import { makePlace, type Place, storedBackup, take } from '../../testing/stored-backup';
import { type Answer, type Directory, makeDirectory, startApp, TestGateway, until } from '../../testing/test-gateway';
import { DownloadLinks } from './download-links';

const MIB = 1024 ** 2;
const content = randomBytes(MIB + 7);

describeRequiring(['postgres', 'nats', 'sshd'], 'the download of a backup through the gateway', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let sshd: Sshd;
  let folder: string;
  const places: Partial<Record<string, Place>> = {};
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-download-'));
    [gateway, sshd] = await Promise.all([TestGateway.start(), startSshd({ account: true })]);
    directory = await makeDirectory(gateway);
    places['local'] = await makePlace(gateway, directory, { provider: 'local', path: folder });
    places['sftp'] = await makePlace(gateway, directory, {
      provider: 'sftp',
      endpoint: `sftp://${sshd.host}:${sshd.port}`,
      path: 'backups',
      hostKey: sshd.hostKey,
      credentials: { username: sshd.user, password: sshd.password },
    });
  });
  afterAll(async () => {
    await gateway?.stop();
    await sshd?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const ask = (id: string, query = '', token?: string) => gateway.get(`/api/v1/backups/${id}/download${query}`, token);
  async function addressOf(id: string): Promise<string> {
    const { status, body } = await ask(id);
    expect([status, body.database_url]).toEqual([200, expect.stringContaining(`${gateway.url}/api/v1/backups/${id}/`)]);
    return body.database_url;
  }
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
  const problemOf = async (response: Response): Promise<Answer['body']> => ({
    status: response.status,
    ...((await response.json()) as object),
  });

  describe.each(['local', 'sftp'])('from %s', (provider) => {
    let address: string;
    let id: string;
    beforeAll(async () => {
      ({ id } = await storedBackup(gateway, directory, content, [places[provider]!]));
      address = await addressOf(id);
    });

    it('gives the whole object, without a token, as a file with a name', async () => {
      const response = await fetch(address);
      expect([response.status, Object.fromEntries(response.headers)]).toEqual([
        200,
        expect.objectContaining({
          'content-type': 'application/zip',
          'content-length': String(content.length),
          'content-disposition': 'attachment; filename="prod-20241211T103000Z.zip"',
          'accept-ranges': 'bytes',
          'cache-control': 'private, no-store',
          etag: expect.stringMatching(/^"[0-9a-f]+-[0-9a-f]+"$/),
        }),
      ]);
      expect(content.equals(await bytesOf(response))).toBe(true);
    });

    it.each<[string, number, number]>([
      ['bytes=0-99', 0, 100],
      [`bytes=${MIB}-`, MIB, content.length],
      ['bytes=-7', MIB, content.length],
      ['bytes=0-0', 0, 1],
      [`bytes=5-${10 * MIB}`, 5, content.length],
    ])('gives the range %s', async (range, start, end) => {
      const response = await fetch(address, { headers: { range } });
      expect([response.status, response.headers.get('content-range'), response.headers.get('content-length')]).toEqual([
        206,
        `bytes ${start}-${end - 1}/${content.length}`,
        String(end - start),
      ]);
      expect(content.subarray(start, end).equals(await bytesOf(response))).toBe(true);
    });

    it('goes on with the same object or begins anew', async () => {
      const head = await fetch(address, { method: 'HEAD', headers: { range: 'bytes=5-' } });
      expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
        200,
        String(content.length),
        '',
      ]);
      const [etag, modified] = [head.headers.get('etag')!, head.headers.get('last-modified')!];
      const statusFor = async (condition: string) => {
        const response = await fetch(address, { headers: { range: 'bytes=5-', 'if-range': condition } });
        await response.arrayBuffer();
        return response.status;
      };
      expect(await statusFor(etag)).toBe(206);
      expect(await statusFor(modified)).toBe(206);
      expect(await statusFor(`W/${etag}`)).toBe(200);
      expect(await statusFor('"another"')).toBe(200);
    });

    it.each(['bytes=0-1,5-6', 'bytes=x', 'lines=0-1', 'bytes=9-1'])('takes %s for no range', async (range) => {
      const response = await fetch(address, { headers: { range } });
      await response.arrayBuffer();
      expect([range, response.status]).toEqual([range, range === 'bytes=9-1' ? 416 : 200]);
    });

    it('has no range beyond its end', async () => {
      const response = await fetch(address, { headers: { range: `bytes=${content.length}-` } });
      expect(response.headers.get('content-range')).toBe(`bytes */${content.length}`);
      expect(await problemOf(response)).toMatchObject({ status: 416, code: 'RANGE_NOT_SATISFIABLE' });
    });

    it('says when the object is gone', async () => {
      const { id: lost, key } = await storedBackup(gateway, directory, content, [places[provider]!]);
      const before = await addressOf(lost);
      await take(places[provider]!, key);
      expect(await ask(lost)).toMatchObject({ status: 404, body: { code: 'OBJECT_NOT_FOUND' } });
      expect(await problemOf(await fetch(before))).toMatchObject({ status: 404, code: 'OBJECT_NOT_FOUND' });
    });
  });

  it('uses a copy when the first object is gone', async () => {
    const { id, key } = await storedBackup(gateway, directory, content, [places['local']!, places['sftp']!]);
    const address = await addressOf(id);
    await take(places['local']!, key);
    expect(content.equals(await bytesOf(await fetch(address)))).toBe(true);
    expect((await ask(id)).status).toBe(200);
  });

  describe('an address', () => {
    let id: string;
    let address: string;
    beforeAll(async () => {
      ({ id } = await storedBackup(gateway, directory, Buffer.from('small'), [places['local']!]));
      address = await addressOf(id);
    });
    const codeOf = async (url: string | URL) => {
      const { status, code } = await problemOf(await fetch(url));
      return [status, code];
    };

    it('is good for its backup and its time alone', async () => {
      const changed = (change: (url: URL) => void) => {
        const url = new URL(address);
        change(url);
        return codeOf(url);
      };
      const invalid = [403, 'DOWNLOAD_LINK_INVALID'];
      expect(await changed((url) => (url.pathname = url.pathname.replace(id, randomUUID())))).toEqual(invalid);
      expect(await changed((url) => url.searchParams.set('expires', '9999999999'))).toEqual(invalid);
      expect(await changed((url) => url.searchParams.set('signature', `k1.${'A'.repeat(43)}`))).toEqual(invalid);
      expect(await changed((url) => url.searchParams.delete('signature'))).toEqual([422, 'VALIDATION_FAILED']);
      const expired = gateway.app.get(DownloadLinks).issue(id, new Date(Date.now() - 1000));
      expect(await codeOf(gateway.url + expired)).toEqual([403, 'DOWNLOAD_LINK_EXPIRED']);
    });

    it('dies with its backup', async () => {
      const { id: deleted } = await storedBackup(gateway, directory, Buffer.from('x'), [places['local']!]);
      const before = await addressOf(deleted);
      await gateway.delete(`/api/v1/backups/${deleted}`);
      expect(await codeOf(before)).toEqual([409, 'BACKUP_DELETED']);
      expect(await ask(deleted)).toMatchObject({ status: 409, body: { code: 'BACKUP_DELETED' } });
    });

    it('is given to whoever may see the backup, and written down', async () => {
      const tokenOf = async (role: string, organization_id: string) => {
        const user = await gateway.make('/api/v1/users', { name: role, email: `${randomUUID()}@example.com` });
        await gateway.make('/api/v1/role-assignments', { user_id: user.id, role, organization_id });
        return (await gateway.make('/api/v1/api-tokens', { name: 'spec', user_id: user.id })).token as string;
      };
      const foreign = await makeDirectory(gateway);
      const own = await tokenOf('org_member', directory.organization.id);
      expect((await ask(id, '?expires_in=300', own)).status).toBe(200);
      expect((await ask(id, '', await tokenOf('org_owner', foreign.organization.id))).status).toBe(404);
      const { body } = await gateway.get(`/api/v1/audit?object_id=${id}&action=backup.download_requested`);
      expect(body.items[0]).toMatchObject({ actor_name: 'org_member', details: { expires_in: 300 } });
    });

    it('is not to be had of a backup that is not completed', async () => {
      const made = await gateway.make(`/api/v1/backups/environments/${directory.environment.id}/backups`, {});
      expect(await ask(made.id)).toMatchObject({ status: 409, body: { code: 'BACKUP_NOT_COMPLETED' } });
    });
  });

  describe('of a large object', () => {
    let id: string;
    beforeAll(async () => {
      const stored = await storedBackup(gateway, directory, Buffer.alloc(1), [places['local']!]);
      ({ id } = stored);
      // without content, so that it costs no disk: far more than the buffers on the way take
      await truncate(join(folder, stored.key), 512 * MIB);
    });
    const firstByte = async (url: string) => {
      const response = await fetch(url, { headers: { range: 'bytes=0-0' } });
      await response.arrayBuffer();
      return response;
    };

    /** A second gateway, of which the address of the first is asked. */
    async function onGateway(settings: Record<string, string>, check: (address: string) => Promise<void>) {
      const other = await startApp({ ...gateway.infrastructure.environment, ...settings });
      try {
        await check((await addressOf(id)).replace(gateway.url, other.url));
      } finally {
        await other.app.close();
      }
    }

    it('is bounded, and makes room when its client goes away', async () => {
      const settings = { DOWNLOAD_MAX_CONCURRENT: '1', DOWNLOAD_STALL_TIMEOUT_MS: '600000' };
      await onGateway(settings, async (address) => {
        const client = new AbortController();
        const slow = await fetch(address, { signal: client.signal });
        expect(slow.status).toBe(200);
        const refused = await fetch(address);
        expect([refused.headers.get('retry-after'), await problemOf(refused)]).toEqual([
          '10',
          expect.objectContaining({ status: 503, code: 'DOWNLOADS_BUSY' }),
        ]);
        client.abort();
        await until(async () => (await firstByte(address)).status === 206);
      });
    });

    it('is cut off when its client takes nothing', async () => {
      const settings = { DOWNLOAD_MAX_CONCURRENT: '1', DOWNLOAD_STALL_TIMEOUT_MS: '300' };
      await onGateway(settings, async (address) => {
        const stuck = await new Promise<IncomingMessage>((resolve, reject) => {
          get(address, resolve).on('error', reject);
        });
        stuck.on('error', () => {});
        expect(stuck.statusCode).toBe(200);
        await until(async () => (await firstByte(address)).status === 206);
        stuck.destroy();
      });
    });
  });
});
