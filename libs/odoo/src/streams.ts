import type { Readable, Writable } from 'node:stream';

/** A remote output that can be trusted once it has ended. */
export interface SourceStream {
  /**
   * Ends only when the remote program exited with 0 and what arrived has the byte count and the SHA-256 that were
   * taken where it began. In every other case it is destroyed with a StrongroomError. Destroying it ends the program.
   */
  readonly stream: Readable;
  /** What a person should read although the stream is whole. Complete after the end. */
  readonly warnings: string[];
  /** After the end: bytes and SHA-256 (hex), equal on both sides. */
  readonly sum: { bytes: number; sha256: string } | undefined;
}

/** A remote input. */
export interface SinkStream {
  /** Destroying it ends the remote program. */
  readonly stream: Writable;
  /** Resolves only when the whole stream was taken and the program exited with 0; else rejects with a StrongroomError. */
  readonly done: Promise<void>;
}

export interface RestoreSink extends SinkStream {
  /** Errors of pg_restore that lose nothing, each with the reason. Complete after `done`. */
  readonly warnings: string[];
}
