import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { utils } from 'ssh2';
import type { StorageSettings } from '@app/core';
import { describeRequiring } from '../../../test/fixtures/requires';
import { onSmallDisk } from '../../../test/fixtures/small-disk';
import { type Sshd, startSshd } from '../../../test/fixtures/sshd';
import { describeObjectStore } from '../testing';
import { openStore } from './open-store';
import { probeStore } from './probe-store';

function settingsOf(sshd: Sshd, changes: Partial<StorageSettings> = {}): StorageSettings {
  const { host, port, user: username, password, hostKey } = sshd;
  const endpoint = `sftp://${host}:${port}`;
  return { provider: 'sftp', endpoint, path: 'backups', credentials: { username, password }, hostKey, ...changes };
}

describeRequiring(['sshd', 'ftpd'], 'the SFTP driver against OpenSSH', () => {
  describeObjectStore('sftp', async () => {
    const sshd = await startSshd({ account: true });
    return {
      open: (prefix) => openStore(settingsOf(sshd, { prefix })),
      cut: () => sshd.dropSessions(),
      stop: () => sshd.stop(),
    };
  });

  describe('SFTP store', () => {
    let sshd: Sshd;
    beforeAll(async () => {
      sshd = await startSshd({ account: true });
    });
    afterAll(() => sshd?.stop());

    const withKey = (privateKey: string) => settingsOf(sshd, { credentials: { username: sshd.user, privateKey } });
    it.each<[string, string, () => StorageSettings]>([
      [
        'a wrong password',
        'STORAGE_AUTH_FAILED',
        () => settingsOf(sshd, { credentials: { username: sshd.user, password: 'x' } }),
      ],
      ['a key that is not let in', 'STORAGE_AUTH_FAILED', () => withKey(sshd.strangerKey)],
      ['a text that is no key', 'STORAGE_CONFIG_INVALID', () => withKey('hello')],
      [
        'another host key',
        'STORAGE_HOST_KEY_MISMATCH',
        () => settingsOf(sshd, { hostKey: utils.generateKeyPairSync('ed25519').public }),
      ],
      [
        'a host key of another type',
        'STORAGE_HOST_KEY_MISMATCH',
        () => settingsOf(sshd, { hostKey: utils.generateKeyPairSync('ecdsa', { bits: 256 }).public }),
      ],
      ['a host key that nobody has pinned', 'STORAGE_HOST_KEY_UNKNOWN', () => settingsOf(sshd, { hostKey: undefined })],
      ['a closed port', 'STORAGE_UNREACHABLE', () => settingsOf(sshd, { endpoint: 'sftp://127.0.0.1:9' })],
      ['a missing directory', 'STORAGE_BUCKET_NOT_FOUND', () => settingsOf(sshd, { path: '/no/such/place' })],
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
      expect(JSON.stringify(probe.steps[0]!.error!.toReport())).not.toContain(sshd.password);
      await store.close();
    });

    it('names the key of a server that nobody has pinned, in the form that is pinned', async () => {
      const store = openStore(settingsOf(sshd, { hostKey: undefined }));
      const fingerprint = expect.stringMatching(/^SHA256:/);
      await expect(store.stat('x')).rejects.toMatchObject({ details: { fingerprint, host_key: sshd.hostKey } });
      await store.close();
    });

    it('lets in by a private key', async () => {
      const store = openStore(withKey(sshd.privateKey));
      expect(await probeStore(store)).toMatchObject({ ok: true });
      await store.close();
    });

    it('lets only its own user read what it writes, below a directory that may be absolute', async () => {
      const path = join(sshd.home, 'absolute');
      const store = openStore(settingsOf(sshd, { path }));
      const writer = await store.write('a/b');
      await pipeline(['content'], writer.stream);
      await writer.commit();
      expect(statSync(join(path, 'a')).mode & 0o777).toBe(0o700);
      expect(statSync(join(path, 'a/b')).mode & 0o777).toBe(0o600);
      expect(store.location('a/b')).toBe(`sftp://${sshd.host}:${sshd.port}${path}/a/b`);
      await store.remove('a/b');
      expect(readdirSync(path)).toEqual([]);
      await store.close();
    });

    it('says what stands in the way of a write', async () => {
      mkdirSync(join(sshd.home, 'locked'), { mode: 0o755 });
      const store = openStore(settingsOf(sshd, { path: 'locked' }));
      await expect(store.write('x')).rejects.toMatchObject({ code: 'STORAGE_FAILED', kind: 'operator' });
      await store.close();
    });

    it('fails a write when the server dies, and removes the rest when it is back', async () => {
      const own = await startSshd({ account: true });
      const store = openStore(settingsOf(own));
      const writer = await store.write('x/y');
      const writing = pipeline(Readable.from(zeros(Number.POSITIVE_INFINITY)), writer.stream);
      await own.kill();
      await expect(writing).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE', kind: 'transient' });
      await expect(writer.discard()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' });
      await own.start();
      expect(await store.stat('x/y')).toBeUndefined();
      expect(await store.discardUnfinished('x/y')).toBe(1);
      expect(existsSync(join(own.home, 'backups/x'))).toBe(false);
      await store.close();
      await own.stop();
    });

    it('gives up a server that has stopped answering', async () => {
      const own = await startSshd({ account: true });
      const store = openStore(settingsOf(own), { socketTimeoutMs: 3_000 });
      expect(await store.stat('x')).toBeUndefined();
      await own.freeze();
      await expect(store.stat('x')).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' });
      await own.thaw();
      expect(await store.stat('x')).toBeUndefined();
      await store.close();
      await own.stop();
    });

    it('closes though the server has stopped answering', async () => {
      const own = await startSshd({ account: true });
      const store = openStore(settingsOf(own));
      expect(await store.stat('x')).toBeUndefined();
      await own.freeze();
      await store.close();
      await own.thaw();
      await own.stop();
    }, 30_000);

    it('reports a full disk and leaves nothing on it', () =>
      onSmallDisk(async (disk) => {
        const own = await startSshd({ account: true, home: disk });
        try {
          const store = openStore(settingsOf(own));
          const writer = await store.write('x/y');
          const writing = pipeline(Readable.from(zeros(100)), writer.stream).then(() => writer.commit());
          await expect(writing).rejects.toMatchObject({ code: 'STORAGE_FULL', kind: 'operator' });
          await writer.discard();
          expect(readdirSync(join(disk, 'backups'))).toEqual([]);
          expect((await probeStore(store)).ok).toBe(true);
          await store.close();
        } finally {
          await own.stop();
        }
      }));
  });
});

function* zeros(count: number): Iterable<Buffer> {
  for (let sent = 0; sent < count; sent += 1) yield Buffer.alloc(70_000);
}
