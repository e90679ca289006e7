/**
 * Processes that end with the one that started them: a child gets its own process group (Ctrl-C in a terminal reaches
 * only the parent), the kernel signals it when the parent dies, and what is left over all the same is found by its
 * pid file at the next start. A pid alone never decides: pid and start time together name a process.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ExitStatus {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface LaunchOptions {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Standard output and error are appended to it. */
  logFile: string;
  /** Names the process for the next start, which ends it when it is still there. */
  pidFile?: string;
  /** What the kernel sends when the parent dies. */
  deathSignal: 'INT' | 'TERM' | 'KILL';
  uid?: number;
  gid?: number;
}

/** A running child and the promise of its end. */
export class LaunchedProcess {
  readonly exited: Promise<ExitStatus>;
  exit: ExitStatus | undefined;

  constructor(
    private readonly child: ChildProcess,
    pidFile?: string,
  ) {
    this.exited = new Promise((resolve) => {
      const settle = (exit: ExitStatus) => {
        this.exit ??= exit;
        if (pidFile) rmSync(pidFile, { force: true });
        resolve(this.exit);
      };
      child.once('exit', (code, signal) => settle({ code, signal }));
      child.once('error', () => settle({ code: 127, signal: null }));
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get running(): boolean {
    return this.exit === undefined;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running && this.child.pid) this.child.kill(signal);
  }

  /** Asks with `signal`, and after `graceMs` does not ask any more. Resolves when the process has ended. */
  async stop(signal: NodeJS.Signals, graceMs: number): Promise<ExitStatus> {
    this.signal(signal);
    const timer = setTimeout(() => this.signal('SIGKILL'), graceMs);
    const exit = await this.exited;
    clearTimeout(timer);
    return exit;
  }
}

export function launch(options: LaunchOptions): LaunchedProcess {
  const setpriv = process.platform === 'linux' ? findOnPath('setpriv') : undefined;
  const [command, args] = setpriv
    ? [setpriv, ['--pdeathsig', options.deathSignal, '--', options.command, ...options.args]]
    : [options.command, options.args];
  const log = openSync(options.logFile, 'a', 0o600);
  const child = spawn(command, args, {
    env: options.env,
    cwd: options.cwd,
    detached: true,
    stdio: ['ignore', log, log],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid }),
  });
  closeSync(log);
  if (options.pidFile && child.pid) writeFileSync(options.pidFile, `${child.pid} ${startTimeOf(child.pid) ?? '-'}\n`);
  return new LaunchedProcess(child, options.pidFile);
}

/** Ends what a pid file names, when it still runs and still is what the file names. Returns whether there was something to end. */
export async function endLeftover(pidFile: string, signal: NodeJS.Signals, graceMs: number): Promise<boolean> {
  if (!existsSync(pidFile)) return false;
  const [pid, startTime] = readFileSync(pidFile, 'utf8').trim().split(' ');
  const alive = () => startTime !== undefined && startTimeOf(Number(pid)) === startTime;
  const found = alive();
  if (found) {
    trySignal(Number(pid), signal);
    if (!(await eventually(() => !alive(), graceMs))) trySignal(Number(pid), 'SIGKILL');
    await eventually(() => !alive(), 5_000);
  }
  rmSync(pidFile, { force: true });
  return found;
}

/** The kernel's start time of a living process; undefined for one that is gone or a zombie. */
export function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Calls back when the process ends although nobody asked for it. */
export function onUnwantedExit(
  server: LaunchedProcess,
  wanted: () => boolean,
  react: (exit: ExitStatus) => void,
): void {
  void server.exited.then((exit) => {
    if (wanted()) react(exit);
  });
}

/** Signals a process; one that is gone already is no error. */
export function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Asks every 50 ms until the condition holds (true) or the time is over (false). */
export async function eventually(condition: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= end) return false;
    await sleep(50);
  }
}

/** Runs a program to its end and returns its standard output; a failure carries the end of its standard error. */
export function run(
  command: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; uid?: number; gid?: number } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { ...options, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const output = `${stdout}\n${stderr}`.trim().slice(-2_000);
      reject(
        new Error(`${command} ${args[0] ?? ''} failed (${error.code ?? error.signal}): ${output}`, { cause: error }),
      );
    });
  });
}

export function findOnPath(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

const OWN_PORTS = { from: 20_000, count: 12_000 };

/**
 * The preferred port when nothing listens there, else a random free one. On 127.0.0.1, and below the range from which
 * the kernel takes the ports of outgoing connections: one of those could sit on the port while a server restarts.
 */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred && (await isFree(preferred))) return preferred;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = OWN_PORTS.from + Math.floor(Math.random() * OWN_PORTS.count);
    if (await isFree(port)) return port;
  }
  throw new Error('No free port on 127.0.0.1');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
