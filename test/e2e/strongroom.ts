import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { ApiClient, type BackupView, type TaskView } from '../../deploy/demo/api-client';
import { type DirectoryIds, register } from '../../deploy/demo/directory';
import {
  type DockerEnvironment,
  type DockerEnvironmentOptions,
  startDockerEnvironment,
} from '../fixtures/docker-environment';
import type { Sshd } from '../fixtures/sshd';
import { type EmbeddedOptions, type EmbeddedStrongroom, startEmbedded } from '../../deploy/embedded/start-embedded';

/** Timing that makes a crash or a retry a matter of seconds, and as many backups as a test asks for. */
const HURRY = {
  RETRY_DELAYS_MS: '0,300,600',
  ACK_WAIT_MS: '4000',
  LEASE_MS: '10000',
  BUSY_DELAY_MS: '200',
  PROGRESS_INTERVAL_MS: '50',
  SHUTDOWN_GRACE_MS: '30000',
  SSH_READY_TIMEOUT_MS: '20000',
  BACKUP_RATE_LIMIT: '0',
};

/** Six services as six processes, with PostgreSQL and NATS of their own, in a folder of their own. */
export class TestStrongroom {
  readonly api: ApiClient;
  private environments = 0;

  private constructor(
    readonly embedded: EmbeddedStrongroom,
    readonly home: string,
  ) {
    this.api = new ApiClient(embedded.gatewayUrl, embedded.adminToken);
  }

  static async start(options: Pick<EmbeddedOptions, 'replicas' | 'env'> = {}): Promise<TestStrongroom> {
    const home = await mkdtemp(join(tmpdir(), 'strongroom-e2e-'));
    const env = { ...options.env, '*': { ...HURRY, ...options.env?.['*'] } };
    const embedded = await startEmbedded({
      home,
      quiet: true,
      testMode: true,
      keepToken: true,
      replicas: options.replicas,
      env,
    });
    return new TestStrongroom(embedded, home);
  }

  async stop(): Promise<void> {
    await this.embedded.stop();
    if (!process.env.STRONGROOM_TEST_KEEP) await rm(this.home, { recursive: true, force: true });
  }

  get storagePath(): string {
    return join(this.home, 'storage');
  }

  register(
    environment: {
      name: string;
      server: Record<string, unknown> & { name: string };
      settings: Record<string, unknown>;
    },
    storage: Record<string, unknown> = { provider: 'local', path: this.storagePath },
  ): Promise<DirectoryIds> {
    return register(this.api, environment, storage);
  }

  /** Registers a Docker environment that is reached over SSH, and starts its containers under the id that it got. */
  async addDockerEnvironment(
    sshd: Sshd,
    options: Omit<DockerEnvironmentOptions, 'environmentId'> = {},
    storage?: Record<string, unknown>,
  ): Promise<{ ids: DirectoryIds; containers: DockerEnvironment }> {
    const dbName = options.dbName ?? 'prod';
    const name = `environment ${++this.environments}`;
    const ids = await this.register(
      {
        name,
        server: sshServer(sshd),
        settings: { slug: `env-${this.environments}`, runtime: 'docker', db_name: dbName },
      },
      storage,
    );
    return { ids, containers: await startDockerEnvironment({ ...options, dbName, environmentId: ids.environment_id }) };
  }

  requestBackup(environmentId: string, body: object = {}): Promise<BackupView> {
    return this.api.post(`/api/v1/backups/environments/${environmentId}/backups`, body);
  }

  /** Requests a backup and waits until its task has ended. */
  async backUp(environmentId: string, body: object = {}): Promise<{ backup: BackupView; task: TaskView }> {
    const { id, task_id } = await this.requestBackup(environmentId, body);
    const task = await this.api.waitForTask(task_id, undefined, 240_000);
    return { backup: await this.api.get<BackupView>(`/api/v1/backups/${id}`), task };
  }

  /** Runs a statement as the owner of everything: for looking behind the services. */
  async query<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
    const url = new URL(this.embedded.postgresAdminUrl);
    url.pathname = '/strongroom';
    const client = new Client({ connectionString: url.href });
    await client.connect();
    try {
      return (await client.query<T>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  log(service: string): Promise<string> {
    return readFile(join(this.home, 'logs', `${service}.log`), 'utf8');
  }

  service(name: string) {
    const found = this.embedded.services.find((service) => service.name === name);
    if (!found) throw new Error(`There is no process ${name}`);
    return found;
  }
}

/** An SSH server as the API takes it. */
export function sshServer(
  sshd: Sshd,
  change: Record<string, unknown> = {},
): Record<string, unknown> & { name: string } {
  return {
    name: `sshd ${sshd.port}`,
    ip_address: sshd.host,
    ssh_port: sshd.port,
    ssh_user: sshd.user,
    private_key: sshd.privateKey,
    host_key: sshd.hostKey,
    ...change,
  };
}

/** Waits until a condition holds; fails with what was waited for. */
export async function waitFor<T>(
  what: string,
  condition: () => Promise<T | false | undefined | null>,
  timeoutMs = 240_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}`);
    await sleep(50);
  }
}
