/**
 * For specs: the real restore executor, and one environment on this machine whose databases and filestores a spec can
 * put into any state. A restore whose journal says that it is built never reads its archive: only its end is tried.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeIdentifier } from 'pg';
import {
  BackupAccess,
  type BackupAccessAnswer,
  EnvironmentAccessOf,
  RestoreRun,
  type RestoreRunPayload,
  RestoreTeardown,
  StorageAccessOf,
} from '@app/contracts';
import { Job } from '@app/executor';
import { OutboxMessage } from '@app/messaging';
import { SecretBox } from '@app/secrets';
import { TestService } from '../../../libs/service/testing/test-service';
import { storageAccess } from '../../../libs/contracts/testing/storage-access';
import { endedJob } from '../../../libs/executor/testing/ended-job';
import { localAccess } from '../../../libs/executor/testing/local-access';
import { sharedSql } from '../../../test/fixtures/postgres';
import { RestoreExecutorModule } from '../src/app.module';
import { stagingName } from '../src/build/restore-names';
import { RestoreExecutorConfig } from '../src/config';

/** As the journal has it when all is built and checked, and only the name is missing. */
const BUILT = { databaseBytes: 1, filestoreBytes: 1, filestoreFiles: 1, users: 2, warnings: [], withFilestore: true };

export class TestClones {
  private readonly databases = new Set<string>();
  private readonly root = mkdtempSync(join(tmpdir(), 'strongroom-clones-'));

  private constructor(readonly service: TestService) {}

  static async start(environment: Record<string, string> = {}): Promise<TestClones> {
    const service = await TestService.start({
      service: 'restore-executor',
      module: RestoreExecutorModule,
      config: RestoreExecutorConfig,
      environment: { BUSY_DELAY_MS: '50', SWEEP_INTERVAL_MS: '0', ...environment },
    });
    const clones = new TestClones(service);
    await service.answer(BackupAccess, ({ environment_id }) => clones.access(environment_id));
    await service.answer(StorageAccessOf, () => ({ storage: clones.access(randomUUID()).storage }));
    await service.answer(EnvironmentAccessOf, ({ environment_id }) => clones.access(environment_id));
    return clones;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    for (const name of this.databases)
      await sharedSql(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Lays an object into the storage that restores read. */
  store(key: string, object: Buffer): void {
    mkdirSync(join(this.root, 'storage'), { recursive: true });
    writeFileSync(join(this.root, 'storage', key), object);
  }

  /** What lies beside the storage: filestores. */
  get filestores(): string[] {
    return readdirSync(this.root).filter((name) => name !== 'storage');
  }

  /** A restore that nobody has worked on, with a target of its own. */
  restore(): RestoreRunPayload {
    const restore = {
      restore_id: randomUUID(),
      task_id: randomUUID(),
      organization_id: randomUUID(),
      backup_id: randomUUID(),
      environment_id: randomUUID(),
      storage_config_id: randomUUID(),
      key: 'absent.zip',
      target_db: `clone "${randomBytes(4).toString('hex')}"`,
      restore_filestore: true,
      // What these specs load is no Odoo.
      neutralize: false,
      created_by: null,
    };
    this.databases.add(restore.target_db).add(stagingName(restore.restore_id));
    return restore;
  }

  /** Lets an earlier attempt end here: built, and with these further entries in the journal. */
  async interrupted(restore: RestoreRunPayload, journal: Record<string, unknown> = {}): Promise<void> {
    await this.service.dataSource.manager.insert(Job, {
      id: restore.task_id,
      kind: RestoreRun.name,
      organizationId: restore.organization_id,
      environmentId: restore.environment_id,
      exclusiveKey: null,
      payload: restore,
      status: 'waiting',
      attempt: 1,
      journal: { built: BUILT, ...journal } as object,
    });
  }

  async run(restore: RestoreRunPayload): Promise<Job> {
    await this.service.command(RestoreRun, restore);
    return endedJob(this.service.dataSource, restore.task_id);
  }

  async tearDown({ restore_id, organization_id, environment_id, target_db }: RestoreRunPayload): Promise<Job> {
    const task_id = randomUUID();
    await this.service.command(RestoreTeardown, { restore_id, task_id, organization_id, environment_id, target_db });
    return endedJob(this.service.dataSource, task_id);
  }

  /** The names of the events that were told of a restore, in their order, but for its journal. */
  async told({ restore_id }: RestoreRunPayload): Promise<string[]> {
    const messages = await this.service.dataSource.manager.find(OutboxMessage, { order: { id: 'ASC' } });
    return messages
      .map(({ payload }) => payload as { type: string; data: { restore_id: string } })
      .filter(({ data }) => data.restore_id === restore_id)
      .map(({ type }) => type.replace(/^strongroom\.|\.v1$/g, ''))
      .filter((type) => type !== 'restore.journalled');
  }

  async createDatabase(name: string): Promise<void> {
    await sharedSql(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE template0`);
  }

  async databaseExists(name: string): Promise<boolean> {
    const { rowCount } = await sharedSql(`SELECT 1 FROM pg_database WHERE datname = $1`, { values: [name] });
    return rowCount === 1;
  }

  createFilestore(name: string, owner: string): void {
    mkdirSync(join(this.root, name));
    writeFileSync(join(this.root, name, 'owner'), owner);
  }

  /** Who has made the filestore of that name; undefined when there is none. */
  filestoreOwner(name: string): string | undefined {
    const directory = join(this.root, name);
    return existsSync(directory) ? readFileSync(join(directory, 'owner'), 'utf8') : undefined;
  }

  /** How an environment on this machine is reached. */
  access(environmentId: string): BackupAccessAnswer {
    return {
      ...localAccess(this.service.app.get(SecretBox), {
        environmentId,
        database: 'the live one',
        filestoreRoot: this.root,
      }),
      storage: storageAccess({ path: join(this.root, 'storage') }),
    };
  }
}
