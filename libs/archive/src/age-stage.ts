/**
 * A stage of a pipeline around the age library, which speaks web streams: what is written goes into one, what the other
 * one delivers is read. A chunk is taken only when the library asks for one, and the readable side ends only when the
 * library says so. A failure or an abort on either side ends the other one too.
 */
import { Duplex } from 'node:stream';

type Bytes = ReadableStream<Uint8Array>;

const READ_BYTES = 1 << 18;

export abstract class AgeStage extends Duplex {
  private readonly output: Promise<ReadableStreamDefaultReader<Uint8Array>>;
  private input!: ReadableStreamDefaultController<Uint8Array>;
  private offered?: { chunk: Uint8Array; taken: () => void };
  private fed?: () => void;

  /**
   * @param turn what the library makes of the bytes that are written; it may wait for the first of them
   * @param asFailure what a failure of the library means
   */
  protected constructor(
    turn: (input: Bytes) => Promise<Bytes>,
    private readonly asFailure: (error: unknown) => Error,
  ) {
    super({ readableHighWaterMark: READ_BYTES });
    const input = new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.input = controller),
        pull: () =>
          new Promise<void>((fed) => {
            this.fed = fed;
            this.feed();
          }),
      },
      { highWaterMark: 0 },
    );
    this.output = turn(input).then((output) => output.getReader());
    this.output.catch((error: unknown) => this.destroy(this.asFailure(error)));
  }

  /** Sees every chunk that is about to be read, and `undefined` at the end; an error that it returns is the stage's. */
  protected inspect(_chunk: Uint8Array | undefined): Error | undefined {
    return undefined;
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, taken: () => void): void {
    this.offered = { chunk, taken };
    this.feed();
  }

  override _final(done: () => void): void {
    this.input.close();
    done();
  }

  override _read(): void {
    void this.output
      .then((output) => output.read())
      .then(
        ({ value }) => {
          if (this.destroyed) return;
          const error = this.inspect(value);
          if (error) this.destroy(error);
          else this.push(value ?? null);
        },
        (error: unknown) => this.destroy(this.asFailure(error)),
      );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.input.error(error);
    this.output.then((output) => output.cancel(error)).catch(() => {});
    done(error);
  }

  private feed(): void {
    const { offered, fed } = this;
    if (!offered || !fed || this.destroyed) return;
    this.offered = undefined;
    this.fed = undefined;
    this.input.enqueue(offered.chunk);
    fed();
    offered.taken();
  }
}
