/**
 * The whole suite. The rooms come first, two files at a time. The specs of the whole system follow, each in a jest of its own with
 * servers of its own, two at a time: they wait more than they work. A file that fails runs again, alone: on a machine that was too
 * busy for it, it passes then, and is named "unsteady". What fails again has failed.
 *
 * What all files share (PostgreSQL, the Docker engine, an S3 server) is started once, by the set-up that a single jest uses.
 *
 * STRONGROOM_TEST_MINUTES bounds the time: files that cannot begin any more are named and counted as skipped.
 * STRONGROOM_TEST_COUNTS names a file that gets "passed failed skipped".
 */
const { spawn } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir, constants } = require('node:os');
const { join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..');
const WHOLE_SYSTEM = '/test/(e2e|chaos)/.*int-spec|/deploy/(embedded/embedded|compose/composition)\\.int-spec';
const MINUTE_MS = 60_000;
const FILE_LIMIT_MS = 15 * MINUTE_MS;
// With less time left no file of the whole system begins: it would hardly come to its end.
const WORTH_BEGINNING_MS = 8 * MINUTE_MS;
const SUITE_LIMIT_MS = Number(process.env.STRONGROOM_TEST_MINUTES ?? 240) * MINUTE_MS;
const SHARDS = 4;
const LANES = 2;
const RETRIES = 2;
// A run in which that many files fail has a cause that no second look mends.
const RETRIED_AT_MOST = 12;
let interrupted = false;

exports.runSuite = async function runSuite() {
  const { setUp, tearDown } = sharedServers();
  await setUp();
  try {
    return await runAll();
  } finally {
    await tearDown();
  }
};

/** Of the build. Their environment is inherited by every jest. */
function sharedServers() {
  const [setUp, tearDown] = ['setup', 'teardown'].map((end) => require(`../dist/test/global-${end}.js`).default);
  return { setUp, tearDown };
}

async function runAll() {
  const until = Date.now() + SUITE_LIMIT_MS;
  const left = () => (interrupted ? 0 : until - Date.now());
  const results = new Map();
  const unsteady = [];
  const leftOut = [];
  const note = (files) => files.forEach((file) => results.set(file.path, file));
  const failing = (paths) => paths.filter((path) => results.get(path)?.failed !== 0);
  const wholeSystem = await specFiles(WHOLE_SYSTEM);
  const rooms = (await specFiles('')).filter((path) => !wholeSystem.includes(path));

  for (let shard = 0; shard < SHARDS; shard += 1) {
    const paths = rooms.filter((_, index) => index % SHARDS === shard);
    if (!interrupted) note(await runFiles(paths, left() - FILE_LIMIT_MS));
  }
  await again(failing(rooms));
  const waiting = [...wholeSystem];
  await Promise.all(Array.from({ length: LANES }, lane));
  await again(failing(wholeSystem.filter((path) => results.has(path))));
  return report();

  async function lane() {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (left() < WORTH_BEGINNING_MS) leftOut.push(path);
      else note(await runFiles([path], Math.min(FILE_LIMIT_MS, left()), { held: true }));
    }
  }

  async function again(paths) {
    if (paths.length > RETRIED_AT_MOST) return;
    for (const path of paths) {
      for (let turn = 0; turn < RETRIES && left() > FILE_LIMIT_MS / 3; turn += 1) {
        console.log(`\nAgain, alone: ${path}`);
        note(await runFiles([path], Math.min(FILE_LIMIT_MS, left())));
        if (failing([path]).length > 0) continue;
        unsteady.push(path);
        break;
      }
    }
  }

  function report() {
    const files = [...results.values()];
    const sum = (key) => files.reduce((total, file) => total + file[key], 0);
    const failed = files.filter((file) => file.failed > 0).map((file) => file.path);
    const tell = (what, paths) =>
      paths.length > 0 && console.log(`\n${what}:\n${paths.map((path) => `  ${path}`).join('\n')}`);
    tell(`Left out, ${interrupted ? 'the run was interrupted' : 'the time was up'}`, leftOut);
    tell('Unsteady: failed at first and passed alone', unsteady);
    tell('Failed', failed);
    const counts = [sum('passed'), sum('failed'), sum('skipped') + leftOut.length];
    console.log(`\n${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped`);
    if (process.env.STRONGROOM_TEST_COUNTS) writeFileSync(process.env.STRONGROOM_TEST_COUNTS, `${counts.join(' ')}\n`);
    return failed.length > 0 || interrupted ? 1 : 0;
  }
}

/** Runs spec files in one jest; a file of which nothing was heard counts as one failure. `held`: shows its output at its end. */
async function runFiles(paths, limitMs, { held = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-results-'));
  const results = join(folder, 'results.json');
  try {
    const alone = paths.length === 1 ? ['--runInBand'] : [];
    const { output } = await runJest(['--forceExit', ...alone, '--runTestsByPath', ...paths], {
      limitMs: Math.max(limitMs, MINUTE_MS),
      env: { STRONGROOM_SPEC_RESULTS: results },
      capture: held ? ['pipe', 'pipe'] : [],
    });
    if (held) process.stderr.write(output);
    const heard = new Map(readResults(results).map((file) => [file.path, file]));
    return paths.map((path) => heard.get(path) ?? { path, passed: 0, failed: 1, skipped: 0 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readResults(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return []; // jest ended before its first file did
  }
}

async function specFiles(pattern) {
  const { output } = await runJest(['--listTests', ...(pattern ? [`--testPathPatterns=${pattern}`] : [])], {
    capture: ['pipe'],
  });
  const lines = output.split('\n').filter((line) => line.startsWith(ROOT));
  return lines.map((line) => line.slice(ROOT.length + 1)).sort();
}

/**
 * Jest in a process group of its own, so that at its limit whatever it started ends with it.
 * @param capture what becomes of its stdout and stderr: `pipe` puts it into the output, in the order in which it comes
 */
function runJest(args, { limitMs, env = {}, capture: [stdout = 'inherit', stderr = 'inherit'] = [] } = {}) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = resolve(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(process.execPath, [...flags, jest, ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', stdout, stderr],
    env: { ...process.env, ...env },
  });
  const end = (signal) => {
    try {
      process.kill(-Number(child.pid), signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  const forward = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [
    signal,
    () => {
      interrupted = true;
      end(signal);
    },
  ]);
  for (const [signal, handler] of forward) process.on(signal, handler);
  const timer =
    limitMs &&
    setTimeout(
      () => (console.log(`\nEnded after ${Math.round(limitMs / MINUTE_MS)} minutes.`), end('SIGKILL')),
      limitMs,
    );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((settle) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      for (const [name, handler] of forward) process.off(name, handler);
      settle({ status: code ?? 128 + constants.signals[signal], output });
    });
  });
}
exports.runJest = runJest;
