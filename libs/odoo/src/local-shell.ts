import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { StrongroomError } from '@app/core';
import { abortFailure } from './abort-failure';
import { ErrorOutput } from './error-output';
import type { ExitStatus, Server, ShellCommand, ShellProcess, StartOptions } from './shell';

const KILL_AFTER_MS = 3000;
/** What a program inherits of this process. Everything else, such as keys and database passwords, stays here. */
const INHERITED = ['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'TZ', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG'];

/** Programs on this machine, each in a process group of its own. */
export function openLocalShell(): Server {
  return new LocalShell();
}

class LocalShell implements Server {
  readonly name = 'this machine';
  readonly #running = new Set<LocalProcess>();

  async start(command: ShellCommand, options: StartOptions = {}): Promise<ShellProcess> {
    options.signal?.throwIfAborted();
    const env = Object.fromEntries(INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
    const child = spawn('sh', ['-c', command.script, 'strongroom', ...(command.args ?? [])], {
      detached: true,
      env: { ...env, ...command.env },
    });
    try {
      await once(child, 'spawn');
    } catch (cause) {
      throw new StrongroomError('COMMAND_FAILED', `sh cannot be started: ${String(cause)}`, { cause });
    }
    const running = new LocalProcess(child, options);
    this.#running.add(running);
    void running.exit.then(() => this.#running.delete(running));
    return running;
  }

  async dial(address: { host: string; port: number }): Promise<Duplex> {
    const socket = connect(address);
    await once(socket, 'connect');
    return socket;
  }

  async close(): Promise<void> {
    const running = [...this.#running];
    for (const each of running) each.kill();
    await Promise.all(running.map((each) => each.exit));
  }
}

class LocalProcess implements ShellProcess {
  readonly stdin;
  readonly stdout;
  readonly exit: Promise<ExitStatus>;
  #ended = false;
  #failure: StrongroomError | undefined;

  constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    { signal, onErrorLine }: StartOptions,
  ) {
    this.stdin = child.stdin;
    this.stdout = child.stdout;
    // A program that ends without reading its input is no failure by itself: its exit status tells.
    child.stdin.on('error', () => {});
    const errors = new ErrorOutput(onErrorLine);
    child.stderr.on('data', (chunk: Buffer) => errors.add(chunk));
    const abort = () => {
      this.#failure ??= abortFailure(signal);
      this.kill();
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.exit = new Promise((resolve) => {
      child.once('close', (code, endedBy) => {
        this.#ended = true;
        signal?.removeEventListener('abort', abort);
        const stderr = errors.end();
        resolve({
          code,
          signal: endedBy,
          stderr,
          notes: errors.notes,
          ...(this.#failure && { failure: this.#failure }),
        });
      });
    });
  }

  kill(): void {
    if (this.#ended) return;
    this.#failure ??= new StrongroomError('CANCELLED', 'The program was ended on request');
    // The end of its input ends what runs in a container, which no signal to this group reaches.
    this.child.stdin.destroy();
    this.child.stdout.resume();
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), KILL_AFTER_MS);
    void this.exit.then(() => clearTimeout(timer));
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.child.pid!, signal);
    } catch {
      // The group is gone already.
    }
  }
}
