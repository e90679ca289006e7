import type { Readable, Writable } from 'node:stream';

export interface StorageOptions {
  /**
   * Memory for the parts of one S3 upload. Default 64 MiB. A part that is larger than half of it (an estimate of more
   * than about 230 GiB) takes twice its own size instead: one part is filled while another is sent. A tail is
   * offered only where it fits in as well, which with the default is up to about 190 GiB.
   */
  bufferBytes: number;
  /** Default 5 s. */
  connectTimeoutMs: number;
  /** A connection on which nothing moves for so long is given up; where that is possible, the request is repeated. Default 60 s. */
  socketTimeoutMs: number;
}

export const DEFAULT_STORAGE_OPTIONS: StorageOptions = {
  bufferBytes: 64 * 1024 ** 2,
  connectTimeoutMs: 5_000,
  socketTimeoutMs: 60_000,
};

export interface ObjectStat {
  key: string;
  sizeBytes: number;
  modifiedAt: Date;
  storageClass?: string;
}

export interface WriteOptions {
  /** The size to expect; part sizes follow from it. A wrong estimate costs memory or another attempt, never the object. */
  estimateBytes?: number;
  /** Asks for a tail (see ObjectWriter), and tells how much of the estimate will go there. */
  tailBytes?: number;
  contentType?: string;
  /** Its abort destroys the stream of the writer with an AbortError whose cause is the reason. */
  signal?: AbortSignal;
}

export interface ReadOptions {
  /** First byte, default 0. */
  start?: number;
  /** One after the last byte, default the size of the object. */
  end?: number;
  signal?: AbortSignal;
}

export interface SignedUrlOptions {
  /** From when it is valid, in whole seconds. */
  from: Date;
  expiresInSeconds: number;
  /** What the answer says that it is to be saved as: letters, digits, dots, hyphens. */
  fileName: string;
}

export interface UnfinishedWrite {
  key: string;
  startedAt: Date;
}

/**
 * A place for objects. Keys are paths with forward slashes, relative to the prefix of the config. Every method rejects
 * with a StrongroomError: STORAGE_UNREACHABLE, STORAGE_AUTH_FAILED, STORAGE_CERTIFICATE_UNTRUSTED,
 * STORAGE_HOST_KEY_UNKNOWN, STORAGE_HOST_KEY_MISMATCH, STORAGE_BUCKET_NOT_FOUND, STORAGE_FULL, STORAGE_FAILED, and what is named at the method. No driver knows locks: a key is written by one writer at a time.
 */
export interface ObjectStore {
  /** Begins an object. Nothing is to be seen of it before `commit`. */
  write(key: string, options?: WriteOptions): Promise<ObjectWriter>;
  stat(key: string): Promise<ObjectStat | undefined>;
  /**
   * Delivers exactly the bytes of the range, or the stream fails with OBJECT_TRUNCATED. Rejects with OBJECT_NOT_FOUND,
   * and with OBJECT_TRUNCATED when the object ends before the range does.
   */
  read(key: string, options?: ReadOptions): Promise<Readable>;
  /** Removes the object; content that is not there is no failure. */
  remove(key: string): Promise<void>;
  /** Every finished object whose key begins with the text, in the order of the bytes of the keys. */
  list(prefix: string): AsyncIterable<ObjectStat>;
  /** Removes every unfinished write of exactly this key, whoever began it, and tells how many there were. */
  discardUnfinished(key: string): Promise<number>;
  /** Every unfinished write whose key begins with the text. */
  listUnfinished(prefix: string): AsyncIterable<UnfinishedWrite>;
  /** Where the object lies, for people: a path, `s3://bucket/key` or `sftp://host/path`. */
  location(key: string): string;
  /** An address where anybody may GET the object until it expires; undefined: the storage offers no such thing. */
  signedUrl(key: string, options: SignedUrlOptions): Promise<string | undefined>;
  /** Lets go of connections. */
  close(): Promise<void>;
}

/**
 * One object being written. It ends by `commit` or by `discard`; a stream that is destroyed discards by itself, and
 * `discard` then waits for that.
 */
export interface ObjectWriter {
  readonly stream: Writable;
  /**
   * A second stream, which can be written at the same time: its bytes lie behind all of the first. Only where it was asked
   * for and the storage can do that within its memory. Both streams have to finish; what destroys one destroys both.
   */
  readonly tail?: Writable;
  /** Bytes that the streams have taken so far. */
  readonly bytesWritten: number;
  /**
   * Makes the object appear, whole. Call it after the stream has finished. The stored size is compared with
   * `bytesWritten`: CHECKSUM_MISMATCH. When it rejects, nothing of the write is left. Rejects with the error of the
   * stream when that has failed.
   */
  commit(): Promise<ObjectStat>;
  /** Removes all that was begun, as often as it is called. After `commit` it does nothing. */
  discard(): Promise<void>;
}
