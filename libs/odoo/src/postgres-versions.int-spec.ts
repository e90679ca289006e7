import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import {
  type DockerEnvironment,
  type PostgresMajor,
  startDockerEnvironment,
} from '../../../test/fixtures/docker-environment';
import { describeRequiring } from '../../../test/fixtures/requires';
import { dumpOf, FINGERPRINT, INDEXES } from '../testing/clone-settings';
import { failureOf, sha256, slices } from '../testing/streams';
import type { DatabaseFacts } from './database-facts';
import { connectEnvironment } from './connect-environment';
import { type OdooEnvironment } from './odoo-environment';

const MAJORS: readonly PostgresMajor[] = [15, 17, 18];
const SIZE = { partners: 300, messages: 300, files: 5, fileBytes: 10_000 };
const CLONE = 'a clone';
const EVERYBODY_MAY_CREATE = `SELECT has_schema_privilege('pg_monitor', 'public', 'CREATE')`;
const LOCALE = `SELECT to_jsonb(d)->>'datlocprovider' || ' ' || coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale', datcollate)
  FROM pg_database d WHERE datname = current_database()`;

interface Server {
  docker: DockerEnvironment;
  environment: OdooEnvironment;
  facts: DatabaseFacts;
  dump: Buffer;
}

describeRequiring('docker', 'PostgreSQL of the versions that Debian has', () => {
  const servers = new Map<number, Server>();
  const server = (major: number) => servers.get(major)!;
  beforeAll(async () => {
    const start = async (major: PostgresMajor) => {
      const docker = await startDockerEnvironment({ ...SIZE, postgresMajor: major });
      const environment = await connectEnvironment(docker.target(), { jobTag: `postgres-${major}` });
      servers.set(major, { docker, environment, facts: await environment.inspect(), dump: await dumpOf(environment) });
    };
    await Promise.all(MAJORS.map(start));
  }, 900_000);
  afterAll(() =>
    Promise.all(
      [...servers.values()].map(async ({ docker, environment }) => {
        await environment.close();
        await docker.stop();
      }),
    ),
  );
  afterEach(() => Promise.all([...servers.values()].map(({ environment }) => environment.dropDatabase(CLONE))));

  async function restore(from: number, to: number, jobs?: number): Promise<string[]> {
    const { facts, dump } = server(from);
    const { environment } = server(to);
    const warnings = await environment.createDatabase(CLONE, facts);
    const parallel = jobs === undefined ? undefined : { jobs, sizeBytes: dump.length, sha256: sha256(dump) };
    const sink = await environment.restoreDump(CLONE, parallel);
    await pipeline(Readable.from(slices(dump)), sink.stream);
    await sink.done;
    return [...warnings, ...sink.warnings];
  }

  async function expectEqual(from: number, to: number): Promise<void> {
    const [origin, clone] = [server(from).docker, server(to).docker];
    for (const question of [FINGERPRINT, INDEXES])
      expect(await clone.exec(question, CLONE)).toBe(await origin.exec(question));
  }

  it.each([
    [15, ['gzip']],
    [17, ['zstd', 'lz4', 'gzip']],
    [18, ['zstd', 'lz4', 'gzip']],
  ])('is dumped by its own tools, whole: %i', async (major, compressions) => {
    const { docker, facts, dump } = server(major);
    expect(facts).toMatchObject({ serverMajor: major, dumpTool: { compressions }, warnings: [] });
    expect(facts.dumpTool.version).toMatch(new RegExp(`^${major}\\.`));
    const reading = promisify(execFile)('docker', [
      'exec',
      '-i',
      docker.containers.db,
      'pg_restore',
      '-f',
      '/dev/null',
    ]);
    reading.child.stdin!.end(dump);
    expect((await reading).stderr).toBe('');
  });

  it.each([
    [15, 15],
    [17, 17],
    [18, 18],
    [15, 17],
    [15, 18],
    [17, 18],
  ])(
    'takes a dump of %i on %i, streamed and in parallel, with the same rows and indexes',
    async (from, to) => {
      expect(await server(to).environment.checkRestorable(from)).toEqual([]);
      for (const jobs of [undefined, 2]) {
        expect(await restore(from, to, jobs)).toEqual([]);
        await expectEqual(from, to);
        expect(await server(to).docker.exec(EVERYBODY_MAY_CREATE, CLONE)).toBe('t');
        await server(to).environment.dropDatabase(CLONE);
      }
    },
    60_000,
  );

  it.each([
    [17, 15, false],
    [18, 15, false],
    [18, 17, true],
  ])('refuses a dump of %i on %i before anything is touched', async (from, to, canBeAllowed) => {
    const { environment, docker } = server(to);
    const databases = () => docker.exec('SELECT string_agg(datname, chr(10)) FROM pg_database');
    const before = await databases();
    expect(await failureOf(environment.checkRestorable(from))).toMatchObject({
      code: 'PG_VERSION_MISMATCH',
      kind: 'operator',
      details: { dump: from, server: to, tool: to, canBeAllowed },
    });
    if (!canBeAllowed)
      expect(await failureOf(environment.checkRestorable(from, { allowOlderServer: true }))).toMatchObject({
        code: 'PG_VERSION_MISMATCH',
      });
    expect(await databases()).toBe(before);
  });

  it('takes a dump of 18 on 17 where that is allowed', async () => {
    const warnings = await server(17).environment.checkRestorable(18, { allowOlderServer: true });
    expect(warnings).toEqual(['The dump comes from PostgreSQL 18, the server is PostgreSQL 17: that was allowed']);
    await restore(18, 17);
    await expectEqual(18, 17);
  });

  it('cannot read a dump of 18 on 15, whatever was allowed, as the table of versions says', async () => {
    expect(await failureOf(restore(18, 15))).toMatchObject({ code: 'PG_VERSION_MISMATCH' });
  });

  it.each([
    [15, 15, 'icu', `LOCALE_PROVIDER icu ICU_LOCALE 'de-DE'`, 'i de-DE', []],
    [15, 18, 'icu', `LOCALE_PROVIDER icu ICU_LOCALE 'de-DE'`, 'i de-DE', []],
    [17, 17, 'builtin', `LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'`, 'b C.UTF-8', []],
    [17, 18, 'builtin', `LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'`, 'b C.UTF-8', []],
    [17, 15, 'builtin', `LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'`, 'c C', [expect.stringMatching(/builtin/)]],
  ])('sorts as the source does, from %i to %i: %s', async (from, to, localeProvider, clause, locale, warnings) => {
    const { docker } = server(from);
    await docker.exec('DROP DATABASE IF EXISTS sorted', 'postgres');
    await docker.exec(`CREATE DATABASE sorted TEMPLATE template0 ${clause}`, 'postgres');
    const source = await connectEnvironment({ ...docker.target(), dbName: 'sorted' }, { jobTag: 'sorted' });
    const facts = await source.inspect();
    await source.close();
    expect(facts).toMatchObject({ localeProvider });
    expect(await server(to).environment.createDatabase(CLONE, facts)).toEqual(warnings);
    expect(await server(to).docker.exec(LOCALE, CLONE)).toBe(locale);
  });
});
