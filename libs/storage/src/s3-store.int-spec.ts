import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describeRequiring } from '../../../test/fixtures/requires';
import { startS3, type TestS3 } from '../../../test/fixtures/s3';
import { startTcpProxy } from '../../../test/fixtures/tcp-proxy';
import { describeObjectStore } from '../testing';
import type { StorageSettings } from '@app/core';
import { openStore } from './open-store';
import { probeStore } from './probe-store';

const MIB = 1024 ** 2;

function settingsOf(s3: TestS3, bucket: string, changes: Partial<StorageSettings> = {}): StorageSettings {
  const { endpoint, region, accessKeyId, secretAccessKey } = s3;
  return { provider: 's3', endpoint, region, bucket, credentials: { accessKeyId, secretAccessKey }, ...changes };
}

describeRequiring('docker', 'the S3 driver against Ceph', () => {
  // The services differ in data only: once as any S3, once with the equal parts and the region of R2.
  describe.each(['s3', 'r2'] as const)('as provider %s', (provider) => {
    describeObjectStore(provider, async () => {
      const s3 = await startS3();
      const bucket = await s3.bucket();
      const region = provider === 'r2' ? undefined : s3.region;
      const { hostname, port } = new URL(s3.endpoint);
      const proxy = await startTcpProxy(Number(port), hostname);
      const endpoint = `http://127.0.0.1:${proxy.port}`;
      return {
        open: (prefix) => openStore(settingsOf(s3, bucket, { provider, region, prefix, endpoint })),
        cut: async () => proxy.cut('reset'),
        stop: async () => {
          await proxy.close();
          await s3.stop();
        },
      };
    });
  });

  describe('S3 store', () => {
    let s3: TestS3;
    let bucket: string;
    beforeAll(async () => {
      s3 = await startS3();
      bucket = await s3.bucket();
    }, 900_000);
    afterAll(() => s3?.stop());

    const everyCall = (store: ReturnType<typeof openStore>): [string, () => Promise<unknown>][] => [
      ['stat', () => store.stat('x')],
      ['read', () => store.read('x')],
      ['remove', () => store.remove('x')],
      ['list', async () => store.list('')[Symbol.asyncIterator]().next()],
      ['listUnfinished', async () => store.listUnfinished('')[Symbol.asyncIterator]().next()],
      ['discardUnfinished', () => store.discardUnfinished('x')],
      [
        'write',
        async () => {
          const writer = await store.write('x');
          await pipeline(['x'], writer.stream);
          await writer.commit();
        },
      ],
      ['large write', async () => pipeline([Buffer.alloc(9 * MIB)], (await store.write('x')).stream)],
    ];

    it.each<[string, string, Partial<StorageSettings>]>([
      ['a wrong secret', 'STORAGE_AUTH_FAILED', { credentials: { accessKeyId: '', secretAccessKey: 'wrong-secret' } }],
      ['an unknown key', 'STORAGE_AUTH_FAILED', { credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'x' } }],
      ['a missing bucket', 'STORAGE_BUCKET_NOT_FOUND', { bucket: 'there-is-no-such-bucket' }],
      ['a closed port', 'STORAGE_UNREACHABLE', { endpoint: 'http://127.0.0.1:9' }],
    ])('says of %s at every call: %s', async (_situation, code, changes) => {
      const settings = settingsOf(s3, bucket, changes);
      if (settings.credentials?.accessKeyId === '') settings.credentials.accessKeyId = s3.accessKeyId;
      const store = openStore(settings);
      for (const [call, action] of everyCall(store)) {
        const outcome = await action().then(
          () => 'nothing',
          (error: { code: string }) => error.code,
        );
        expect([call, outcome]).toEqual([call, code]);
      }
      const probe = await probeStore(store);
      expect(probe).toMatchObject({ ok: false, steps: [{ step: 'connect', error: { code } }] });
      const shown = JSON.stringify(probe.steps[0]!.error!.toReport()) + probe.steps[0]!.error!.cause;
      expect(shown).not.toContain(settings.credentials!.secretAccessKey + '"');
      expect(shown).not.toMatch(/Signature=|AWS4/);
      await store.close();
    });

    it('says that a foreign account may not write into the bucket', async () => {
      const other = await startS3();
      const { accessKeyId, secretAccessKey } = other;
      const store = openStore(settingsOf(s3, bucket, { credentials: { accessKeyId, secretAccessKey } }));
      expect(await probeStore(store)).toMatchObject({ steps: [{ error: { code: 'STORAGE_AUTH_FAILED' } }] });
      await store.close();
      await other.stop();
    });

    it.each([1, 40 * MIB])(
      'reports a full quota to a write of %i bytes and leaves nothing',
      async (sizeBytes) => {
        const store = openStore(settingsOf(s3, await s3.bucket()));
        const content = randomBytes(9 * MIB);
        const filler = await store.write('filler');
        await pipeline([content], filler.stream);
        await filler.commit();
        await s3.setQuota(9 * MIB);
        try {
          const writer = await store.write('x');
          const attempt = async () => {
            const chunks = Array.from({ length: Math.ceil(sizeBytes / content.length) }, () => content);
            await pipeline(Readable.from(sizeBytes === 1 ? ['x'] : chunks), writer.stream);
            await writer.commit();
          };
          await expect(attempt()).rejects.toMatchObject({ code: 'STORAGE_FULL', kind: 'operator' });
          await writer.discard();
        } finally {
          await s3.setQuota(undefined);
        }
        expect(await store.stat('x')).toBeUndefined();
        expect(await store.discardUnfinished('x')).toBe(0);
        await store.remove('filler');
        await store.close();
      },
      120_000,
    );

    it('gives an object its storage class and its content type', async () => {
      const store = openStore(settingsOf(s3, bucket, { storageClass: 'STANDARD' }));
      const writer = await store.write('classed', { contentType: 'application/zip' });
      await pipeline(['x'], writer.stream);
      expect(await writer.commit()).toMatchObject({ sizeBytes: 1 });
      const { endpoint, region, accessKeyId, secretAccessKey } = s3;
      const credentials = { accessKeyId, secretAccessKey };
      const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'classed' }));
      expect(head).toMatchObject({ ContentType: 'application/zip' });
      client.destroy();
      await store.close();
    });

    // Ceph encrypts only with a key service, which this one has none of: so it refuses what it was really asked for.
    it.each(['small', 'large'])(
      'asks for the encryption of a %s object, and keeps none where it is refused',
      async (size) => {
        const store = openStore(settingsOf(s3, bucket, { serverSideEncryption: 'AES256' }));
        const writer = await store.write('encrypted');
        const writing = pipeline([Buffer.alloc(size === 'small' ? 1 : 9 * MIB)], writer.stream);
        const refusal = { code: 'STORAGE_FAILED', details: { provider_code: 'InvalidRequest', http_status: 400 } };
        await expect(writing.then(() => writer.commit())).rejects.toMatchObject(refusal);
        await writer.discard();
        expect(await store.stat('encrypted')).toBeUndefined();
        expect(await store.discardUnfinished('encrypted')).toBe(0);
        await store.close();
      },
    );
  });
});
