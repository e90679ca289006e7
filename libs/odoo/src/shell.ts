import type { Duplex, Readable, Writable } from 'node:stream';
import type { StrongroomError } from '@app/core';

/**
 * One remote program. The script is a CONSTANT of this library, in POSIX sh; whatever comes from a user or a
 * server travels as positional parameter or environment entry, and is never part of the program's text.
 */
export interface ShellCommand {
  script: string;
  /** `"$1"`, `"$2"`, …: any bytes but NUL. They can be seen in a process list: no secrets. */
  args?: readonly string[];
  /** May hold secrets: is in no process list, no log and no error. */
  env?: Readonly<Record<string, string>>;
}

export interface StartOptions {
  /** Kills the process when aborted. */
  signal?: AbortSignal;
  /** Sees each whole line of the error output, also those that the kept tail has lost. */
  onErrorLine?: (line: string) => void;
}

/** How a process ended. */
export interface ExitStatus {
  /** null: ended by a signal, or its end was not seen. */
  code: number | null;
  signal: string | null;
  /** The last 8 KiB of its error output. */
  stderr: string;
  /** What a script of ours reported beside its output, in order. */
  notes: string[];
  /** Set when the end was not seen, or was our own doing: a lost connection, an abort. */
  failure?: StrongroomError;
}

/** A program that has ended, and what it printed. */
export interface CommandResult extends ExitStatus {
  stdout: string;
}

export interface ShellProcess {
  readonly stdin: Writable;
  /** Must be consumed, or killed. */
  readonly stdout: Readable;
  /** Never rejects. Settles after the output has ended. */
  readonly exit: Promise<ExitStatus>;
  /** Ends the process and all that it started. May be called at any time, more than once. */
  kill(): void;
}

/** A place where programs run: this machine, a server over SSH, a container on either. */
export interface Shell {
  /** For messages: where it is. */
  readonly name: string;
  /** @throws StrongroomError when the place cannot be reached any more */
  start(command: ShellCommand, options?: StartOptions): Promise<ShellProcess>;
  /** Runs a short command to its end, where that costs less than to start it; its notes are not told. @throws as `start` */
  run?(command: ShellCommand, input: string): Promise<CommandResult>;
  close(): Promise<void>;
}

/** A machine itself, not a container on it. */
export interface Server extends Shell {
  /**
   * A TCP connection as from there; the far end may be another machine. Nothing is installed or started for it.
   * @throws Error when nobody accepts it
   * @throws StrongroomError SSH_CONNECTION_LOST, SSH_FORWARDING_REFUSED
   */
  dial(address: { host: string; port: number }): Promise<Duplex>;
}
