import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { StrongroomError } from '@app/core';
import { ENGLISH, LIFELINE, LIFELINE_END } from './lifeline';
import type { ExitStatus, Shell, ShellProcess } from './shell';
import type { SourceStream } from './streams';
import { SUMMED_OUTPUT } from './summed-output';

const BUFFER_BYTES = 1024 * 1024;

export interface SourceProgram {
  /** Constant shell text that runs before, such as setting PATH. */
  prelude?: string;
  /** The program and its arguments. */
  argv: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** The failure that an exit means; undefined where the output is whole. May add to the warnings. */
  explain(exit: ExitStatus, warnings: string[]): StrongroomError | undefined | Promise<StrongroomError | undefined>;
  onErrorLine?: (line: string) => void;
}

/** Starts a program whose output can be trusted once it has ended (see SourceStream). */
export async function openSummedSource(shell: Shell, program: SourceProgram): Promise<SourceStream> {
  const script = [ENGLISH, LIFELINE, program.prelude ?? '', SUMMED_OUTPUT, LIFELINE_END, 'exit "${status:-1}"'].join(
    '\n',
  );
  const options = program.onErrorLine ? { onErrorLine: program.onErrorLine } : {};
  const running = await shell.start({ script, args: program.argv, env: program.env ?? {} }, options);
  return new SummedSource(running, program, shell.name);
}

class SummedSource implements SourceStream {
  readonly warnings: string[] = [];
  readonly stream: Readable;
  sum: { bytes: number; sha256: string } | undefined;
  #hash = createHash('sha256');
  #bytes = 0;

  constructor(
    running: ShellProcess,
    private readonly program: SourceProgram,
    private readonly place: string,
  ) {
    const { stdout } = running;
    const stream = new Readable({
      highWaterMark: BUFFER_BYTES,
      read: () => void stdout.resume(),
      destroy: (error, done) => {
        running.kill();
        done(error);
      },
    });
    stdout.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length;
      this.#hash.update(chunk);
      if (!stream.destroyed && !stream.push(chunk)) stdout.pause();
    });
    stdout.pause();
    this.stream = stream;
    void running.exit.then((exit) => this.#end(exit));
  }

  async #end(exit: ExitStatus): Promise<void> {
    const failure = await this.#verdict(exit);
    if (this.stream.destroyed) return;
    if (failure) this.stream.destroy(failure);
    else this.stream.push(null);
  }

  async #verdict(exit: ExitStatus): Promise<StrongroomError | undefined> {
    const failure = exit.failure ?? (await this.program.explain(exit, this.warnings));
    if (failure) return failure;
    const sha256 = this.#hash.digest('hex');
    const sent = readReport(exit.notes);
    const details = { ...sent, arrivedBytes: this.#bytes, arrivedSha256: sha256 };
    const what = `${this.program.argv[0]} in ${this.place}`;
    if (sent.sha256 === undefined)
      return new StrongroomError('STREAM_TRUNCATED', `${what} ended without reporting what it had sent`, { details });
    if (sent.bytes !== undefined && this.#bytes < sent.bytes)
      return new StrongroomError('STREAM_TRUNCATED', `${what} sent ${sent.bytes} bytes, ${this.#bytes} arrived`, {
        details,
      });
    if (sent.bytes !== undefined && this.#bytes > sent.bytes)
      return new StrongroomError(
        'CHECKSUM_MISMATCH',
        `${what} sent ${sent.bytes} bytes, ${this.#bytes} arrived; perhaps the login shell of the user prints something`,
        { details },
      );
    if (sent.sha256 !== sha256)
      return new StrongroomError(
        'CHECKSUM_MISMATCH',
        `What arrived of ${what} has another SHA-256 than what was sent`,
        {
          details,
        },
      );
    this.sum = { bytes: this.#bytes, sha256 };
    return undefined;
  }
}

function readReport(notes: readonly string[]): { bytes?: number; sha256?: string } {
  const report: { bytes?: number; sha256?: string } = {};
  for (const note of notes) {
    const [key, value = ''] = note.split(' ');
    if (key === 'bytes' && /^[0-9]+$/.test(value)) report.bytes = Number(value);
    if (key === 'sha256' && /^[0-9a-f]{64}$/.test(value)) report.sha256 = value;
  }
  return report;
}
