import type { VerifyAfterUpload } from '@app/contracts';
import { ERRORS } from '@app/core';
import { type LyingS3, startLyingS3 } from '../../../../libs/storage/testing/lying-s3';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { TestBackups } from '../../testing/test-backups';

describeRequiring(['postgres', 'nats'], 'a backup into a storage that lies (an S3 server made up for it)', () => {
  let backups: TestBackups;
  let s3: LyingS3;
  let storage: string;

  beforeAll(async () => {
    [backups, s3] = await Promise.all([TestBackups.start(), startLyingS3()]);
    storage = backups.addStorage({ provider: 's3', endpoint: s3.endpoint, region: 'us-east-1', bucket: 'b' }, [
      'key',
      'secret',
    ]);
  });
  beforeEach(() => {
    s3.lies = {};
    s3.requests.length = 0;
    backups.storage(storage).verify_after_upload = 'rehashed';
  });
  afterEach(() => s3.objects.clear());
  afterAll(async () => {
    await backups?.stop();
    await s3?.stop();
  });

  const isArchive = (body: Buffer) => body.subarray(0, 2).toString() === 'PK';
  const flipped = (body: Buffer, at: number) => {
    const copy = Buffer.from(body);
    copy[at]! ^= 1;
    return copy;
  };
  const names = async (taskId: string) => (await backups.told(taskId)).map(({ name }) => name);
  const expectNothingLeft = () => {
    expect([...s3.objects.keys()]).toEqual([]);
    expect([...s3.uploads]).toEqual([]);
  };

  it.each<[string, (body: Buffer) => Buffer]>([
    ['zeros instead of the object', (body) => Buffer.alloc(body.length)],
    ['one flipped bit at the beginning', (body) => (isArchive(body) ? flipped(body, 300) : body)],
    ['one flipped bit in the middle', (body) => (isArchive(body) ? flipped(body, body.length >> 1) : body)],
    [
      'one flipped bit in the directory',
      (body) => (isArchive(body) ? flipped(body, body.lastIndexOf('PK\x01\x02') + 17) : body),
    ],
    [
      'a manifest beside it that is another one',
      (body) => (isArchive(body) ? body : Buffer.from(body.toString().replace('"manual"', '"wanual"'))),
    ],
  ])('never becomes completed when it stores %s', async (_what, store) => {
    s3.lies.store = store;
    const backup = backups.request(storage);
    expect(await backups.run(backup)).toMatchObject({ status: 'failed', failedAttempts: 3 });
    const told = await backups.told(backup.task_id);
    const attempt = (end: string) => ['backup.started', 'backup.uploading', end];
    const attempts = ['backup.retrying', 'backup.retrying', 'backup.failed'].flatMap(attempt);
    expect(told.map(({ name }) => name)).toEqual(attempts);
    const { kind, remedy } = ERRORS.CHECKSUM_MISMATCH;
    expect(told.at(-1)!.data['error']).toMatchObject({ code: 'CHECKSUM_MISMATCH', kind, remedy });
    expectNothingLeft();
  });

  it('is never completed when the storage cannot be read', async () => {
    s3.lies.cutReadAfter = () => 0;
    const backup = backups.request(storage);
    expect(await backups.run(backup)).toMatchObject({ status: 'failed', failedAttempts: 3 });
    expect(await names(backup.task_id)).not.toContain('backup.completed');
    expectNothingLeft();
  });

  it('is completed by the attempt in which the storage does not lie', async () => {
    let objects = 0;
    s3.lies.store = (body) => (isArchive(body) && (objects += 1) < 3 ? flipped(body, 500) : body);
    const backup = backups.request(storage);
    expect(await backups.run(backup)).toMatchObject({ status: 'completed', attempt: 3 });
    expect((await backups.told(backup.task_id)).at(-1)).toMatchObject({
      name: 'backup.completed',
      data: { verification: { level: 'rehashed', verified_at: expect.stringMatching(/Z$/) as string } },
    });
    expect([...s3.objects.keys()].length).toBe(2);
  });

  it('reads the object once, and writes the manifest beside it after that', async () => {
    const backup = backups.request(storage);
    expect(await backups.run(backup)).toMatchObject({ status: 'completed' });
    const { archive, sidecar } = backups.keys(backup);
    const reads = s3.requests.filter((request) => request.startsWith(`GET b/${archive}`));
    expect(reads.length).toBe(s3.objects.get(`b/${archive}`)!.length > 2 ** 20 ? 2 : 1);
    const written = s3.requests.findIndex((request) => request.startsWith(`PUT b/${sidecar}`));
    const lastRead = s3.requests.findLastIndex((request) => request.startsWith(`GET b/${archive}`));
    expect(written).toBeGreaterThan(lastRead);
  });

  it.each<[string, VerifyAfterUpload, VerifyAfterUpload | undefined]>([
    ['is set for it', 'none', undefined],
    ['was asked for this backup', 'rehashed', 'none'],
  ])('is taken at its word when no reading back %s, and claims no more than the upload', async (_what, set, asked) => {
    backups.storage(storage).verify_after_upload = set;
    s3.lies.store = (body) => (isArchive(body) ? flipped(body, 300) : body);
    const backup = { ...backups.request(storage), verify_after_upload: asked };
    expect(await backups.run(backup)).toMatchObject({ status: 'completed' });
    const completed = (await backups.told(backup.task_id)).at(-1)!;
    const data = { verification: { level: 'uploaded' }, requested_at: backup.created_at };
    expect(completed).toMatchObject({ name: 'backup.completed', data });
    expect(s3.requests.filter((request) => request.startsWith('GET b/organizations'))).toEqual([]);
  });
});
