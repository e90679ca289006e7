import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { sharedPostgres } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { collect, failureOf, slices } from '../testing/streams';
import type { EnvironmentTarget } from './environment-target';
import { connectEnvironment } from './connect-environment';

describeRequiring('postgres', 'the host runtime on this machine', () => {
  it('names the PostgreSQL version whose tools are missing', async () => {
    const { adminUrl } = sharedPostgres();
    const url = new URL(adminUrl);
    const path = process.env.PATH;
    const bin = await mkdtemp(join(tmpdir(), 'strongroom-tools-'));
    const tool = async (name: string, text: string) => {
      await writeFile(join(bin, name), text);
      await chmod(join(bin, name), 0o755);
    };
    const environment = await connectEnvironment(localTarget(url), { jobTag: 'tools' });
    try {
      await tool('pg_dump', '#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.24"\n');
      process.env.PATH = `${bin}:${path}`;
      // A server of a version whose tools are nowhere: its own answer is the only thing that is made up.
      await tool(
        'psql',
        `#!/bin/sh\n/usr/bin/psql "$@" | sed 's/"versionNumber" : [0-9]*/"versionNumber" : 990001/'\n`,
      );
      const failure = await failureOf(environment.inspect());
      expect(failure).toMatchObject({ code: 'PG_TOOLS_MISSING', kind: 'operator', details: { serverMajor: 99 } });
    } finally {
      process.env.PATH = path;
      await environment.close();
      await rm(bin, { recursive: true });
    }
  });

  it('says that PostgreSQL does not answer, or refuses the password', async () => {
    const url = new URL(sharedPostgres().adminUrl);
    const refused = await connectEnvironment(
      { ...localTarget(url), dbUser: 'who', dbPassword: 'wrong' },
      { jobTag: 'x' },
    );
    expect(await failureOf(refused.inspect())).toMatchObject({ code: 'DATABASE_AUTH_FAILED' });
    const closed = await connectEnvironment({ ...localTarget(url), dbPort: 1 }, { jobTag: 'x' });
    expect(await failureOf(closed.inspect())).toMatchObject({ code: 'DATABASE_UNREACHABLE', kind: 'transient' });
  });

  it('keeps permissions, times and the owner of the files beside it', async () => {
    const root = await mkdtemp(join(tmpdir(), 'strongroom-root-'));
    const file = join(root, 'origin', 'ab', 'abc');
    await mkdir(join(root, 'origin', 'ab'), { recursive: true });
    await writeFile(file, 'content');
    await chmod(file, 0o640);
    await utimes(file, 1_700_000_000, 1_700_000_000);
    if (process.getuid?.() === 0) await promisify(execFile)('chown', ['-R', '12345:12346', join(root, 'origin')]);
    const target = { ...localTarget(new URL(sharedPostgres().adminUrl)), dbName: 'origin', filestoreRoot: root };
    const environment = await connectEnvironment(target, { jobTag: 'x' });
    const tar = await collect((await environment.archiveFilestore()).stream);
    const sink = await environment.extractFilestore('clone');
    await pipeline(Readable.from(slices(tar)), sink.stream);
    await sink.done;
    const [before, after] = await Promise.all([stat(file), stat(join(root, 'clone', 'ab', 'abc'))]);
    expect(after).toMatchObject({ mode: before.mode, uid: before.uid, gid: before.gid, mtimeMs: before.mtimeMs });
    expect(await readFile(join(root, 'clone', 'ab', 'abc'), 'utf8')).toBe('content');
    await environment.removeFilestore('clone');
    expect(await readdir(root)).toEqual(['origin']);
    await environment.close();
    await rm(root, { recursive: true });
  });
});

function localTarget(url: URL): EnvironmentTarget {
  return {
    environmentId: 'unused',
    runtime: 'host',
    connection: 'local',
    host: '127.0.0.1',
    sshPort: 22,
    sshUser: '',
    dbName: 'postgres',
    dbHost: url.hostname,
    dbPort: Number(url.port),
    dbUser: decodeURIComponent(url.username),
    dbPassword: decodeURIComponent(url.password),
    filestoreRoot: '/nowhere',
  };
}
