import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fault, type LyingS3, startLyingS3 } from '../../../../libs/storage/testing/lying-s3';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { TestBackups } from '../../testing/test-backups';

const MIB = 1024 ** 2;

describeRequiring(
  ['postgres', 'nats'],
  'a backup whose filestore is sent beside its dump (an S3 server made up for it)',
  () => {
    let backups: TestBackups;
    let s3: LyingS3;
    let storage: string;

    beforeAll(async () => {
      [backups, s3] = await Promise.all([TestBackups.start(), startLyingS3()]);
      storage = backups.addStorage({ provider: 's3', endpoint: s3.endpoint, region: 'us-east-1', bucket: 'b' }, [
        'key',
        'secret',
      ]);
      const root = join(backups.root, 'filestore');
      for (let files = 0; files < 12; files += 1) {
        const content = randomBytes(2 * MIB);
        const name = createHash('sha1').update(content).digest('hex');
        const folder = join(root, readdirSync(root)[0]!, name.slice(0, 2));
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, name), content);
      }
    });
    beforeEach(() => {
      s3.lies = {};
      s3.requests.length = 0;
    });
    afterAll(async () => {
      await backups?.stop();
      await s3?.stop();
    });

    const partNumbers = () => {
      const numbers = s3.requests.flatMap((request) => /partNumber=(\d+)/.exec(request)?.[1] ?? []).map(Number);
      return [...new Set(numbers)].toSorted((a, b) => a - b);
    };

    it('is proven by reading it back, like any other', async () => {
      const backup = backups.request(storage);
      expect(await backups.run(backup)).toMatchObject({ status: 'completed', attempt: 1 });
      // The dump is small and goes with the first part of the tail.
      expect(partNumbers()[0]).toBeGreaterThan(1);
      expect((await backups.told(backup.task_id)).at(-1)).toMatchObject({
        name: 'backup.completed',
        data: { verification: { level: 'rehashed' } },
      });
    });

    const wantNoGaps = () => {
      s3.lies.complete = (answer, complete) => {
        const haveGaps = partNumbers().some((number, index) => number !== index + 1);
        s3.requests.length = 0;
        if (haveGaps) return fault(answer, 400, 'InvalidPartOrder');
        complete();
        answer.writeHead(200).end('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>');
      };
    };

    it('is made in one lane by the next attempt when the service wants part numbers without gaps', async () => {
      wantNoGaps();
      const backup = backups.request(storage);
      expect(await backups.run(backup)).toMatchObject({ status: 'completed', attempt: 2 });
      expect([...s3.uploads]).toEqual([]);
    });

    it('remembers why an upload failed that the service does not let it give up', async () => {
      wantNoGaps();
      s3.lies.abort = (answer) => fault(answer, 403, 'AccessDenied');
      const backup = backups.request(storage);
      expect(await backups.run(backup)).toMatchObject({ status: 'completed', attempt: 2 });
      s3.uploads.clear();
    });

    it('leaves nothing when a part of either lane is refused', async () => {
      s3.objects.clear();
      s3.lies.part = (answer) => (fault(answer, 403, 'AccessDenied'), true);
      const backup = backups.request(storage);
      expect(await backups.run(backup)).toMatchObject({ status: 'failed' });
      expect([...s3.objects.keys(), ...s3.uploads]).toEqual([]);
    });
  },
);
