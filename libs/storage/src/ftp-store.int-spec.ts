import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StorageSettings } from '@app/core';
import { type Ftpd, startFtpd } from '../../../test/fixtures/ftpd';
import { describeRequiring } from '../../../test/fixtures/requires';
import { onSmallDisk } from '../../../test/fixtures/small-disk';
import { describeObjectStore } from '../testing';
import type { ObjectStore } from './object-store';
import { openStore } from './open-store';
import { probeStore } from './probe-store';

function settingsOf(ftpd: Ftpd, changes: Partial<StorageSettings> = {}): StorageSettings {
  const { endpoint, user: username, password, caCertificate } = ftpd;
  return { provider: 'ftp', endpoint, path: 'backups', credentials: { username, password }, caCertificate, ...changes };
}

describeRequiring('ftpd', 'the FTP driver against vsftpd', () => {
  describe.each([false, true])('with explicit TLS: %s', (tls) => {
    describeObjectStore(tls ? 'ftps' : 'ftp', async () => {
      const ftpd = await startFtpd({ tls });
      return {
        open: (prefix) => openStore(settingsOf(ftpd, { prefix })),
        cut: () => ftpd.dropSessions(),
        stop: () => ftpd.stop(),
      };
    });
  });

  describe('FTP store', () => {
    let plain: Ftpd;
    let secure: Ftpd;
    beforeAll(async () => {
      [plain, secure] = await Promise.all([startFtpd(), startFtpd({ tls: true })]);
    });
    afterAll(() => Promise.all([plain?.stop(), secure?.stop()]));

    const scheme = (ftpd: Ftpd, to: string) => ftpd.endpoint.replace(/^\w+:/, `${to}:`);
    it.each<[string, string, () => StorageSettings]>([
      ['a wrong password', 'STORAGE_AUTH_FAILED', () => withPassword(secure, 'wrong')],
      ['an unknown authority', 'STORAGE_CERTIFICATE_UNTRUSTED', () => settingsOf(secure, { caCertificate: undefined })],
      [
        'a certificate for another name',
        'STORAGE_CERTIFICATE_UNTRUSTED',
        () => settingsOf(secure, { endpoint: secure.endpoint.replace('localhost', '127.0.0.1') }),
      ],
      [
        'TLS where there is none',
        'STORAGE_CONFIG_INVALID',
        () => settingsOf(plain, { endpoint: scheme(plain, 'ftps') }),
      ],
      [
        'no TLS where it is wanted',
        'STORAGE_CONFIG_INVALID',
        () => settingsOf(secure, { endpoint: scheme(secure, 'ftp') }),
      ],
      ['a closed port', 'STORAGE_UNREACHABLE', () => settingsOf(plain, { endpoint: 'ftp://127.0.0.1:9' })],
      ['a missing directory', 'STORAGE_BUCKET_NOT_FOUND', () => settingsOf(plain, { path: 'no/such/place' })],
    ])('says of %s at every call: %s', async (_situation, code, settings) => {
      const store = openStore(settings());
      await expect(store.write('x')).rejects.toMatchObject({ code });
      await expect(store.stat('x')).rejects.toMatchObject({ code });
      await expect(store.read('x')).rejects.toMatchObject({ code });
      await expect(store.remove('x')).rejects.toMatchObject({ code });
      await expect(store.discardUnfinished('x')).rejects.toMatchObject({ code });
      await expect(store.list('')[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code });
      const probe = await probeStore(store);
      expect(probe).toMatchObject({ ok: false, steps: [{ step: 'connect', error: { code } }] });
      expect(JSON.stringify(probe.steps[0]!.error!.toReport())).not.toContain(plain.password);
      await store.close();
    });

    it('keeps below its directory, which may be absolute', async () => {
      const path = join(plain.home, 'absolute');
      const store = openStore(settingsOf(plain, { path }));
      await put(store, 'a/b', 'content');
      expect(statSync(join(path, 'a/b')).size).toBe(7);
      expect(store.location('a/b')).toBe(`${plain.endpoint}${path}/a/b`);
      await store.remove('a/b');
      expect(readdirSync(path)).toEqual([]);
      await store.close();
    });

    it('refuses to begin where it may not write', async () => {
      mkdirSync(join(plain.home, 'locked'), { mode: 0o755 });
      const store = openStore(settingsOf(plain, { path: 'locked' }));
      await expect(store.write('x')).rejects.toMatchObject({ code: 'STORAGE_FAILED', kind: 'operator' });
      await store.close();
    });

    it('fails a write when the server dies, tells it at once, and removes the rest when it is back', async () => {
      const ftpd = await startFtpd();
      const store = openStore(settingsOf(ftpd));
      const writer = await store.write('x/y');
      const endless = Readable.from(zeros(Number.POSITIVE_INFINITY));
      const writing = pipeline(endless, writer.stream);
      await ftpd.kill();
      await expect(writing).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE', kind: 'transient' });
      await expect(writer.discard()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' });
      await ftpd.start();
      expect(await store.stat('x/y')).toBeUndefined();
      expect(await store.discardUnfinished('x/y')).toBe(1);
      expect(existsSync(join(ftpd.home, 'backups/x'))).toBe(false);
      await store.close();
      await ftpd.stop();
    });

    it('lets nothing of the credentials begin another command', () => {
      expect(() => openStore(withPassword(plain, 'x\r\nDELE y'))).toThrow(
        expect.objectContaining({ code: 'STORAGE_CONFIG_INVALID', details: { field: 'credentials.password' } }),
      );
    });

    it('fails on a full disk and leaves nothing on it', () =>
      onSmallDisk(async (disk) => {
        const ftpd = await startFtpd({ home: disk });
        try {
          const store = openStore(settingsOf(ftpd));
          const writer = await store.write('x/y');
          const writing = pipeline(Readable.from(zeros(100)), writer.stream).then(() => writer.commit());
          // The server breaks the data connection and then says why: whichever arrives first is what is told.
          const code = expect.stringMatching(/^STORAGE_(FULL|UNREACHABLE)$/);
          await expect(writing).rejects.toMatchObject({ code });
          await writer.discard();
          expect(readdirSync(join(disk, 'backups'))).toEqual([]);
          expect((await probeStore(store)).ok).toBe(true);
          await store.close();
        } finally {
          await ftpd.stop();
        }
      }));
  });
});

function withPassword(ftpd: Ftpd, password: string): StorageSettings {
  return settingsOf(ftpd, { credentials: { username: ftpd.user, password } });
}

async function put(store: ObjectStore, key: string, content: string): Promise<void> {
  const writer = await store.write(key);
  await pipeline([content], writer.stream);
  await writer.commit();
}

function* zeros(count: number): Iterable<Buffer> {
  for (let sent = 0; sent < count; sent += 1) yield Buffer.alloc(70_000);
}
