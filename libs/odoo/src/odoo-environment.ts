import { StrongroomError } from '@app/core';
import { dropAssetBundles } from './asset-bundles';
import { containerShell } from './container-shell';
import type { DatabaseFacts, DatabaseTraits } from './database-facts';
import { databaseName } from './database-name';
import { type LoadLimits, type LoadNeeds, type LoadPlan, planLoad } from './database-load';
import { openSnapshot, type DatabaseSnapshot } from './database-snapshot';
import { dumpDatabase, type DumpOptions } from './dump-database';
import { openDumpReader } from './dump-reader';
import type { ConnectOptions, EnvironmentTarget } from './environment-target';
import { Filestore } from './filestore';
import { freezeDatabase, SESSIONS_END_MS, thawDatabase } from './freeze';
import { heldShell } from './held-shell';
import { inheritDatabase } from './inherit-database';
import { inspectDatabase } from './inspect-database';
import { outdateCaches } from './outdate-caches';
import { loadPlainSql, type PlainSqlOptions } from './plain-sql/load-plain-sql';
import { type Neutralization, neutralizeDatabase } from './neutralize/neutralize-database';
import { OdooCommand } from './neutralize/odoo-command';
import { renewIdentity } from './neutralize/renew-identity';
import { odooImage } from './odoo-image';
import { Postgres } from './postgres';
import { type ParallelLoad, restoreDump } from './restore-dump';
import { checkRestorable } from './restore-gate';
import { measureRoom, type Room } from './room';
import type { Server, Shell, StartOptions } from './shell';
import { runSqlHook, type SqlHook } from './sql-hook';
import type { RestoreSink, SinkStream, SourceStream } from './streams';
import { killStrays, taggedShell } from './strays';
import { databasesAmong, type DatabaseSwap, swapDatabases } from './swap';
import { createDatabase, dropDatabase, hasTables, putDatabaseAway, renameDatabase, rowCount } from './target-database';
import { volumesShell } from './volumes-shell';
import { databaseSecret } from './web/database-secret';
import { containerUrl } from './web/web-address';
import { checkWeb, type WebAnswer, type WebPatience } from './web/web-check';
import { STOP_GRACE_MS, Workload, type WorkloadState } from './workload';

/** Such a name may be asked for in a request. */
const HOST_NAME = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;

/** One Odoo: its database and its filestore, wherever they run. All names may hold any characters. */
export class OdooEnvironment {
  readonly #postgres: Postgres;
  readonly #filestore: Filestore;
  readonly #workload: Workload;
  readonly #sessionsEndMs: number;
  readonly #odoo: OdooCommand;
  readonly #odooImage: () => Promise<string | undefined>;
  readonly #odooContainer: string;
  /** Without the mark of the job: where its strays are looked for. */
  readonly #places: Shell[];
  readonly #close: () => Promise<void>;

  constructor(
    private readonly server: Server,
    private readonly target: EnvironmentTarget,
    private readonly options: ConnectOptions,
  ) {
    const docker = target.runtime === 'docker';
    const databasePlace = docker ? containerShell(server, `${target.environmentId}_db`) : server;
    const odooName = target.containerName || `${target.environmentId}_odoo`;
    this.#odooContainer = odooName;
    const filestorePlace = docker ? containerShell(server, odooName) : server;
    this.#places = docker ? [server, databasePlace, filestorePlace] : [server];
    const mine = (place: Shell) => taggedShell(place, options.jobTag);
    const asked = (place: Shell) => (docker ? heldShell(mine(place)) : mine(place));
    const files = asked(filestorePlace);
    this.#postgres = new Postgres(asked(databasePlace), {
      user: target.dbUser,
      ...(target.dbPassword !== undefined && { password: target.dbPassword }),
      // In its container the database is reached by its own socket.
      ...(!docker && target.dbHost !== undefined && { host: target.dbHost }),
      ...(!docker && target.dbPort !== undefined && { port: target.dbPort }),
    });
    const { filestoreRoot: root } = target;
    this.#filestore = new Filestore(files, root, docker ? mine(volumesShell(server, odooName, root)) : undefined);
    this.#sessionsEndMs = options.sessionsEndMs ?? SESSIONS_END_MS;
    this.#workload = new Workload(server, docker ? odooName : undefined, options.stopGraceMs ?? STOP_GRACE_MS);
    this.#odoo = new OdooCommand(files, docker ? loginAcrossContainers(target) : this.#postgres.env(target.dbName));
    this.#odooImage = () => odooImage(mine(server), docker ? odooName : undefined);
    const onAbort = () => void server.close();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    this.#close = async () => {
      options.signal?.removeEventListener('abort', onAbort);
      await server.close();
    };
  }

  /** @throws StrongroomError DATABASE_NOT_FOUND, DATABASE_UNREACHABLE, DATABASE_AUTH_FAILED, PG_TOOLS_MISSING, CONTAINER_* */
  async inspect(): Promise<DatabaseFacts> {
    return inspectDatabase(this.#postgres, this.target.dbName);
  }

  /**
   * Asks whether a dump of that major version can be restored, before anything is touched.
   * @returns warnings
   * @throws StrongroomError PG_VERSION_MISMATCH, PG_VERSION_UNSUPPORTED, PG_TOOLS_MISSING
   */
  async checkRestorable(dumpMajor: number, options: { allowOlderServer?: boolean } = {}): Promise<string[]> {
    return checkRestorable(this.#postgres, dumpMajor, options);
  }

  /** Chooses how a dump is loaded. */
  async planLoad(needs: LoadNeeds, limits: LoadLimits): Promise<LoadPlan> {
    return planLoad(this.#postgres, needs, limits);
  }

  async openSnapshot(database = this.target.dbName): Promise<DatabaseSnapshot> {
    return openSnapshot(this.#postgres, databaseName(database));
  }

  /** The dump, as of the snapshot. */
  async dump(how: DumpOptions): Promise<SourceStream> {
    return dumpDatabase(this.#postgres, this.target.dbName, how);
  }

  /** Takes a dump and reads it to its end with a pg_restore beside the database; undefined when none is new enough. */
  async openDumpReader(dumpMajor: number): Promise<SinkStream | undefined> {
    return openDumpReader(this.#postgres.shell, { dumpMajor, directories: [] });
  }

  async filestoreExists(name: string): Promise<boolean> {
    return this.#filestore.exists(name);
  }

  /** Files are counted, not read. */
  async filestoreSummary(name: string): Promise<{ exists: boolean; files: number }> {
    return this.#filestore.summary(name);
  }

  /** The paths of all files below the filestore, in no order. @throws StrongroomError FILESTORE_READ_FAILED */
  filestoreFiles(name: string): AsyncIterable<string> {
    return this.#filestore.files(name);
  }

  /** A plain tar of the filestore, entries "{dbName}/…". Look first whether there is one (`filestoreSummary`). */
  async archiveFilestore(): Promise<SourceStream> {
    return this.#filestore.archive(this.target.dbName);
  }

  async databaseExists(name: string): Promise<boolean> {
    return this.#postgres.databaseExists(databaseName(name));
  }

  /** @returns warnings: what could not be made as the source had it. @throws StrongroomError DATABASE_EXISTS */
  async createDatabase(name: string, traits: DatabaseTraits): Promise<string[]> {
    return createDatabase(this.#postgres, databaseName(name), traits);
  }

  /** Loads a custom-format dump into an empty database; unless `done` resolves, it has to be dropped. */
  async restoreDump(name: string, parallel?: ParallelLoad, options?: StartOptions): Promise<RestoreSink> {
    return restoreDump(this.#postgres, databaseName(name), parallel, options);
  }

  /**
   * Closes it to new connections and ends those that are there. Idempotent.
   * @param successor what is to take its place: without that nothing is closed
   * @returns how many @throws StrongroomError DATABASE_NOT_FOUND, DATABASE_BUSY
   */
  async freezeDatabase(name: string, successor?: string): Promise<number> {
    return freezeDatabase(this.#postgres, databaseName(name), this.#sessionsEndMs, successor);
  }

  /** Opens it. Idempotent. @throws StrongroomError DATABASE_NOT_FOUND */
  async thawDatabase(name: string): Promise<void> {
    return thawDatabase(this.#postgres, databaseName(name));
  }

  /**
   * Both renames or none; both databases are closed afterwards.
   * @throws StrongroomError DATABASE_NOT_FOUND, DATABASE_EXISTS: names are not as expected, nothing was touched; DATABASE_BUSY
   */
  async swapDatabases(swap: DatabaseSwap): Promise<void> {
    Object.values(swap).forEach(databaseName);
    return swapDatabases(this.#postgres, swap, this.#sessionsEndMs);
  }

  /** Owner, grants, settings and whatever else no dump holds. Idempotent. @returns warnings */
  async inheritDatabase(names: { from: string; to: string }): Promise<string[]> {
    return inheritDatabase(this.#postgres, names);
  }

  /** A running Odoo will notice that `incoming` is not `live`. To be done before `live` is frozen. */
  async outdateCaches(names: { live: string; incoming: string }): Promise<void> {
    return outdateCaches(this.#postgres, names);
  }

  /** Which of these there are, and whether they are open to connections. */
  async databasesAmong(names: readonly string[]): Promise<Map<string, { open: boolean }>> {
    return databasesAmong(this.#postgres, names);
  }

  /** Which of these there are, also while the container of Odoo is stopped. */
  async filestoresAmong(names: readonly string[]): Promise<Set<string>> {
    return this.#filestore.among(names);
  }

  /** Disks, and what the live database and filestore take; the filestore is counted for `patienceMs` at most, and not at all for 0. */
  async measureRoom(patienceMs: number): Promise<Room> {
    return measureRoom(this.#postgres, this.#filestore, { name: this.target.dbName, patienceMs });
  }

  /** Of the container of Odoo. @throws StrongroomError WORKLOAD_UNKNOWN, as all that follow, on runtime `host` */
  async workloadState(): Promise<WorkloadState> {
    return this.#workload.state();
  }

  /** Whether the filestores can be renamed while the container is stopped. */
  async filestoreOutlivesStop(): Promise<boolean> {
    return this.#workload.keeps(this.target.filestoreRoot);
  }

  /** With everything that it serves. Resolves when it has stopped. Idempotent. @throws StrongroomError CONTAINER_NOT_FOUND */
  async stopWorkload(): Promise<void> {
    return this.#workload.stop();
  }

  /** Idempotent. Does not wait until Odoo answers. */
  async startWorkload(): Promise<void> {
    return this.#workload.start();
  }

  /**
   * Loads SQL into an empty database; all that SQL of others can do is to fill it. Unless `done` resolves, the database has to be
   * dropped. @throws StrongroomError FOREIGN_DUMP_NEEDS_ROLE, FOREIGN_DUMP_REFUSED (by `done`)
   */
  async loadPlainSql(name: string, options?: PlainSqlOptions): Promise<RestoreSink> {
    return loadPlainSql(this.#postgres, databaseName(name), options);
  }

  async rowCount(name: string, table: 'res_users'): Promise<number> {
    return rowCount(this.#postgres, databaseName(name), table);
  }

  /** Whether there are tables of anybody's making in a database. */
  async hasTables(name: string): Promise<boolean> {
    return hasTables(this.#postgres, databaseName(name));
  }

  /** Makes a loaded copy unable to act in the world, and proves it. @throws StrongroomError CLONE_NOT_NEUTRALIZED */
  async neutralize(name: string): Promise<Neutralization> {
    return neutralizeDatabase(this.#postgres, this.#odoo, databaseName(name));
  }

  /** Gives a copy a uuid and a secret of its own, and the address of nobody. */
  async renewIdentity(name: string): Promise<void> {
    return renewIdentity(this.#postgres, databaseName(name));
  }

  /** Tells one build of Odoo from another; undefined where it is not known. */
  async odooImage(): Promise<string | undefined> {
    return this.#odooImage();
  }

  /** Has Odoo build its asset bundles anew, at the next request for one. @returns how many there were */
  async dropAssetBundles(name: string): Promise<number> {
    return dropAssetBundles(this.#postgres, databaseName(name));
  }

  /** SQL of the operator's own, in one transaction. @returns what it printed @throws StrongroomError RESTORE_HOOK_FAILED */
  async runSqlHook(name: string, hook: SqlHook): Promise<string> {
    return runSqlHook(this.#postgres, databaseName(name), hook);
  }

  /** Sends away whoever is connected. @throws StrongroomError DATABASE_EXISTS */
  async renameDatabase(from: string, to: string): Promise<void> {
    const names = { from: databaseName(from), to: databaseName(to) };
    return renameDatabase(this.#postgres, names, this.#sessionsEndMs);
  }

  /** Sends away whoever is connected, and lets nobody in again. @throws StrongroomError DATABASE_EXISTS, DATABASE_NOT_FOUND */
  async putDatabaseAway(from: string, to: string): Promise<void> {
    const names = { from: databaseName(from), to: databaseName(to) };
    return putDatabaseAway(this.#postgres, names, this.#sessionsEndMs);
  }

  /** Idempotent. Sends away whoever is connected. */
  async dropDatabase(name: string): Promise<void> {
    return dropDatabase(this.#postgres, databaseName(name), this.#sessionsEndMs);
  }

  /** Takes a scanned, safe tar and unpacks it as the filestore of `name`. @throws StrongroomError FILESTORE_EXISTS (by `done`) */
  async extractFilestore(name: string, options?: StartOptions): Promise<SinkStream> {
    return this.#filestore.extract(name, this.target.dbName, options);
  }

  /** @throws StrongroomError FILESTORE_EXISTS */
  async renameFilestore(from: string, to: string): Promise<void> {
    return this.#filestore.rename(from, to);
  }

  /** Idempotent. */
  async removeFilestore(name: string): Promise<void> {
    return this.#filestore.remove(name);
  }

  /**
   * Asks the running Odoo for the log-in page of a database, as its users would. A database that is not the live one may have
   * no name under which Odoo serves it.
   * @throws StrongroomError where the server or its containers cannot be asked
   */
  async webCheck(name: string, patience: Omit<WebPatience, 'signal'>): Promise<WebAnswer> {
    const { runtime, odooUrl, domain, dbName } = this.target;
    if (runtime === 'host' && !odooUrl)
      return { outcome: 'unchecked', detail: 'The environment has no `odoo_url`: it is not known where Odoo answers' };
    const url = odooUrl ? new URL(odooUrl) : await containerUrl(this.server, this.#odooContainer);
    if (!(url instanceof URL)) return url;
    const hosts = [...(domain && name === dbName ? [domain] : []), ...(HOST_NAME.test(name) ? [name] : [])];
    const secret = await databaseSecret(this.#postgres, databaseName(name));
    const { signal } = this.options;
    return checkWeb(
      this.server,
      url,
      { database: name, hosts, ...(secret && { secret }) },
      { ...patience, ...(signal && { signal }) },
    );
  }

  /**
   * Ends every process that carries the mark of this job: on the server and in its containers, of this attempt and
   * of earlier ones. A container that is down has none.
   * @returns how many there were
   */
  async killStrays(): Promise<number> {
    let killed = 0;
    for (const place of this.#places) {
      try {
        killed += await killStrays(place, this.options.jobTag);
      } catch (error) {
        const code = error instanceof StrongroomError ? error.code : undefined;
        if (code !== 'CONTAINER_DOWN' && code !== 'CONTAINER_NOT_FOUND') throw error;
      }
    }
    return killed;
  }

  /** Ends every process that is still running for this connection. Idempotent. */
  async close(): Promise<void> {
    await this.#close();
  }
}

/** How the Odoo in its container reaches the database in the other one, where nothing of its own says so. */
function loginAcrossContainers({ environmentId, dbUser, dbPassword }: EnvironmentTarget): Record<string, string> {
  return {
    STRONGROOM_DB_HOST: `${environmentId}_db`,
    STRONGROOM_DB_USER: dbUser,
    ...(dbPassword !== undefined && { STRONGROOM_DB_PASSWORD: dbPassword }),
  };
}
