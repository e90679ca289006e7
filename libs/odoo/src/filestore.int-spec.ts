import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { ensureTestImage } from '../../../test/fixtures/ceph-container';
import { describeRequiring } from '../../../test/fixtures/requires';
import { eventually } from '../testing/eventually';
import { collect, failureOf, sha256, slices } from '../testing/streams';
import { containerShell } from './container-shell';
import { Filestore } from './filestore';
import { openLocalShell } from './local-shell';
import { runCommand } from './run-command';
import type { Shell } from './shell';
import { killStrays, taggedShell } from './strays';

const NAME = `it's "a" $(clone)\n-x`;
const OTHER = '-the other';
const JOB_TAG = randomUUID();

interface Place {
  shell: Shell;
  root: string;
  stop(): Promise<unknown>;
}

async function thisMachine(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'strongroom-filestore-'));
  return { shell: openLocalShell(), root, stop: () => rm(root, { recursive: true }) };
}

async function busybox(): Promise<Place> {
  const name = `strongroom-busybox-${randomUUID()}`;
  const image = await ensureTestImage('busybox');
  const docker = (...args: string[]) => promisify(execFile)('docker', args);
  await docker('run', '-d', '--init', '--name', name, '--label', 'strongroom-test=1', image);
  const shell = containerShell(openLocalShell(), name);
  return { shell, root: '/tmp/filestore', stop: () => docker('rm', '-f', '-v', name) };
}

describe.each([
  ['the tools of GNU', [], thisMachine],
  ['the tools of busybox, in a container', ['docker'], busybox],
] as const)('a filestore, with %s', (_tools, parts, prepare) => {
  describeRequiring([...parts], 'its directories', () => {
    let place: Place;
    let filestore: Filestore;
    beforeAll(async () => {
      place = await prepare();
      filestore = new Filestore(place.shell, place.root);
    }, 900_000);
    afterAll(() => place?.stop());
    beforeEach(async () => {
      await inRoot('mkdir -p -- "$2/ab" && echo one >"$2/ab/abc" && echo two >"$2/two"', NAME);
    });
    afterEach(() => Promise.all([filestore.remove(NAME), filestore.remove(OTHER)]));

    async function inRoot(script: string, ...args: string[]): Promise<string> {
      const whole = `mkdir -p "$1" && cd "$1" && { ${script}; }`;
      const result = await runCommand(place.shell, { script: whole, args: [place.root, ...args] });
      if (result.code !== 0) throw new Error(result.stderr);
      return result.stdout;
    }
    async function listed(name: string): Promise<string[]> {
      const names: string[] = [];
      for await (const path of filestore.files(name)) names.push(path);
      return names;
    }
    const files = () => inRoot('find . -type f | sort');

    it('are archived with a sum, unpacked, counted and removed', async () => {
      const source = await filestore.archive(NAME);
      const tar = await collect(source.stream);
      expect(source.sum).toEqual({ bytes: tar.length, sha256: sha256(tar) });
      const sink = await filestore.extract(OTHER, NAME);
      await pipeline(Readable.from(slices(tar)), sink.stream);
      await sink.done;
      expect(await filestore.summary(OTHER)).toEqual({ exists: true, files: 2 });
      expect((await listed(OTHER)).sort()).toEqual(['ab/abc', 'two']);
      expect(await inRoot('cat -- "$2/ab/abc"', `./${OTHER}`)).toBe('one\n');
      await filestore.remove(OTHER);
      expect([await filestore.exists(OTHER), await filestore.exists(NAME)]).toEqual([false, true]);
      expect(await filestore.summary(OTHER)).toEqual({ exists: false, files: 0 });
      expect(await failureOf(listed(OTHER))).toMatchObject({ code: 'FILESTORE_READ_FAILED' });
    });

    it('get another name, and back', async () => {
      const before = await files();
      await filestore.rename(NAME, OTHER);
      expect([await filestore.exists(NAME), await filestore.exists(OTHER)]).toEqual([false, true]);
      await filestore.rename(OTHER, NAME);
      expect(await files()).toBe(before);
      expect(await failureOf(filestore.rename(OTHER, NAME))).toMatchObject({ code: 'FILESTORE_WRITE_FAILED' });
    });

    it.each([
      ['a directory', 'mkdir -- "$2"'],
      ['a directory with a file', 'mkdir -- "$2" && echo theirs >"$2/theirs"'],
      ['a link to nothing', 'ln -s nowhere "$2"'],
    ])('get no name that is taken, by %s', async (_what, take) => {
      await inRoot(take, `./${OTHER}`);
      const before = await files();
      expect(await failureOf(filestore.rename(NAME, OTHER))).toMatchObject({ code: 'FILESTORE_EXISTS' });
      expect(await files()).toBe(before);
    });

    it('may hold a directory of their own name', async () => {
      await inRoot('mkdir -- "./$2/$2" && echo three >"./$2/$2/three"', NAME);
      await filestore.rename(NAME, OTHER);
      await filestore.rename(OTHER, NAME);
      expect(await filestore.summary(NAME)).toEqual({ exists: true, files: 3 });
    });

    it('are left by every program of a job that is ended', async () => {
      const stuck = await taggedShell(place.shell, JOB_TAG).start({ script: "trap '' TERM; sleep 600; :" });
      stuck.stdout.resume();
      await eventually('it runs', async () => (await killStrays(place.shell, JOB_TAG)) > 0);
      expect(await killStrays(place.shell, JOB_TAG)).toBe(0);
      await stuck.exit;
    });
  });
});

/** Puts a program of that name before the others of this machine. */
async function withTool<T>(name: string, script: string, work: () => Promise<T>): Promise<T> {
  const bin = await mkdtemp(join(tmpdir(), 'strongroom-tools-'));
  const path = process.env.PATH;
  await writeFile(join(bin, name), `#!/bin/sh\nPATH=${path}\n${script}\n`);
  await chmod(join(bin, name), 0o755);
  try {
    process.env.PATH = `${bin}:${path}`;
    return await work();
  } finally {
    process.env.PATH = path;
    await rm(bin, { recursive: true });
  }
}

describe('a name that somebody takes between the look and the step (a mv that is made to be late)', () => {
  it('stays theirs, and the directory keeps its own', async () => {
    const { shell, root, stop } = await thisMachine();
    await mkdir(join(root, 'from'));
    await writeFile(join(root, 'from', 'ours'), '');
    try {
      const late = 'case $3 in */to) mkdir "$3" ;; esac\nexec mv "$@"';
      const failure = await withTool('mv', late, () => failureOf(new Filestore(shell, root).rename('from', 'to')));
      expect(failure).toMatchObject({ code: 'FILESTORE_EXISTS' });
      expect(
        (await promisify(execFile)('find', ['.', '-mindepth', '1'], { cwd: root })).stdout.split('\n').sort(),
      ).toEqual(['', './from', './from/ours', './to']);
    } finally {
      await stop();
    }
  });
});

describe('a filestore that changes while it is archived (a tar that is made to say so)', () => {
  const changed = (count: number, lastWord = '') => `
    tar "$@"
    seq -f 'tar: live/ab/%06.0f: File removed before we read it' ${count} >&2
    printf '%s' '${lastWord}' >&2
    exit 1`;
  const archived = async (script: string) => {
    const { shell, root, stop } = await thisMachine();
    await mkdir(join(root, 'live'));
    try {
      return await withTool('tar', script, async () => {
        const { stream, warnings } = await new Filestore(shell, root).archive('live');
        await collect(stream);
        return warnings;
      });
    } finally {
      await stop();
    }
  };

  it('is archived all the same, and each change is told', async () => {
    expect(await archived(changed(2))).toEqual([
      'tar: live/ab/000001: File removed before we read it',
      'tar: live/ab/000002: File removed before we read it',
    ]);
  });

  it('has no more to tell than a manifest has room for', async () => {
    const warnings = await archived(changed(50_000));
    expect(warnings).toHaveLength(21);
    expect(warnings.at(-1)).toBe('tar: 49980 more files changed or were removed');
  });

  it('is not archived when tar has any other complaint', async () => {
    expect(await failureOf(archived(changed(50_000, 'tar: live/cd: Cannot open: Permission denied\n')))).toMatchObject({
      code: 'FILESTORE_READ_FAILED',
    });
  });
});
