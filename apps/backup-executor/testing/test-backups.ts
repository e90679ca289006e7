/**
 * For specs: the real backup executor, and one environment on this machine with a database and a filestore of its own.
 * The spec plays the gateway: it names the storages, sends the commands and looks at what was told.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import {
  BackupAccess,
  type BackupAccessAnswer,
  BackupCopy,
  type BackupCopyPayload,
  BackupRun,
  type BackupRunPayload,
  BackupVerify,
  type BackupVerifyPayload,
  type CommandDefinition,
  EnvironmentAccessOf,
  type StorageAccess,
  StorageAccessOf,
} from '@app/contracts';
import type { Job } from '@app/executor';
import { type BackupKeys, keysOf } from '@app/archive';
import { OutboxMessage } from '@app/messaging';
import { SecretBox } from '@app/secrets';
import { TestService } from '../../../libs/service/testing/test-service';
import { storageAccess } from '../../../libs/contracts/testing/storage-access';
import { endedJob } from '../../../libs/executor/testing/ended-job';
import { localAccess } from '../../../libs/executor/testing/local-access';
import { freshDatabase, sharedPostgres } from '../../../test/fixtures/postgres';
import { BackupExecutorModule } from '../src/app.module';
import { zipKey } from '../src/backup-key';
import { BackupExecutorConfig } from '../src/config';

const FILES = 20;

/** What is backed up, when it is to be something special. */
export interface Origin {
  database: Awaited<ReturnType<typeof freshDatabase>>;
  /** @param filestore the directory of the database's files, which is not there yet */
  fill(filestore: string): Promise<void>;
}

export class TestBackups {
  private readonly storages = new Map<string, StorageAccess>();
  private readonly ids = { organization_id: randomUUID(), project_id: randomUUID(), environment_id: randomUUID() };

  private constructor(
    readonly service: TestService,
    private readonly database: Awaited<ReturnType<typeof freshDatabase>>,
    /** For whatever a spec wants to put on the disk. */
    readonly root: string,
  ) {}

  static async start(environment: Record<string, string> = {}, origin?: Origin): Promise<TestBackups> {
    const service = await TestService.start({
      service: 'backup-executor',
      module: BackupExecutorModule,
      config: BackupExecutorConfig,
      environment: {
        BUSY_DELAY_MS: '50',
        STORAGE_SOCKET_TIMEOUT_MS: '2000',
        PG_RESTORE_DIRS: sharedPostgres().binDir,
        ...environment,
      },
    });
    const database = origin?.database ?? (await freshDatabase());
    const backups = new TestBackups(service, database, mkdtempSync(join(tmpdir(), 'strongroom-backups-')));
    if (origin) await origin.fill(join(backups.root, 'filestore', database.name));
    else await backups.fill();
    await service.answer(EnvironmentAccessOf, () => backups.access());
    await service.answer(StorageAccessOf, ({ storage_config_id }) => ({ storage: backups.storage(storage_config_id) }));
    await service.answer(BackupAccess, ({ storage_config_id }) => ({
      ...backups.access(),
      storage: backups.storage(storage_config_id),
    }));
    return backups;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.database.drop();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Makes a storage known and returns its id. Without settings: a directory of its own. */
  addStorage(settings: Partial<StorageAccess> = {}, credentials?: [string, string]): string {
    const id = randomUUID();
    const secret = credentials && JSON.stringify({ access_key_id: credentials[0], secret_access_key: credentials[1] });
    const secrets = this.service.app.get(SecretBox);
    const access: Partial<StorageAccess> = {
      id,
      name: `storage ${this.storages.size + 1}`,
      path: settings.provider === undefined ? join(this.root, id) : null,
      credentials_sealed: secret ? secrets.seal(secret, `storage_config:${id}:credentials`) : null,
    };
    this.storages.set(id, storageAccess({ ...access, ...settings }));
    return id;
  }

  storage(id: string): StorageAccess {
    return this.storages.get(id)!;
  }

  /** A backup that nobody has asked for yet. */
  request(storage_config_id: string): BackupRunPayload {
    return {
      ...this.ids,
      backup_id: randomUUID(),
      task_id: randomUUID(),
      storage_config_id,
      backup_type: 'manual',
      include_filestore: true,
      retention: { type: 'daily', expires_at: null },
      created_by: null,
      created_at: new Date().toISOString(),
    };
  }

  /** Of a ZIP. */
  keys(backup: BackupRunPayload): BackupKeys {
    return keysOf(zipKey(backup));
  }

  run(backup: BackupRunPayload): Promise<Job> {
    return this.ended(BackupRun, backup);
  }

  /** Insists on a completed backup. */
  async runWell(backup: BackupRunPayload): Promise<void> {
    const { status, error } = await this.run(backup);
    if (status !== 'completed') throw new Error(`The backup is ${status}: ${error?.message}`);
  }

  verify(backup: BackupRunPayload, change: Partial<BackupVerifyPayload> = {}): Promise<Job> {
    const { backup_id, organization_id, environment_id, storage_config_id } = backup;
    const key = this.keys(backup).archive;
    const references = { backup_id, organization_id, environment_id, storage_config_id };
    return this.ended(BackupVerify, { ...references, task_id: randomUUID(), key, ...change });
  }

  copy(backup: BackupRunPayload, target: string, change: Partial<BackupCopyPayload> = {}): Promise<Job> {
    const { backup_id, organization_id, environment_id, storage_config_id } = backup;
    const { archive: key, sidecar: manifest_key } = this.keys(backup);
    return this.ended(BackupCopy, {
      copy_id: randomUUID(),
      task_id: randomUUID(),
      backup_id,
      organization_id,
      environment_id,
      sources: [{ storage_config_id, key }],
      storage_config_id: target,
      key,
      manifest_key,
      ...change,
    });
  }

  /** The events that were told of a task, in their order. */
  async told(taskId: string): Promise<{ name: string; data: Record<string, unknown> }[]> {
    const messages = await this.service.dataSource.manager.find(OutboxMessage, { order: { id: 'ASC' } });
    return messages
      .map(({ payload }) => payload as { type: string; data: { task_id: string } })
      .filter(({ data }) => data.task_id === taskId)
      .map(({ type, data }) => ({ name: type.replace(/^strongroom\.|\.v1$/g, ''), data }));
  }

  private async ended<P extends { task_id: string }>(command: CommandDefinition<P>, payload: P): Promise<Job> {
    await this.service.command(command, payload);
    return endedJob(this.service.dataSource, payload.task_id);
  }

  private async fill(): Promise<void> {
    const client = new Client({ connectionString: this.database.url });
    await client.connect();
    try {
      await client.query(`CREATE TABLE res_users (id int PRIMARY KEY, login text);
        CREATE TABLE ir_attachment (id serial PRIMARY KEY, store_fname text, file_size int);
        CREATE TABLE note (id int PRIMARY KEY, body text);
        INSERT INTO res_users VALUES (1, 'admin');
        INSERT INTO note SELECT n, md5(n::text) || md5((n + 1)::text) FROM generate_series(1, 20000) n`);
      for (let file = 0; file < FILES; file += 1) {
        const content = randomBytes(20_000 + 1000 * file);
        const sha1 = createHash('sha1').update(content).digest('hex');
        const name = `${sha1.slice(0, 2)}/${sha1}`;
        const path = join(this.root, 'filestore', this.database.name, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
        await client.query('INSERT INTO ir_attachment (store_fname, file_size) VALUES ($1, $2)', [
          name,
          content.length,
        ]);
      }
    } finally {
      await client.end();
    }
  }

  private access(): Omit<BackupAccessAnswer, 'storage'> {
    const { organization_id: organizationId, project_id: projectId, environment_id: environmentId } = this.ids;
    return localAccess(this.service.app.get(SecretBox), {
      environmentId,
      organizationId,
      projectId,
      database: this.database.name,
      filestoreRoot: join(this.root, 'filestore'),
    });
  }
}
