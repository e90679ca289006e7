import { randomBytes } from 'node:crypto';
import { makePlace, type Place, put, storedBackup, take } from '../../apps/gateway/testing/stored-backup';
import { type Directory, makeDirectory, TestGateway } from '../../apps/gateway/testing/test-gateway';
import { describeRequiring } from '../fixtures/requires';
import { startS3, type TestS3 } from '../fixtures/s3';

describeRequiring(['postgres', 'nats', 'docker'], 'the download and the deletion of the API reference, on S3', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let s3: TestS3;
  let place: Place;
  const content = randomBytes(100_000);
  beforeAll(async () => {
    [gateway, s3] = await Promise.all([TestGateway.start(), startS3()]);
    directory = await makeDirectory(gateway);
    place = await makePlaceOn('s3');
  });
  afterAll(async () => {
    await gateway?.stop();
    await s3?.stop();
  });

  async function makePlaceOn(provider: 's3' | 'r2' | 'minio'): Promise<Place> {
    const { endpoint, region, accessKeyId, secretAccessKey } = s3;
    const bucket = await s3.bucket();
    const credentials = { accessKeyId, secretAccessKey };
    return makePlace(gateway, directory, { provider, endpoint, region, bucket, credentials });
  }

  /** GET /api/v1/backups/{backup_id}/download?expires_in=3600 */
  it('answers with the fields of the example, field by field', async () => {
    const { id } = await storedBackup(gateway, directory, content, [place]);
    const before = Date.now();
    const { status, body } = await gateway.get(`/api/v1/backups/${id}/download?expires_in=3600`);
    expect([status, body]).toEqual([
      200,
      {
        backup_id: id,
        database_url: expect.stringMatching(/^http.*\.zip\?.*X-Amz-Signature=[0-9a-f]{64}/),
        filestore_url: null,
        manifest_url: null,
        expires_in: 3600,
        expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    ]);
    const seconds = (Date.parse(body.expires_at) - before) / 1000;
    expect(seconds).toBeGreaterThan(3599 - 1);
    expect(new URL(body.database_url).searchParams.get('X-Amz-Expires')).toBe('3600');
  });

  it.each<[string, number, number | undefined]>([
    ['', 200, 3600],
    ['?expires_in=300', 200, 300],
    ['?expires_in=86400', 200, 86_400],
    ['?expires_in=299', 422, undefined],
    ['?expires_in=86401', 422, undefined],
    ['?expires_in=an+hour', 422, undefined],
  ])('answers %p with %i', async (query, status, expiresIn) => {
    const { id } = await storedBackup(gateway, directory, content, [place]);
    const answer = await gateway.get(`/api/v1/backups/${id}/download${query}`);
    expect([answer.status, answer.body.expires_in]).toEqual([status, expiresIn]);
  });

  it.each(['s3', 'r2', 'minio'] as const)(
    'gives an address of %s that anybody can use, whole or in part',
    async (provider) => {
      const { id } = await storedBackup(gateway, directory, content, [await makePlaceOn(provider)]);
      const { body } = await gateway.get(`/api/v1/backups/${id}/download`);
      expect(body.database_url).not.toContain('checksum');
      const whole = await fetch(body.database_url);
      expect([whole.status, whole.headers.get('content-type'), whole.headers.get('content-disposition')]).toEqual([
        200,
        'application/zip',
        'attachment; filename="prod-20241211T103000Z.zip"',
      ]);
      expect(content.equals(Buffer.from(await whole.arrayBuffer()))).toBe(true);
      const part = await fetch(body.database_url, { headers: { range: 'bytes=10-19' } });
      expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, content.subarray(10, 20)]);
      const forged = new URL(body.database_url);
      forged.searchParams.set('X-Amz-Expires', '86400');
      expect((await fetch(forged)).status).toBe(403);
    },
  );

  it('gives the address of a copy when the first object is gone', async () => {
    const further = await makePlaceOn('minio');
    const { id, key } = await storedBackup(gateway, directory, content, [place, further]);
    await take(place, key);
    const { body } = await gateway.get(`/api/v1/backups/${id}/download`);
    expect(body.database_url).toContain(further.settings.bucket!);
    expect(content.equals(Buffer.from(await (await fetch(body.database_url)).arrayBuffer()))).toBe(true);
    await take(further, key);
    const gone = await gateway.get(`/api/v1/backups/${id}/download`);
    expect(gone).toMatchObject({ status: 404, body: { code: 'OBJECT_NOT_FOUND' } });
    await put(place, key, content);
    expect((await gateway.get(`/api/v1/backups/${id}/download`)).status).toBe(200);
  });

  /** DELETE /api/v1/backups/{backup_id} */
  it('marks a backup as deleted, and keeps the record', async () => {
    const { id } = await storedBackup(gateway, directory, content, [place]);
    const answer = await gateway.delete(`/api/v1/backups/${id}`);
    expect([answer.status, answer.body]).toEqual([204, undefined]);
    expect((await gateway.get(`/api/v1/backups/${id}`)).body).toMatchObject({ id, status: 'deleted' });
  });
});
