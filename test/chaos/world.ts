/**
 * What a run of chaos happens to: Strongroom with two backup executors, customers' environments in containers behind one
 * SSH server, and three storages: S3 behind a proxy whose connections can be cut or left half-open, an SFTP server that
 * can be killed, and a small disk that can be filled. `disturb` resolves when the disturbance is over again.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type ObjectStore, openStore, type StorageSettings } from '@app/storage';
import { startTcpProxy, type TcpProxy } from '../fixtures/tcp-proxy';
import { ApiError } from '../../deploy/demo/api-client';
import { remoteWork } from '../e2e/leftovers';
import { TestStrongroom } from '../e2e/strongroom';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { startS3, type TestS3 } from '../fixtures/s3';
import { type Sshd, startSshd } from '../fixtures/sshd';
import type { DisturbanceName, PlannedDisturbance, PlannedRequest, StorageName } from './plan';

const run = promisify(execFile);
const DISK_BYTES = 512 * 1024 * 1024;
/** Enough for a backup that takes a second or two, so that there is a middle to be hit in. */
const CONTENT = { messages: 30_000, files: 60, fileBytes: 8 * 1024 * 1024 };

/** Delays that let a run see in minutes what takes hours in earnest. */
const IMPATIENT = {
  RETRY_DELAYS_MS: '0,2000,6000',
  MAX_JOBS: '4',
  SSH_READY_TIMEOUT_MS: '10000',
  SSH_KEEPALIVE_MS: '1000',
  STORAGE_CONNECT_TIMEOUT_MS: '8000',
  STORAGE_SOCKET_TIMEOUT_MS: '8000',
  STALL_TIMEOUT_MS: '15000',
  SWEEP_INTERVAL_MS: '4000',
  SWEEP_MIN_AGE_MS: '2000',
  SWEEP_STUCK_MS: '15000',
  RECONCILE_AFTER_MS: '10000',
};

/** The id of a backup that was answered with 201, or why there is none. */
export type ChaosAnswer = { id: string } | { refusal: string };

interface Customer {
  environmentId: string;
  containers: DockerEnvironment;
  /** Changes when the customer's PostgreSQL restarts, be it only after the crash of one of its processes. */
  aliveSince: string;
}

export class ChaosWorld {
  readonly customers: Customer[] = [];
  private readonly storages = new Map<StorageName, { configId: string; settings: StorageSettings }>();

  private constructor(
    readonly strongroom: TestStrongroom,
    private readonly folder: string,
    private readonly sshd: Sshd,
    private readonly sftpd: Sshd,
    private readonly s3: TestS3,
    private readonly s3Proxy: TcpProxy,
  ) {}

  static async start(environments: number): Promise<ChaosWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'strongroom-chaos-'));
    const [sshd, sftpd, s3, strongroom] = await Promise.all([
      startSshd(),
      startSshd(),
      startS3(),
      TestStrongroom.start({ replicas: { 'backup-executor': 2 }, env: { '*': IMPATIENT } }),
    ]);
    const { hostname, port } = new URL(s3.endpoint);
    const proxy = await startTcpProxy(Number(port), hostname);
    const world = new ChaosWorld(strongroom, folder, sshd, sftpd, s3, proxy);
    try {
      await world.prepare(environments);
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  async request({ environment, storage }: PlannedRequest): Promise<ChaosAnswer> {
    return this.strongroom
      .requestBackup(this.customers[environment]!.environmentId, {
        storage_config_id: this.storages.get(storage)!.configId,
      })
      .then(
        ({ id }) => ({ id }),
        (error: unknown) => ({
          refusal: error instanceof ApiError ? `${error.status} ${error.problem.code}` : 'no answer',
        }),
      );
  }

  async disturb({ name, forMs }: PlannedDisturbance): Promise<void> {
    const { embedded } = this.strongroom;
    const doing: Record<DisturbanceName, () => unknown> = {
      'kill the gateway': () => this.strongroom.service('gateway').kill('SIGKILL'),
      'kill a backup executor': () => this.strongroom.service('backup-executor').kill('SIGKILL'),
      'kill the other backup executor': () => this.strongroom.service('backup-executor-2').kill('SIGKILL'),
      'kill NATS': () => embedded.nats!.kill(),
      'kill PostgreSQL': () => embedded.postgres!.kill(),
      'cut the SSH sessions': () => this.sshd.dropSessions(),
      'freeze the SSH server': () => this.sshd.freeze(),
      'kill the SFTP storage': () => this.sftpd.kill(),
      'cut the connections to S3': () => this.s3Proxy.cut('reset'),
      'leave the connections to S3 half-open': () => this.s3Proxy.hang(),
      'fill the disk of the local storage': () => this.fillDisk(),
    };
    const healing: Partial<Record<DisturbanceName, () => unknown>> = {
      'kill NATS': () => embedded.nats!.start(),
      'kill PostgreSQL': () => embedded.postgres!.start(),
      'freeze the SSH server': () => this.sshd.thaw(),
      'kill the SFTP storage': () => this.sftpd.start(),
      'leave the connections to S3 half-open': () => this.s3Proxy.resume(),
      'fill the disk of the local storage': () => rm(this.filler),
    };
    await doing[name]();
    await sleep(forMs);
    await healing[name]?.();
  }

  /** The storages as they are behind everything that disturbs them. */
  openStores(): { name: StorageName; configId: string; store: ObjectStore }[] {
    return [...this.storages].map(([name, { configId, settings }]) => ({ name, configId, store: openStore(settings) }));
  }

  /** What still works on a backup at the customers', and which of their databases are not what they were. */
  async traces(): Promise<string[]> {
    const found = await Promise.all(
      this.customers.map(async ({ environmentId, containers, aliveSince }) => [
        ...(await remoteWork(containers)).map((name) => `${name} still runs for environment ${environmentId}`),
        ...((await startOf(containers)) === aliveSince ? [] : [`the database of ${environmentId} was restarted`]),
      ]),
    );
    return found.flat();
  }

  async stop(): Promise<void> {
    await Promise.all(this.customers.map(({ containers }) => containers.stop()));
    await this.strongroom.stop();
    await Promise.all([this.sshd.stop(), this.sftpd.stop(), this.s3Proxy.close(), this.s3.stop()]);
    await run('umount', [this.disk]).catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }

  private get disk(): string {
    return join(this.folder, 'disk');
  }

  private get filler(): string {
    return join(this.disk, 'filler');
  }

  private async prepare(environments: number): Promise<void> {
    await mkdir(this.disk);
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', this.disk]);
    const path = join(this.disk, 'backups');
    for (let index = 0; index < environments; index += 1) {
      const { ids, containers } = await this.strongroom.addDockerEnvironment(this.sshd, CONTENT, {
        provider: 'local',
        path,
      });
      this.customers.push({ environmentId: ids.environment_id, containers, aliveSince: await startOf(containers) });
      if (index > 0) continue;
      this.storages.set('local', { configId: ids.storage_config_id, settings: { provider: 'local', path } });
      await this.addStorages(ids.organization_id);
    }
  }

  private async addStorages(organizationId: string): Promise<void> {
    const add = async (name: StorageName, config: object, settings: StorageSettings) => {
      const body = { organization_id: organizationId, name, ...config };
      const { id } = await this.strongroom.api.post<{ id: string }>('/api/v1/backups/storage-configs', body);
      this.storages.set(name, { configId: id, settings });
    };
    const { region, accessKeyId, secretAccessKey, endpoint } = this.s3;
    const bucket = { provider: 's3' as const, region, bucket: await this.s3.bucket() };
    await add(
      's3',
      {
        ...bucket,
        endpoint: `http://127.0.0.1:${this.s3Proxy.port}`,
        credentials: { access_key_id: accessKeyId, secret_access_key: secretAccessKey },
      },
      { ...bucket, endpoint, credentials: { accessKeyId, secretAccessKey } },
    );
    const server = {
      provider: 'sftp' as const,
      endpoint: `sftp://${this.sftpd.host}:${this.sftpd.port}`,
      path: join(this.folder, 'sftp'),
    };
    const { user: username, privateKey, hostKey } = this.sftpd;
    await add(
      'sftp',
      { ...server, host_key: hostKey, credentials: { username, private_key: privateKey } },
      { ...server, hostKey, credentials: { username, privateKey } },
    );
  }

  /** Leaves no byte free, as a log that runs wild does. */
  private async fillDisk(): Promise<void> {
    const { bavail, bsize } = await statfs(this.disk);
    await writeFile(this.filler, Buffer.alloc(bavail * bsize)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOSPC') throw error;
    });
  }
}

const startOf = (containers: DockerEnvironment): Promise<string> =>
  containers.exec(`SELECT backend_start FROM pg_stat_activity WHERE backend_type = 'checkpointer'`, 'postgres');
