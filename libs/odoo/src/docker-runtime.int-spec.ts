import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { startDockerEnvironment, type DockerEnvironment } from '../../../test/fixtures/docker-environment';
import { odooFiles } from '../../../test/fixtures/odoo-data';
import { describeRequiring } from '../../../test/fixtures/requires';
import { startSshd, type Sshd } from '../../../test/fixtures/sshd';
import { eventually } from '../testing/eventually';
import { collect, failureOf, sha256 } from '../testing/streams';
import type { DumpCompression } from './database-facts';
import type { EnvironmentTarget } from './environment-target';
import { connectEnvironment } from './connect-environment';
import { type OdooEnvironment } from './odoo-environment';

const run = promisify(execFile);
const FILES = { files: 60, fileBytes: 3_000_000 };
const DB_NAME = `a'b "c" $d=1\nx`;
const FAST: DumpCompression = { method: 'gzip', level: 1 };

describeRequiring(['docker', 'sshd'], 'a docker environment', () => {
  let sshd: Sshd;
  let docker: DockerEnvironment;
  let environment: OdooEnvironment;
  const connect = (changes: Partial<EnvironmentTarget> = {}, jobTag = 'a-job') =>
    connectEnvironment({ ...docker.target(sshd), ...changes }, { jobTag });

  beforeAll(async () => {
    [sshd, docker] = await Promise.all([
      startSshd(),
      startDockerEnvironment({ ...FILES, dbName: DB_NAME, missing: 2, partners: 300, messages: 500 }),
    ]);
    environment = await connect();
  });
  afterAll(async () => {
    await environment?.close();
    await Promise.all([docker?.stop(), sshd?.stop()]);
  });

  /** A dump that waits for a lock, so that it is surely running. */
  async function stuckDump(
    from: OdooEnvironment,
  ): Promise<{ failure: Promise<unknown>; stream: NodeJS.ReadableStream; release(): Promise<void> }> {
    const lock = docker
      .exec('BEGIN; LOCK TABLE res_partner IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600);')
      .catch(() => {});
    await eventually(
      'the table is locked',
      async () =>
        (await docker.exec(
          "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'res_partner'::regclass",
        )) === '1',
    );
    const snapshot = await from.openSnapshot();
    const { stream } = await from.dump({ snapshotId: snapshot.id, compression: FAST });
    const failure = failureOf(collect(stream));
    await eventually('pg_dump waits for the lock', async () => (await docker.processes('db')).includes('pg_dump'));
    const release = async () => {
      await docker.exec(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()",
      );
      await lock;
    };
    return { failure, stream, release };
  }

  it('tells what a backup wants to know beforehand', async () => {
    const facts = await environment.inspect();
    const files = [...odooFiles({ partners: 0, users: 0, messages: 0, ...FILES })];
    expect(facts).toMatchObject({
      serverMajor: 17,
      dumpTool: { version: expect.stringMatching(/^17\./) as string, compressions: ['zstd', 'lz4', 'gzip'] },
      encoding: 'UTF8',
      collate: 'C',
      localeProvider: 'libc',
      hasUnaccent: true,
      hasPgTrgm: true,
      attachmentCount: FILES.files,
      attachmentBytes: files.reduce((sum, { content }) => sum + content.length, 0),
    });
    expect(facts.databaseBytes).toBeGreaterThan(5_000_000);
    expect(facts.serverVersion).toMatch(/^17\./);
  });

  it('reads database and list of attachments as of one moment', async () => {
    const snapshot = await environment.openSnapshot();
    await docker.exec(
      `INSERT INTO res_partner (name) VALUES ('too late'); INSERT INTO ir_attachment (name, type, store_fname) VALUES ('late', 'binary', 'aa/late')`,
    );
    const rows = [];
    for await (const row of snapshot.attachments()) rows.push(row);
    const expected = [...odooFiles({ partners: 0, users: 0, messages: 0, ...FILES })]
      .map(({ storeFname, content }) => ({ storeFname, sizeBytes: content.length }))
      .sort((a, b) => (a.storeFname < b.storeFname ? -1 : 1));
    expect(rows).toEqual(expected);

    const source = await environment.dump({ snapshotId: snapshot.id, compression: { method: 'zstd', level: 1 } });
    const dump = await collect(source.stream);
    await snapshot.close();
    expect(source.sum).toEqual({ bytes: dump.length, sha256: sha256(dump) });
    const partners = await dataOf(dump, 'res_partner');
    expect(partners).toContain("O'Neil");
    expect(partners).not.toContain('too late');
    await docker.exec(`DELETE FROM res_partner WHERE name = 'too late'; DELETE FROM ir_attachment WHERE name = 'late'`);
  });

  it('leaves no session behind after a snapshot that was read half way', async () => {
    const snapshot = await environment.openSnapshot();
    for await (const row of snapshot.attachments()) if (row.sizeBytes >= 0) break;
    await snapshot.close();
    await snapshot.close();
    await eventually(
      'no session is left',
      async () =>
        (await docker.exec("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'strongroom'")) === '0',
    );
  });

  it('notices that the session of a snapshot has died', async () => {
    const snapshot = await environment.openSnapshot();
    await docker.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'strongroom'");
    const reading = (async () => {
      for await (const row of snapshot.attachments()) void row;
    })();
    expect(await failureOf(reading)).toMatchObject({ kind: 'transient' });
    const { stream } = await environment.dump({ snapshotId: snapshot.id, compression: FAST });
    expect(await failureOf(collect(stream))).toMatchObject({ code: 'PG_DUMP_FAILED' });
    await snapshot.close();
  });

  it('archives the filestore with the database name in front, and counts it', async () => {
    expect(await environment.filestoreSummary(DB_NAME)).toEqual({ exists: true, files: FILES.files - 2 });
    expect(await environment.filestoreSummary('nothing')).toEqual({ exists: false, files: 0 });
    const source = await environment.archiveFilestore();
    const tar = await collect(source.stream);
    expect(source).toMatchObject({ warnings: [], sum: { bytes: tar.length, sha256: sha256(tar) } });
    const names = await namesIn(tar);
    expect(names.filter((name) => !name.endsWith('/')).length).toBe(FILES.files - 2);
    expect(names.every((name) => name.startsWith(`${DB_NAME}/`))).toBe(true);
  });

  it('warns of a file that changes while it is read', async () => {
    const script =
      'i=0; while [ $i -lt 300 ]; do date > "$1/$2/aa-growing"; head -c 20000000 /dev/zero >> "$1/$2/aa-growing"; i=$((i+1)); done';
    const writing = docker.run('odoo', 'sh', '-c', script, 'x', docker.filestoreRoot, DB_NAME).catch(() => '');
    const warnings: string[] = [];
    await eventually('tar has met the change', async () => {
      const source = await environment.archiveFilestore();
      await collect(source.stream);
      warnings.push(...source.warnings);
      return warnings.length > 0;
    });
    expect(warnings.join()).toMatch(/changed as we read it|shrank by/);
    await docker
      .run('odoo', 'sh', '-c', 'kill $(grep -l aa-growing /proc/[0-9]*/cmdline | cut -d/ -f3 | grep -v $$)')
      .catch(() => '');
    await writing;
    await docker.run('odoo', 'rm', '-f', `${docker.filestoreRoot}/${DB_NAME}/aa-growing`);
  });

  it('refuses an archive with a file that cannot be read', async () => {
    const secret = `${docker.filestoreRoot}/${DB_NAME}/unreadable`;
    await docker.run('odoo', 'sh', '-c', 'touch "$1"; chmod 0 "$1"', 'x', secret);
    const { stream } = await environment.archiveFilestore();
    expect(await failureOf(collect(stream))).toMatchObject({ code: 'FILESTORE_READ_FAILED', details: { exitCode: 2 } });
    await docker.run('odoo', 'rm', secret);
  });

  it('says that a database is missing, and which there are', async () => {
    const other = await connect({ dbName: 'postgresql://elsewhere/x=y' });
    const failure = await failureOf(other.inspect());
    expect(failure).toMatchObject({
      code: 'DATABASE_NOT_FOUND',
      kind: 'operator',
      details: { databases: [DB_NAME, 'postgres'] },
    });
    expect(await failureOf(other.openSnapshot())).toMatchObject({ code: 'DATABASE_NOT_FOUND' });
    const { stream } = await other.dump({ snapshotId: '00000003-0000001B-1', compression: FAST });
    expect(await failureOf(collect(stream))).toMatchObject({ code: 'DATABASE_NOT_FOUND' });
    await other.close();
  });

  it('says that the user is refused', async () => {
    const other = await connect({ dbUser: 'nobody else' });
    expect(await failureOf(other.inspect())).toMatchObject({ code: 'DATABASE_AUTH_FAILED', kind: 'operator' });
    await other.close();
  });

  it('works with a database that is not one of Odoo', async () => {
    const other = await connect({ dbName: 'postgres' });
    expect(await other.inspect()).toMatchObject({ attachmentCount: 0, attachmentBytes: 0, hasUnaccent: false });
    const snapshot = await other.openSnapshot();
    for await (const row of snapshot.attachments()) throw new Error(`there is a row ${row.storeFname}`);
    await other.close();
  });

  it('says that a container does not exist', async () => {
    const other = await connect({ environmentId: 'no-such-one' }, 'a-job-of-nobody');
    expect(await failureOf(other.inspect())).toMatchObject({ code: 'CONTAINER_NOT_FOUND', kind: 'operator' });
    expect(await failureOf(other.filestoreSummary('x'))).toMatchObject({ code: 'CONTAINER_NOT_FOUND' });
    expect(await other.killStrays()).toBe(0);
    await other.close();
  });

  it('says that Docker does not answer', async () => {
    process.env.DOCKER_HOST = 'unix:///nowhere/docker.sock';
    try {
      const other = await connect({ connection: 'local' });
      expect(await failureOf(other.inspect())).toMatchObject({ code: 'DOCKER_UNAVAILABLE' });
    } finally {
      delete process.env.DOCKER_HOST;
    }
  });

  it('tells a killed pg_dump from one that failed', async () => {
    const { failure, release } = await stuckDump(environment);
    await docker.run('db', 'sh', '-c', 'kill -KILL $(grep -l "^pg_dump" /proc/[0-9]*/comm | cut -d/ -f3)');
    expect(await failure).toMatchObject({ code: 'PG_DUMP_KILLED', kind: 'transient' });
    await release();
  });

  it.each(['over ssh', 'locally'])(
    'never takes an ended docker client for the end of its program, connected %s',
    async (how) => {
      const tag = `client-${how.replace(' ', '-')}`;
      const own = await connect(how === 'locally' ? { connection: 'local' } : {}, tag);
      const sink = await own.extractFilestore('half a clone');
      const clients = async () => {
        const script = 'grep -lz "^STRONGROOM_JOB=$1$" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3';
        const { stdout } = await run('sh', ['-c', `${script}; exit 0`, 'sh', tag]);
        const names = await Promise.all(
          stdout.split('\n').map((pid) => readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')),
        );
        return stdout.split('\n').filter((_, index) => names[index] === 'docker\n');
      };
      await eventually('tar waits', async () => (await docker.processes('odoo')).includes('tar'));
      for (const pid of await clients()) process.kill(Number(pid), 'SIGTERM');
      expect(await failureOf(sink.done)).toMatchObject({ code: 'COMMAND_KILLED', kind: 'transient' });
      await own.removeFilestore('half a clone');
      await own.close();
    },
  );

  it.each(['over ssh', 'locally'])(
    'ends pg_dump in the container when the stream is given up, connected %s',
    async (how) => {
      const own = await connect(how === 'locally' ? { connection: 'local' } : {});
      const { failure, stream, release } = await stuckDump(own);
      (stream as unknown as { destroy(error: Error): void }).destroy(new Error('enough'));
      expect(await failure).toMatchObject({ message: 'enough' });
      await eventually('pg_dump is gone', async () => !(await docker.processes('db')).includes('pg_dump'));
      await own.close();
      await release();
    },
  );

  it('ends pg_dump in the container when the session is cut', async () => {
    const own = await connect();
    const { failure, release } = await stuckDump(own);
    await sshd.dropSessions();
    expect(await failure).toMatchObject({ code: 'SSH_CONNECTION_LOST' });
    await eventually('pg_dump is gone', async () => !(await docker.processes('db')).includes('pg_dump'));
    await release();
    environment = await connect();
  });

  it('kills the strays of its job, and nothing of another', async () => {
    // A session without lifeline, as an earlier executor may have left one: it holds on to its input.
    const [left, foreign] = await Promise.all([connect({}, 'left-behind'), connect({}, 'left-behind-2')]);
    const mine = await left.openSnapshot();
    const theirs = await foreign.openSnapshot();
    const later = await connect({}, 'left-behind');
    expect(await later.killStrays()).toBeGreaterThanOrEqual(2); // psql in the container, docker's client on the server
    expect(await later.killStrays()).toBe(0);
    const sessions = await docker.exec("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'strongroom'");
    expect(sessions).toBe('1');
    await mine.close();
    await theirs.close();
    await Promise.all([left.close(), foreign.close(), later.close()]);
  });

  it('never makes PostgreSQL, process 1 of its container, take an ended program for a crashed backend', async () => {
    const { stderr } = await run('docker', ['logs', docker.containers.db], { maxBuffer: 16 * 1024 * 1024 });
    expect(stderr).toContain('ready to accept connections');
    expect(stderr).not.toMatch(/was terminated by signal|terminating any other active server processes/);
  });

  it('says that a container is down', async () => {
    await Promise.all([docker.stopContainer('db'), docker.stopContainer('odoo')]);
    expect(await failureOf(environment.inspect())).toMatchObject({ code: 'CONTAINER_DOWN', kind: 'operator' });
    expect(await failureOf(environment.filestoreSummary(DB_NAME))).toMatchObject({ code: 'CONTAINER_DOWN' });
    expect(await environment.killStrays()).toBe(0);
    await Promise.all([docker.startContainer('db'), docker.startContainer('odoo')]);
    expect((await environment.inspect()).serverMajor).toBe(17);
  });

  /** The rows of one table in a custom-format dump, as text. */
  async function dataOf(dump: Buffer, table: string): Promise<string> {
    return pipeThrough(
      'docker',
      ['exec', '-i', docker.containers.db, 'pg_restore', '-a', '-t', table, '-f', '-'],
      dump,
    );
  }
});

/** The names of a tar's entries, unquoted. */
async function namesIn(tar: Buffer): Promise<string[]> {
  const list = await pipeThrough('tar', ['-t', '--quoting-style=literal', '--show-transformed-names', '-f', '-'], tar);
  const prefix = `${DB_NAME}/`;
  return list
    .split(prefix)
    .slice(1)
    .map((rest) => prefix + rest.trimEnd());
}

async function pipeThrough(command: string, args: string[], input: Buffer): Promise<string> {
  const running = run(command, args, { maxBuffer: 64 * 1024 * 1024 });
  // tar leaves at the end marker, before the padding.
  running.child.stdin!.on('error', () => {}).end(input);
  return (await running).stdout;
}
