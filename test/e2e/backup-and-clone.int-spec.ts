import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RestoreView, TaskView } from '../../deploy/demo/api-client';
import { describeRequiring } from '../fixtures/requires';
import { startS3, type TestS3 } from '../fixtures/s3';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { filesOf, rowsOf } from './equality';
import { bucketContents, remoteWork, rowsInProgress } from './leftovers';
import { TestStrongroom } from './strongroom';

describeRequiring(
  ['postgres', 'nats', 'sshd', 'docker'],
  'an environment in containers, its storage an S3 server',
  () => {
    let strongroom: TestStrongroom;
    let sshd: Sshd;
    let s3: TestS3;
    let bucket: string;

    beforeAll(async () => {
      [sshd, s3, strongroom] = await Promise.all([startSshd(), startS3(), TestStrongroom.start()]);
      bucket = await s3.bucket();
    }, 900_000);
    afterAll(async () => {
      await strongroom?.stop();
      await Promise.all([sshd?.stop(), s3?.stop()]);
    });

    it('is backed up, verified, restored as a clone that equals it, and torn down without a trace', async () => {
      const { api } = strongroom;
      const { ids, containers } = await strongroom.addDockerEnvironment(
        sshd,
        { dbName: `acme's "shop" $db`, missing: 0 },
        {
          name: 'S3',
          provider: 's3',
          endpoint: s3.endpoint,
          region: s3.region,
          bucket,
          credentials: { access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey },
        },
      );
      try {
        const { backup, task } = await strongroom.backUp(ids.environment_id, {
          storage_config_id: ids.storage_config_id,
        });
        expect(task).toMatchObject({ status: 'completed' });
        expect(backup).toMatchObject({ status: 'completed', degraded: false });
        expect(backup.attachments!.present).toBe(backup.attachments!.expected);
        expect(backup.attachments!.expected).toBeGreaterThan(100);
        expect(backup).toMatchObject({ is_verified: true, verification_error: null });

        // The dump is newer than the tools of the executor: those in the container of the database read it.
        const again = await api.post<TaskView>(`/api/v1/backups/${backup.id}/verify`, { level: 'readable' });
        expect(await api.waitForTask(again.id)).toMatchObject({ status: 'completed' });
        const { keys, uploads } = await bucketContents(s3, bucket);
        const folder = `organizations/${ids.organization_id}/projects/${ids.project_id}/environments/${ids.environment_id}`;
        expect(keys.sort()).toEqual([`${folder}/${backup.id}.manifest.json`, `${folder}/${backup.id}.zip`]);
        expect(uploads).toEqual([]);

        const restore = await api.post<RestoreView>(`/api/v1/backups/${backup.id}/restore`, {
          target_db: `clone of 'it'`,
        });
        expect(await api.waitForTask(restore.task_id)).toMatchObject({ status: 'completed' });
        expect(await rowsOf(containers, restore.target_db)).toBe(await rowsOf(containers));
        expect(await filesOf(containers, restore.target_db)).toBe(await filesOf(containers));
        // It has an identity of its own, and what would act in the world is off.
        const identity = (database?: string) =>
          containers.exec(
            `SELECT value FROM ir_config_parameter WHERE key IN ('database.uuid', 'database.secret')`,
            database,
          );
        const [original, own] = [await identity(), await identity(restore.target_db)].map((both) => both.split('\n'));
        expect(new Set([...original!, ...own!]).size).toBe(4);
        const acting = `SELECT (SELECT string_agg(smtp_host, ' ') FROM ir_mail_server WHERE active) || ' ' || (SELECT count(*) FROM ir_cron WHERE active)`;
        expect([await containers.exec(acting), await containers.exec(acting, restore.target_db)]).toEqual([
          'smtp.example.com 2',
          'invalid 1',
        ]);
        expect((await api.get<{ warnings: object[] }>(`/api/v1/restores/${restore.id}`)).warnings).toEqual([
          { code: 'NEUTRALIZED_BY_SQL', message: expect.stringMatching(/no odoo command/) as string },
          { code: 'ODOO_NOT_ASKED', message: expect.stringMatching(/Connection refused/) as string },
        ]);

        const { teardown_task_id } = await api.delete<{ teardown_task_id: string }>(`/api/v1/restores/${restore.id}`);
        expect(await api.waitForTask(teardown_task_id)).toMatchObject({ status: 'completed' });
        expect((await containers.exec('SELECT datname FROM pg_database', 'postgres')).split('\n')).not.toContain(
          restore.target_db,
        );
        expect((await containers.run('odoo', 'ls', '/var/lib/odoo/filestore')).trim()).toBe(containers.dbName);
        expect(await remoteWork(containers)).toEqual([]);
        expect(await rowsInProgress(strongroom)).toEqual([]);
      } finally {
        await containers.stop();
      }
    });

    it('is backed up as degraded when files that the database names are missing or damaged', async () => {
      const { ids, containers } = await strongroom.addDockerEnvironment(sshd, {
        missing: 3,
        corrupt: 2,
        unreferenced: 4,
      });
      try {
        const { backup } = await strongroom.backUp(ids.environment_id);
        expect(backup).toMatchObject({
          status: 'completed',
          degraded: true,
          attachments: { missing: 3, corrupt: 2, unreferenced: 4 },
        });
      } finally {
        await containers.stop();
      }
    });

    it('keeps every secret out of what can be read', async () => {
      const planted = [s3.secretAccessKey, sshd.privateKey.split('\n')[3]!, strongroom.embedded.adminToken];
      const logs = await Promise.all(strongroom.embedded.services.map(({ name }) => strongroom.log(name)));
      const { stdout: dump } = await promisify(execFile)(
        'pg_dump',
        ['--data-only', strongroom.embedded.postgresAdminUrl.replace(/\/[^/]*$/, '/strongroom')],
        {
          maxBuffer: 256 * 1024 * 1024,
        },
      );
      for (const secret of planted) {
        expect(dump.includes(secret)).toBe(false);
        expect(logs.some((log) => log.includes(secret))).toBe(false);
      }
    });
  },
);
