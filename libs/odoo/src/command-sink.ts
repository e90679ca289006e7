import { Writable } from 'node:stream';
import { StrongroomError } from '@app/core';
import type { ExitStatus, Shell, ShellCommand, ShellProcess, StartOptions } from './shell';
import type { SinkStream } from './streams';

export type ExplainExit = (exit: ExitStatus) => StrongroomError | undefined | Promise<StrongroomError | undefined>;

export interface SinkOptions extends StartOptions {
  /** The program knows how much is data, and takes the end of its input for the end of this process. */
  holdsInput?: boolean;
}

/** Starts a program that takes its input as data. What it makes of it counts only after `done`. */
export async function openCommandSink(
  shell: Shell,
  command: ShellCommand,
  explain: ExplainExit,
  options: SinkOptions = {},
): Promise<SinkStream> {
  return new CommandSink(await shell.start(command, options), explain, options.holdsInput ?? false);
}

class CommandSink implements SinkStream {
  readonly stream: Writable;
  readonly done: Promise<void>;
  #complete = false;
  #abandoned: Error | undefined;

  constructor(running: ShellProcess, explain: ExplainExit, holdsInput: boolean) {
    // Nothing is expected here, but an unread output would stop the program.
    running.stdout.resume();
    const verdict = running.exit.then((exit) => exit.failure ?? explain(exit));
    // A program may be content before the end, as tar is after the end marker: what follows is dropped. A write to an ended
    // program may fail before its exit is known, or on SSH never be answered at all. One reaction to the verdict serves all
    // writes: one for each would stay in memory until the program ends.
    let answer = (_error?: Error) => {};
    let ended: { failure: StrongroomError | undefined } | undefined;
    void verdict.then((failure) => {
      ended = { failure };
      answer(failure);
    });
    this.stream = new Writable({
      write: (chunk: Buffer, _encoding, taken) => {
        if (ended) return taken(ended.failure);
        answer = (error) => {
          answer = () => {};
          taken(error);
        };
        running.stdin.write(chunk, (error) => (error ? undefined : answer()));
      },
      final: (done) => {
        this.#complete = true;
        if (!holdsInput) running.stdin.end();
        done();
      },
      destroy: (error, done) => {
        if (!this.#complete) {
          this.#abandoned = error ?? new StrongroomError('CANCELLED', 'The stream was given up');
          running.kill();
        }
        done(error);
      },
    });
    // Who pipes hears of a failure through the pipeline; without a listener it would end this process.
    this.stream.on('error', () => {});
    this.done = verdict.then((failure) => {
      const error = this.#abandoned ?? failure;
      if (!error) return;
      if (!this.stream.destroyed) this.stream.destroy(error);
      throw error;
    });
    this.done.catch(() => {});
  }
}
