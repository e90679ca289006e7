import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { RestoreView, TaskView } from '../../deploy/demo/api-client';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { describeRequiring } from '../fixtures/requires';
import { startS3, type TestS3 } from '../fixtures/s3';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { sshServer, TestStrongroom } from './strongroom';

const PROCESS_LIST_EVERY_MS = 50;

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'every secret that Strongroom is told', () => {
  const planted = new Map<string, string>();
  const answers: string[] = [];
  const messages: string[] = [];
  const commandLines = new Set<string>();
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let sftp: Sshd;
  let s3: TestS3;
  let containers: DockerEnvironment;
  let nats: NatsConnection;
  const watch = new AbortController();

  /** A secret that occurs nowhere else. */
  const plant = (name: string, value = `planted-${randomBytes(12).toString('hex')}`) => {
    planted.set(name, value);
    return value;
  };
  const remember = <T>(answer: T): T => {
    answers.push(JSON.stringify(answer));
    return answer;
  };

  beforeAll(async () => {
    [sshd, sftp, s3, strongroom] = await Promise.all([
      startSshd(),
      startSshd({ account: true }),
      startS3(),
      TestStrongroom.start(),
    ]);
    const url = new URL(strongroom.embedded.natsAdminUrl);
    nats = await connect({ servers: url.host, user: url.username, pass: url.password });
    nats.subscribe('>', {
      callback: (_, message) => {
        messages.push(`${message.subject} ${JSON.stringify([...(message.headers ?? [])])} ${message.string()}`);
      },
    });
    void watchProcesses();
    plant('the bootstrap token', strongroom.embedded.adminToken);
    plant('a private key', sshd.privateKey.split('\n')[3]);
    plant('the secret key of S3', s3.secretAccessKey);
    await everythingThatUsesSecrets();
  }, 900_000);
  afterAll(async () => {
    watch.abort();
    await nats?.close();
    await containers?.stop();
    await strongroom?.stop();
    await Promise.all([sshd?.stop(), sftp?.stop(), s3?.stop()]);
  });

  async function watchProcesses(): Promise<void> {
    while (!watch.signal.aborted) {
      for (const pid of await readdir('/proc'))
        if (/^\d+$/.test(pid)) commandLines.add(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
      await sleep(PROCESS_LIST_EVERY_MS);
    }
  }

  async function everythingThatUsesSecrets(): Promise<void> {
    const { api } = strongroom;
    const added = await strongroom.addDockerEnvironment(sshd, { messages: 3000 }, await s3Config(s3.secretAccessKey));
    containers = added.containers;
    const { backup } = remember(await strongroom.backUp(added.ids.environment_id));
    if (backup.status !== 'completed') throw new Error(`The backup is ${backup.status}`);
    const restore = await api.post<RestoreView>(`/api/v1/backups/${backup.id}/restore`);
    remember(await api.waitForTask(restore.task_id));
    remember(await api.waitForTask((await api.post<TaskView>(`/api/v1/backups/${backup.id}/verify`)).id));

    const sealing = await api.post<{ id: string }>('/api/v1/backups/storage-configs', {
      organization_id: added.ids.organization_id,
      name: 'Encrypted on an SFTP server',
      provider: 'sftp',
      endpoint: `sftp://${sftp.host}:${sftp.port}`,
      host_key: sftp.hostKey,
      credentials: { username: sftp.user, password: plant('a password of SFTP', sftp.password) },
    });
    const keys = `/api/v1/backups/storage-configs/${sealing.id}/encryption-keys`;
    const { identity } = await api.post<{ identity: string }>(keys);
    plant('an age identity', identity);
    remember(await api.get(keys));
    const sealed = await strongroom.backUp(added.ids.environment_id, { storage_config_id: sealing.id });
    if (remember(sealed).backup.status !== 'completed') throw new Error('The encrypted backup was not completed');
    remember(await api.waitForTask((await api.post<TaskView>(`/api/v1/backups/${sealed.backup.id}/verify`)).id));

    // Failures tell more than successes: a storage and a database that refuse what they are shown.
    const refusing = await api.post<{ id: string }>('/api/v1/backups/storage-configs', {
      organization_id: added.ids.organization_id,
      name: 'Refusing',
      ...(await s3Config(plant('a wrong secret key'))),
    });
    remember(await api.post(`/api/v1/backups/storage-configs/${refusing.id}/test`));
    remember(await strongroom.backUp(added.ids.environment_id, { storage_config_id: refusing.id }));
    const host = await strongroom.register({
      name: 'on a host',
      server: sshServer(sshd),
      settings: {
        slug: 'host',
        runtime: 'host',
        db_name: 'prod',
        db_host: '127.0.0.1',
        db_port: Number(new URL(strongroom.embedded.postgresAdminUrl).port),
        db_password: plant('a database password'),
      },
    });
    remember(await strongroom.backUp(host.environment_id));
    for (const path of [
      'servers',
      'environments',
      'backups/storage-configs',
      'tasks',
      'dead-letters',
      'api-tokens',
      'users',
    ])
      remember(await api.get(`/api/v1/${path}`));
  }

  async function s3Config(secret_access_key: string): Promise<Record<string, unknown>> {
    const { endpoint, region, accessKeyId: access_key_id } = s3;
    const bucket = await s3.bucket();
    return { provider: 's3', endpoint, region, bucket, credentials: { access_key_id, secret_access_key } };
  }

  const expectNone = (place: string, texts: Iterable<string>) => {
    const whole = [...texts];
    expect(whole.join('').length).toBeGreaterThan(0);
    for (const [name, secret] of planted)
      if (whole.some((text) => text.includes(secret))) throw new Error(`${name} stands in ${place}`);
  };

  it('stands in no log', async () => {
    const names = await readdir(`${strongroom.home}/logs`);
    expect(names.length).toBeGreaterThanOrEqual(6);
    expectNone('a log', await Promise.all(names.map((name) => readFile(`${strongroom.home}/logs/${name}`, 'utf8'))));
  });

  it('stands in no message, be it command, event, question, answer or progress', () => {
    expect(messages.some((message) => message.startsWith('events.'))).toBe(true);
    expect(messages.some((message) => message.startsWith('jobs.'))).toBe(true);
    expect(messages.some((message) => message.startsWith('dead.'))).toBe(true);
    expectNone('a message', messages);
  });

  it('stands in no answer of the API, and in no error', () => {
    expect(answers.some((answer) => answer.includes('STORAGE_AUTH_FAILED'))).toBe(true);
    expectNone('an answer', answers);
  });

  it('stands in no dump of the database', async () => {
    const url = new URL(strongroom.embedded.postgresAdminUrl);
    url.pathname = '/strongroom';
    const { stdout } = await promisify(execFile)('pg_dump', [url.href], { maxBuffer: 512 * 1024 * 1024 });
    expectNone('the database', [stdout]);
  });

  it('stands on no command line', () => {
    expect([...commandLines].some((line) => line.includes('docker\0exec'))).toBe(true);
    expectNone('a command line', commandLines);
  });
});
