/**
 * The whole suite. The rooms come first, two files at a time. The specs of the whole system follow, each in a jest of its own,
 * because they stop servers, fill disks and kill processes. A file that fails runs again, alone: on a machine that was too busy for
 * it, it passes then, and is named "unsteady". What fails again has failed.
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
const RETRIES = 2;
// A run in which that many files fail has a cause that no second look mends.
const RETRIED_AT_MOST = 12;

exports.runSuite = async function runSuite() {
  const until = Date.now() + SUITE_LIMIT_MS;
  const results = new Map();
  const unsteady = [];
  const leftOut = [];
  const note = (files) => files.forEach((file) => results.set(file.path, file));
  const failing = (paths) => paths.filter((path) => results.get(path)?.failed !== 0);
  const wholeSystem = await specFiles(WHOLE_SYSTEM);
  const rooms = (await specFiles('')).filter((path) => !wholeSystem.includes(path));

  for (let shard = 0; shard < SHARDS; shard += 1) {
    const paths = rooms.filter((_, index) => index % SHARDS === shard);
    note(await runFiles(paths, until - Date.now() - FILE_LIMIT_MS));
  }
  await again(failing(rooms));
  for (const path of wholeSystem) {
    if (until - Date.now() < WORTH_BEGINNING_MS) leftOut.push(path);
    else {
      note(await runFiles([path], Math.min(FILE_LIMIT_MS, until - Date.now())));
      await again(failing([path]));
    }
  }
  return report();

  async function again(paths) {
    if (paths.length > RETRIED_AT_MOST) return;
    for (const path of paths) {
      for (let turn = 0; turn < RETRIES && until - Date.now() > FILE_LIMIT_MS / 3; turn += 1) {
        console.log(`\nAgain, alone: ${path}`);
        note(await runFiles([path], Math.min(FILE_LIMIT_MS, until - Date.now())));
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
    tell('Left out, the time was up', leftOut);
    tell('Unsteady: failed at first and passed alone', unsteady);
    tell('Failed', failed);
    const counts = [sum('passed'), sum('failed'), sum('skipped') + leftOut.length];
    console.log(`\n${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped`);
    if (process.env.STRONGROOM_TEST_COUNTS) writeFileSync(process.env.STRONGROOM_TEST_COUNTS, `${counts.join(' ')}\n`);
    return failed.length > 0 ? 1 : 0;
  }
};

/** Runs spec files in one jest; a file of which nothing was heard counts as one failure. */
async function runFiles(paths, limitMs) {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-results-'));
  const results = join(folder, 'results.json');
  try {
    const alone = paths.length === 1 ? ['--runInBand'] : [];
    await runJest(['--forceExit', ...alone, '--runTestsByPath', ...paths], {
      limitMs: Math.max(limitMs, MINUTE_MS),
      env: { STRONGROOM_SPEC_RESULTS: results },
    });
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
    capture: true,
  });
  const lines = output.split('\n').filter((line) => line.startsWith(ROOT));
  return lines.map((line) => line.slice(ROOT.length + 1)).sort();
}

/** Jest in a process group of its own, so that at its limit whatever it started ends with it. */
function runJest(args, { limitMs, env = {}, capture = false } = {}) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = resolve(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(process.execPath, [...flags, jest, ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const end = (signal) => {
    try {
      process.kill(-Number(child.pid), signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  const forward = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, () => end(signal)]);
  for (const [signal, handler] of forward) process.on(signal, handler);
  const timer =
    limitMs &&
    setTimeout(
      () => (console.log(`\nEnded after ${Math.round(limitMs / MINUTE_MS)} minutes.`), end('SIGKILL')),
      limitMs,
    );
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  return new Promise((settle) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      for (const [name, handler] of forward) process.off(name, handler);
      settle({ status: code ?? 128 + constants.signals[signal], output });
    });
  });
}
exports.runJest = runJest;
