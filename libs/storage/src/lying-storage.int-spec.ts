import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fault, type LyingS3, startLyingS3 } from '../testing/lying-s3';
import type { StorageSettings } from '@app/core';
import { DEFAULT_STORAGE_OPTIONS, type ObjectStore } from './object-store';
import { openStore } from './open-store';
import type { PartPlan } from './part-plan';
import { probeStore } from './probe-store';
import { openS3Client } from './s3-client';
import { S3_PROVIDERS } from './s3-providers';
import { S3Writer } from './s3-writer';

const MIB = 1024 ** 2;
const large = randomBytes(20 * MIB + 3);

let s3: LyingS3;
let store: ObjectStore;
beforeEach(async () => {
  s3 = await startLyingS3();
  store = openStore(settings(), { socketTimeoutMs: 300 });
});
afterEach(async () => {
  await store.close();
  await s3.stop();
});

const settings = (): StorageSettings => ({
  provider: 's3',
  endpoint: s3.endpoint,
  bucket: 'b',
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
});
const put = async (content: Buffer) => {
  const writer = await store.write('x');
  await pipeline([content], writer.stream);
  return writer.commit();
};
const expectNothingLeft = () => {
  expect([...s3.objects.keys()]).toEqual([]);
  expect([...s3.uploads]).toEqual([]);
};

describe('a storage that lies about what it stored', () => {
  it.each([
    ['small', 1000],
    ['large', large.length],
  ])('is found out when it drops the end of a %s object', async (_size, sizeBytes) => {
    s3.lies.store = (body) => body.subarray(0, body.length - 1);
    await expect(put(large.subarray(0, sizeBytes))).rejects.toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      details: { written_bytes: sizeBytes },
    });
    expectNothingLeft();
  });

  it('is found out by the probe when it stores other bytes of the same number', async () => {
    s3.lies.store = (body) => Buffer.alloc(body.length);
    const probe = await probeStore(store);
    expect(probe).toMatchObject({ ok: false });
    expect(probe.steps.map(({ step, error }) => [step, error?.code])).toEqual([
      ['connect', undefined],
      ['write', undefined],
      ['read', 'CHECKSUM_MISMATCH'],
      ['delete', undefined],
    ]);
    expectNothingLeft();
  });

  it('is found out when it confirms an upload that it does not keep', async () => {
    s3.lies.complete = (answer) =>
      answer.end('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>');
    await expect(put(large)).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    expectNothingLeft();
  });
});

describe('a commit whose answer is not plain', () => {
  it('fails when status 200 carries an error', async () => {
    s3.lies.complete = (answer) => fault(answer, 200, 'InternalError');
    await expect(put(large)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      details: { provider_code: 'InternalError' },
    });
    expectNothingLeft();
  });

  it.each([
    ['large', large.length],
    ['small', 1000],
  ])('succeeds when the answer is lost but the %s object is whole', async (_size, sizeBytes) => {
    // The first request has its effect and is never answered; an upload that is repeated is not known any more.
    s3.lies.complete = (_answer, complete) => complete();
    s3.lies.put = (_answer, store) => store();
    expect(await put(large.subarray(0, sizeBytes))).toMatchObject({ sizeBytes });
    expect(s3.objects.get('b/x')?.equals(large.subarray(0, sizeBytes))).toBe(true);
  });

  it('fails when the service does not answer and has no object', async () => {
    s3.lies.complete = () => {};
    await expect(put(large)).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' });
    expectNothingLeft();
  });

  it.each([
    ['QuotaExceeded', 403, 'STORAGE_FULL'],
    ['XMinioStorageFull', 507, 'STORAGE_FULL'],
    ['SomethingNew', 507, 'STORAGE_FULL'],
    ['AccessDenied', 403, 'STORAGE_AUTH_FAILED'],
    ['SomethingNew', 400, 'STORAGE_FAILED'],
  ])('translates %s with status %i to %s', async (code, status, expected) => {
    s3.lies.complete = (answer) => fault(answer, status, code);
    await expect(put(large)).rejects.toMatchObject({ code: expected });
    expectNothingLeft();
  });
});

describe('a part that fails', () => {
  it('is sent again', async () => {
    let failures = 2;
    s3.lies.part = (answer, partNumber) => {
      if (partNumber !== 2 || failures === 0) return false;
      failures -= 1;
      fault(answer, 503, 'SlowDown');
      return true;
    };
    await put(large);
    expect(s3.objects.get('b/x')?.equals(large)).toBe(true);
  });

  it('is given up by a service that stays silent, which ends the write and leaves nothing', async () => {
    s3.lies.part = (_answer, partNumber) => partNumber === 2;
    const writer = await store.write('x');
    await expect(pipeline([large], writer.stream)).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' });
    await writer.discard();
    expectNothingLeft();
  });
});

describe('a broken read', () => {
  beforeEach(() => s3.objects.set('b/x', large));

  it.each([false, true])('goes on from the missing byte, cut by an orderly end: %s', async (endOrderly) => {
    const cuts = [5 * MIB, 1, 70_000, undefined];
    s3.lies = { endOrderly, cutReadAfter: () => cuts.shift() };
    expect((await buffer(await store.read('x', { start: 3 }))).equals(large.subarray(3))).toBe(true);
    expect(s3.requests).toHaveLength(4);
  });

  it('fails after so many breaks without a byte in between', async () => {
    s3.lies = { endOrderly: true, cutReadAfter: () => 0 };
    await expect(buffer(await store.read('x', { start: 3 }))).rejects.toMatchObject({
      code: 'OBJECT_TRUNCATED',
      details: { expected_bytes: large.length - 3, received_bytes: 0 },
    });
    expect(s3.requests).toHaveLength(6);
  });

  it('goes on after a reader that paused for longer than the connection lives', async () => {
    const stream = await store.read('x');
    const chunks: Buffer[] = [];
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      // Once, in the middle, until the timeout has closed the connection.
      if (chunks.length === 3) await new Promise((done) => setTimeout(done, 700));
    }
    expect(Buffer.concat(chunks).equals(large)).toBe(true);
  });

  it('does not go on with another object', async () => {
    let reads = 0;
    s3.lies = { cutReadAfter: () => 1000, etag: () => `version-${(reads += 1)}` };
    await expect(buffer(await store.read('x'))).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      details: { provider_code: 'PreconditionFailed' },
    });
  });

  it('refuses a service that sends another range than asked for', async () => {
    s3.lies.ignoreRange = true;
    await expect(store.read('x', { start: 3 })).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  });
});

describe('an upload that outgrows its plan', () => {
  const write = async (plan: PartPlan, content: Buffer) => {
    const client = openS3Client(settings(), S3_PROVIDERS.s3, DEFAULT_STORAGE_OPTIONS);
    const target = { Bucket: 'b', Key: 'x' };
    const writer = new S3Writer({ client, target, attributes: {}, key: 'x', location: 'x', plan, bufferBytes: 4096 });
    try {
      await pipeline(
        Readable.from(
          content
            .toString('latin1')
            .match(/.{1,77}/gs)!
            .map((s) => Buffer.from(s, 'latin1')),
        ),
        writer.stream,
      );
      await writer.commit();
    } finally {
      await writer.discard();
      client.destroy();
    }
  };

  it('goes on in larger parts', async () => {
    const content = large.subarray(0, 9_500);
    await write({ maxParts: 10, basePartBytes: 500, steadyParts: 3, partsPerDoubling: 2 }, content);
    expect(s3.partSizes).toEqual([500, 500, 500, 1000, 1000, 2000, 2000, 2000]);
    expect(s3.objects.get('b/x')?.equals(content)).toBe(true);
  });

  it('says how far it came where parts must be equal', async () => {
    const plan = { maxParts: 4, basePartBytes: 500, steadyParts: 4, partsPerDoubling: Infinity };
    await write(plan, large.subarray(0, 2_000));
    expect(s3.partSizes).toEqual([500, 500, 500, 500]);
    s3.objects.clear();
    await expect(write(plan, large.subarray(0, 2_001))).rejects.toMatchObject({
      code: 'UPLOAD_TOO_LARGE',
      details: { bytesWritten: 2_000 },
    });
    expectNothingLeft();
  });
});
