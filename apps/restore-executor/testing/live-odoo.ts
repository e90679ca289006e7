/** For specs: an environment on this machine that is live, and the backup of another state that is restored over it. */
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeIdentifier } from 'pg';
import type { BackupAccessAnswer, InPlacePayload, RestoreRunPayload, RestoreUndoPayload } from '@app/contracts';
import { sharedSql } from '../../../test/fixtures/postgres';
import type { SecretBox } from '@app/secrets';
import { storageAccess } from '../../../libs/contracts/testing/storage-access';
import { localAccess } from '../../../libs/executor/testing/local-access';
import { discardedName, likenessName, replacedName, stagingName } from '../src/build/restore-names';
import { TAR_END, tarEntry, tarHeader } from '../../../libs/archive/testing/tar-samples';
import { dumpOf, filestoreOf, type PackageParts, packageOf, sampleDump, sampleTar } from './sample-package';

/** All that a person would see of an environment. */
export interface Fingerprint {
  /** A checksum over its rows; undefined: there is no such database. */
  rows: string | undefined;
  open: boolean;
  /** Each file with its content; undefined: there is no such directory. */
  files: Record<string, string> | undefined;
}

const SEED = `CREATE TABLE res_users (id integer PRIMARY KEY, login text);
  INSERT INTO res_users VALUES (1, 'live'), (2, 'admin'), (3, 'since then');
  CREATE TABLE res_partner AS SELECT id, 'written since ' || id AS name FROM generate_series(1, 50) id;`;

export class LiveOdoo {
  readonly root = mkdtempSync(join(tmpdir(), 'strongroom-live-'));
  /** Where Odoo answers, if anywhere. */
  url: string | null = null;
  private readonly databases = new Set<string>();
  private sample: Awaited<ReturnType<typeof sampleDump>> | undefined;

  constructor(private readonly secrets: Pick<SecretBox, 'seal'>) {
    mkdirSync(join(this.root, 'storage'));
  }

  /** A live environment of its own, its database and filestore seeded, and a restore of a backup over it. */
  async environment(
    change: Partial<RestoreRunPayload> = {},
    inPlace: Partial<InPlacePayload> = {},
  ): Promise<RestoreRunPayload> {
    const live = `live.${randomBytes(4).toString('hex')} "odoo"`;
    await this.create(live);
    const restore: RestoreRunPayload = {
      restore_id: randomUUID(),
      task_id: randomUUID(),
      organization_id: randomUUID(),
      backup_id: randomUUID(),
      environment_id: randomUUID(),
      storage_config_id: randomUUID(),
      key: '',
      target_db: live,
      restore_filestore: true,
      created_by: null,
      in_place: {
        strategy: 'swap',
        freeze: 'database',
        keep_replaced_seconds: 3600,
        stops_environments: [],
        ...inPlace,
      },
      ...change,
    };
    restore.key = await this.store(restore.backup_id);
    for (const name of [stagingName, replacedName, discardedName, likenessName])
      this.databases.add(name(restore.restore_id));
    return restore;
  }

  undoOf({ restore_id, organization_id, environment_id, target_db }: RestoreRunPayload): RestoreUndoPayload {
    const task_id = randomUUID();
    return { restore_id, task_id, organization_id, environment_id, target_db, freeze: 'database', server_id: null };
  }

  /** Lays a good package into the storage, unless its manifest is made otherwise. @returns its key */
  async store(backupId: string, statements?: string, manifest?: PackageParts['manifest']): Promise<string> {
    this.sample ??= await sampleDump();
    const dump = statements === undefined ? this.sample : await sampleDump(statements);
    return this.lay(
      backupId,
      await packageOf({ backupId, ...dump, ...filestoreOf(sampleTar()), ...(manifest && { manifest }) }),
    );
  }

  /** @returns the key of the object */
  lay(backupId: string, object: Buffer): string {
    writeFileSync(join(this.root, 'storage', `${backupId}.zip`), object);
    return `${backupId}.zip`;
  }

  /** A backup of the state in which an environment is now, as its insurance backup would be. */
  async insure(name: string): Promise<{ backupId: string; key: string }> {
    const backupId = randomUUID();
    const dump = await dumpOf(name);
    const files = Object.entries(this.files(name)!);
    const entries = files.map(([path, content]) => tarEntry({ name: `${name}/${path}` }, content));
    const tar = Buffer.concat([tarHeader({ name: `${name}/`, typeFlag: '5' }), ...entries, TAR_END]);
    const object = await packageOf({ backupId, ...dump, ...filestoreOf(tar, files.length) });
    writeFileSync(join(this.root, 'storage', `${backupId}.zip`), object);
    return { backupId, key: `${backupId}.zip` };
  }

  removeStored(key: string): void {
    rmSync(join(this.root, 'storage', key));
  }

  async fingerprint(name: string): Promise<Fingerprint> {
    return { ...(await this.database(name)), files: this.files(name) };
  }

  /** What stands under the names that the restore gives; those that are not there are left out. */
  async names({ restore_id, target_db }: RestoreRunPayload): Promise<Record<string, string[]>> {
    const names = {
      live: target_db,
      staging: stagingName(restore_id),
      replaced: replacedName(restore_id),
      discarded: discardedName(restore_id),
      likeness: likenessName(restore_id),
    };
    const found: Record<string, string[]> = {};
    for (const [role, name] of Object.entries(names)) {
      const there = [
        (await this.database(name)).rows !== undefined ? 'database' : [],
        this.files(name) ? 'filestore' : [],
      ].flat();
      if (there.length > 0) found[role] = there;
    }
    return found;
  }

  filestore(name: string): string {
    return join(this.root, name);
  }

  async sql(statement: string, database?: string): Promise<Record<string, unknown>[]> {
    return (await sharedSql(statement, { database })).rows;
  }

  async stop(): Promise<void> {
    for (const name of this.databases) {
      await this.sql(`UPDATE pg_database SET datistemplate = false WHERE datname = '${name}'`);
      await this.sql(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
    }
    rmSync(this.root, { recursive: true, force: true });
  }

  access(environmentId: string, liveName: string): BackupAccessAnswer {
    return {
      ...localAccess(this.secrets, { environmentId, database: liveName, filestoreRoot: this.root, odooUrl: this.url }),
      storage: storageAccess({ path: join(this.root, 'storage') }),
    };
  }

  private async create(name: string): Promise<void> {
    this.databases.add(name);
    await this.sql(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE template0`);
    await this.sql(SEED, name);
    mkdirSync(join(this.root, name, 'ab'), { recursive: true });
    writeFileSync(join(this.root, name, 'ab', 'abcd'), `live file of ${name}`);
  }

  private async database(name: string): Promise<{ rows: string | undefined; open: boolean }> {
    const [found] = await this.sql(`SELECT datallowconn AS open FROM pg_database WHERE datname = '${name}'`);
    if (!found) return { rows: undefined, open: false };
    if (found['open'] !== true) return { rows: 'closed', open: false };
    const [sum] = await this.sql(
      `SELECT md5(string_agg(line, '|' ORDER BY line)) AS sum FROM (
         SELECT u::text AS line FROM res_users u UNION ALL SELECT p::text FROM res_partner p) AS lines`,
      name,
    );
    return { rows: String(sum!['sum']), open: true };
  }

  private files(name: string): Record<string, string> | undefined {
    const directory = join(this.root, name);
    if (!existsSync(directory)) return undefined;
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
    return Object.fromEntries(paths.map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]));
  }
}
