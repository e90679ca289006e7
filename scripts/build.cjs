/** Compiles the project into `dist` when a source is newer than the last build. */
const { spawnSync } = require('node:child_process');
const {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} = require('node:fs');
const { join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..');
const SOURCES = ['apps', 'libs', 'deploy', 'test', 'nest-cli.json', 'tsconfig.json'];
const STAMP = join(ROOT, 'dist', '.built');
const LOCK = join(ROOT, 'node_modules', '.strongroom-build');
const LOCK_STALE_MS = 120_000;

exports.buildIfOld = function buildIfOld() {
  if (isCurrent()) return;
  let failed;
  withLock(() => {
    if (isCurrent()) return;
    const startedAt = new Date();
    // Nothing is removed before: a running service may still load files of the last build.
    const nest = join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
    const build = spawnSync(process.execPath, [nest, 'build'], { cwd: ROOT, encoding: 'utf8' });
    if (build.status !== 0) failed = `${build.stdout}${build.stderr}`;
    else writeStamp(startedAt);
  });
  if (failed === undefined) return;
  console.error(`The build failed:\n${failed}`);
  process.exit(1);
};

/** The start of the build counts: what changed meanwhile is built next time. */
function writeStamp(startedAt) {
  writeFileSync(STAMP, '');
  utimesSync(STAMP, startedAt, startedAt);
}

function isCurrent() {
  if (!existsSync(STAMP)) return false;
  const built = statSync(STAMP).mtimeMs;
  return SOURCES.every((source) => newest(join(ROOT, source)) <= built);
}

/** The time of the last change of a file below a path. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return /\.spec\.ts$|\.int-spec\.ts$/.test(path) ? 0 : stat.mtimeMs;
  const below = readdirSync(path).map((name) => newest(join(path, name)));
  return Math.max(0, ...below);
}

/** One build at a time: tests and a start may run side by side. */
function withLock(work) {
  for (;;) {
    try {
      closeSync(openSync(LOCK, 'wx'));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const age = Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > LOCK_STALE_MS) rmSync(LOCK, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}
