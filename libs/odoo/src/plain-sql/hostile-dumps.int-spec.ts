import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type CloneSetting, dockerSetting, FINGERPRINT, hostSetting, INDEXES } from '../../testing/clone-settings';
import { failureOf, slices } from '../../testing/streams';
import { bothSides } from '../both-sides';
import { connectEnvironment } from '../connect-environment';
import { type OdooEnvironment } from '../odoo-environment';

const SIZE = { partners: 100, messages: 100, files: 0 };
const TRACE = `/tmp/strongroom-trace-${randomBytes(6).toString('hex')}`;
const BARE = { encoding: 'UTF8', collate: 'C', ctype: '', hasUnaccent: false, hasPgTrgm: false };
const USERS = 'CREATE TABLE public.res_users (id int);\nCOPY public.res_users (id) FROM stdin;\n1\n2\n\\.\n';

/** What a dump tries, and what is said of it. */
const HOSTILE: [string, string, { code: string; message?: RegExp }][] = [
  ['\\! in the middle of a line', `SELECT 1; \\! touch ${TRACE}\n`, { code: 'FOREIGN_DUMP_REFUSED' }],
  [
    '\\! right behind a semicolon',
    `${USERS}SELECT 1;\\! touch ${TRACE}\n`,
    { code: 'FOREIGN_DUMP_REFUSED', message: /line 6\)/ },
  ],
  ['\\g into a pipe', `SELECT 1 \\g | touch ${TRACE}\n`, { code: 'FOREIGN_DUMP_REFUSED' }],
  ['\\copy from a program', `\\copy res_users from program 'touch ${TRACE}'\n`, { code: 'FOREIGN_DUMP_REFUSED' }],
  [
    'quoting that another setting would read otherwise',
    `SET standard_conforming_strings = off;\nSELECT '\\' || ' \\! touch ${TRACE}\n';\n`,
    { code: 'PG_RESTORE_FAILED' },
  ],
  [
    'data where the server takes none',
    `SELECT (1;\nCOPY t FROM stdin;\n\\! touch ${TRACE}\n\\.\n`,
    { code: 'FOREIGN_DUMP_REFUSED' },
  ],
  [
    'data for a table that is not there',
    `COPY public.absent (a) FROM stdin;\n\\! touch ${TRACE}\n\\.\n`,
    { code: 'PG_RESTORE_FAILED', message: /line 1\).*absent/ },
  ],
  [
    'data inside the body of a function',
    `CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1;\nCOPY t FROM stdin;\n\\! touch ${TRACE}\n\\.\nEND;\n`,
    { code: 'FOREIGN_DUMP_REFUSED', message: /psql command/ },
  ],
  ['COPY to a program', `COPY (SELECT 1) TO PROGRAM 'touch ${TRACE}';\n`, { code: 'FOREIGN_DUMP_REFUSED' }],
  [
    'COPY to a program out of a block',
    `DO $$ BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch ${TRACE}'''; END $$;\n`,
    { code: 'FOREIGN_DUMP_REFUSED', message: /line 1\).*COPY to or from an external program/ },
  ],
  ['reading a file of the server', `SELECT pg_read_file('/etc/passwd');\n`, { code: 'FOREIGN_DUMP_REFUSED' }],
  ['writing a file of the server', `SELECT lo_export(lo_create(0), '${TRACE}');\n`, { code: 'FOREIGN_DUMP_REFUSED' }],
  ['a new role', `CREATE ROLE strongroom_evil SUPERUSER;\n`, { code: 'FOREIGN_DUMP_REFUSED' }],
  [
    'more rights',
    "DO $$ BEGIN EXECUTE format('ALTER ROLE %I SUPERUSER', current_user); END $$;\n",
    { code: 'FOREIGN_DUMP_REFUSED' },
  ],
  ['the role of somebody else', 'SET ROLE pg_monitor;\n', { code: 'FOREIGN_DUMP_REFUSED' }],
  [
    'the session of somebody else',
    'RESET SESSION AUTHORIZATION; SET ROLE pg_execute_server_program;\n',
    { code: 'FOREIGN_DUMP_REFUSED' },
  ],
  ['a setting of the server', "ALTER SYSTEM SET archive_command = 'touch x';\n", { code: 'FOREIGN_DUMP_REFUSED' }],
  ['another database dropped', 'DROP DATABASE postgres;\n', { code: 'FOREIGN_DUMP_REFUSED' }],
  [
    'another database renamed',
    `DO $$ BEGIN EXECUTE 'ALTER DATABASE postgres RENAME TO gone'; END $$;\n`,
    { code: 'FOREIGN_DUMP_REFUSED' },
  ],
  [
    'an untrusted language',
    "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc.so.6', 'system';\n",
    { code: 'FOREIGN_DUMP_REFUSED' },
  ],
  [
    'a table that is a trap for who counts its rows',
    'CREATE FUNCTION evil() RETURNS SETOF int LANGUAGE sql AS $$ SELECT 1 $$;\nCREATE VIEW public.res_users AS SELECT * FROM evil();\n',
    { code: 'FOREIGN_DUMP_REFUSED', message: /res_users is no plain table/ },
  ],
  [
    'a function with the rights of its owner',
    `${USERS}CREATE FUNCTION evil() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;\n`,
    { code: 'FOREIGN_DUMP_REFUSED', message: /SECURITY DEFINER/ },
  ],
  ['an end inside a text', `${USERS}SELECT 'x`, { code: 'FOREIGN_DUMP_REFUSED' }],
];

/** Where the server is makes no difference but for these: who logs in there, and with which rights. */
const ON_HOST = /middle of a line|out of a block|writing a file|new role|data for a table/;

describe.each([
  ['docker, connected locally', ['docker'], dockerSetting, HOSTILE],
  ['host, over ssh', ['postgres', 'sshd'], hostSetting, HOSTILE.filter(([what]) => ON_HOST.test(what))],
] as const)('runtime %s', (_runtime, parts, prepare, hostile) => {
  describeRequiring([...parts], 'plain SQL that nobody here has made', () => {
    let setting: CloneSetting;
    let environment: OdooEnvironment;
    const staging = `strongroom_${randomUUID().replaceAll('-', '')}`;

    beforeAll(async () => {
      setting = await prepare(SIZE);
      environment = await connectEnvironment(setting.target, { jobTag: 'foreign' });
    });
    afterAll(async () => {
      await environment?.close();
      await setting?.stop();
    });
    afterEach(() => environment.dropDatabase(staging));

    /** As PLANA's job makes it. */
    const plainDump = async () =>
      Buffer.from(
        await setting.run(
          'PATH=$PATH:$(echo /usr/lib/postgresql/*/bin | tr " " :); exec pg_dump --dbname="$1"',
          connectionTo(setting),
        ),
      );

    async function load(sql: string | Buffer, traits = BARE): Promise<string[]> {
      await environment.createDatabase(staging, traits);
      const sink = await environment.loadPlainSql(staging);
      const sent = pipeline(Readable.from(slices(Buffer.from(sql))), sink.stream);
      await bothSides(sent, sink.done);
      return sink.warnings;
    }
    const roles = () =>
      setting.sql("SELECT rolname FROM pg_roles WHERE rolname LIKE 'strongroom!_%' ESCAPE '!'", 'postgres');
    const traces = () => setting.run('ls -- "$1" 2>/dev/null || true', TRACE);

    it.each(hostile)('does no harm: %s', async (_what, sql, expected) => {
      const failure = await failureOf(load(sql));
      expect({ code: failure.code, message: failure.message }).toMatchObject({
        code: expected.code,
        message: expect.stringMatching(expected.message ?? /./) as string,
      });
      expect(await traces()).toBe('');
      await environment.dropDatabase(staging);
      expect(await roles()).toBe('');
    });

    it('becomes the database that it was dumped from, and belongs to the role of the environment', async () => {
      const warnings = await load(await plainDump(), { ...BARE, hasUnaccent: true, hasPgTrgm: true });
      expect(warnings).toEqual([]);
      const origin = setting.target.dbName;
      for (const question of [FINGERPRINT, INDEXES])
        expect(await setting.sql(question, staging)).toBe(await setting.sql(question, origin));
      const owners = `SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()`;
      expect(await setting.sql(owners, staging)).toBe(setting.target.dbUser);
      expect(await roles()).toBe('');
    });

    it('may hold functions whose bodies are SQL', async () => {
      const origin = setting.target.dbName;
      const user = setting.target.dbUser;
      await setting.sql(
        `CREATE FUNCTION public.users_of(lowest int) RETURNS bigint LANGUAGE sql
         BEGIN ATOMIC SELECT 'a;b \\! END'; SELECT count(*) FROM res_users WHERE CASE WHEN id >= lowest THEN true ELSE false END; END;
         ALTER FUNCTION public.users_of OWNER TO "${user}"`,
        origin,
      );
      try {
        const dump = await plainDump();
        expect(dump.toString()).toContain('BEGIN ATOMIC');
        await load(dump, { ...BARE, hasUnaccent: true, hasPgTrgm: true });
        const question = 'SELECT public.users_of(1)';
        expect(await setting.sql(question, staging)).toBe(await setting.sql(question, origin));
      } finally {
        await setting.sql('DROP FUNCTION public.users_of', origin);
      }
    });

    it('may hold what only looks hostile, and what belongs to the place that it comes from', async () => {
      const sql = `\\restrict abc1
SET transaction_timeout = 0;
CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;
COMMENT ON EXTENSION plpgsql IS 'x';
CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA public;
${USERS}ALTER TABLE public.res_users OWNER TO nobody_here;
GRANT ALL ON TABLE public.res_users TO nobody_here;
CREATE TABLE public.notes (t text);
COMMENT ON COLUMN public.notes.t IS E'a \\\\! b \\' \\\\g';
CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $_$ SELECT '\\! id' $_$;
COPY public.notes (t) FROM stdin;
\\\\! touch ${TRACE}
a\\tb ; \\\\copy
\\N
\\.
\\unrestrict abc1
`;
      expect(await load(sql)).toEqual([
        'The extension pg_stat_statements is not there',
        expect.stringContaining('function f') as string,
      ]);
      expect(await setting.sql('SELECT t FROM public.notes WHERE t IS NOT NULL', staging)).toBe(
        `\\! touch ${TRACE}\na\tb ; \\copy`,
      );
      expect(await environment.rowCount(staging, 'res_users')).toBe(2);
      expect(await traces()).toBe('');
    });
  });
});

function connectionTo({ target }: CloneSetting): string {
  const { dbName: dbname, dbUser: user, dbPassword: password, dbHost: host, dbPort: port } = target;
  const words = target.runtime === 'docker' ? { dbname, user } : { dbname, user, password, host, port };
  return Object.entries(words)
    .map(([word, value]) => `${word}='${String(value).replace(/[\\']/g, '\\$&')}'`)
    .join(' ');
}
