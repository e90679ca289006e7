import type { Readable } from 'node:stream';
import type { StrongroomError } from '@app/core';

export interface FileStat {
  sizeBytes: number;
  modifiedAt: Date;
  /** Where the file system knows it. */
  createdAt?: Date;
}

export interface TreeEntry {
  name: string;
  kind: 'file' | 'directory';
  /** When the listing tells it with the name. */
  stat?: FileStat;
}

/**
 * A directory with what is below it, here or on another machine: what `FileStore` needs of a file system. Paths are
 * relative to the directory, with forward slashes, and have been checked; '' is the directory itself. Every method
 * rejects with a StrongroomError, translated where the file system is known.
 */
export interface FileTree {
  /** How often in a row a read that broke is taken up again. */
  readonly resumes: number;
  /** `absent`: not there, and `createRoot` can make it, because its parent is there. */
  rootState(): Promise<'present' | 'absent' | 'unreachable'>;
  createRoot(): Promise<void>;
  /** The file of that name; undefined when there is none. */
  stat(path: string): Promise<FileStat | undefined>;
  /** Files and directories, in any order; none when the directory is not there. */
  entries(directory: string): Promise<TreeEntry[]>;
  /** Its parent has to be there. A directory that is there already is no failure. */
  makeDirectory(path: string): Promise<void>;
  /** Takes an empty directory away; false when it stays, for whatever reason. */
  removeEmptyDirectory(path: string): Promise<boolean>;
  /** Begins a new file; undefined when its directory is not there. */
  create(path: string): Promise<FileSink | undefined>;
  /** undefined when there is no such file. */
  open(path: string): Promise<OpenFile | undefined>;
  /** Puts a file in the place of another, lastingly; a target that is there is replaced. */
  rename(from: string, to: string): Promise<void>;
  /** False when there was no such file. */
  remove(path: string): Promise<boolean>;
  /** For people. */
  locate(path: string): string;
  /** What a stream of the tree failed with, in the codes of Strongroom. `doing` completes "cannot …". */
  translate(thrown: unknown, doing: string): StrongroomError;
  close(): Promise<void>;
}

/** A file being written, from its beginning. */
export interface FileSink {
  /** Calls do not overlap. The bytes of the chunks are taken when it resolves, though not all may have arrived. */
  write(chunks: Buffer[]): Promise<void>;
  /** Resolves when everything has arrived, and lies on the disk if the file system can promise that. */
  finish(): Promise<void>;
  /** Ends the write where it stands, finished or not, and lets go of what it held. */
  abort(): Promise<void>;
}

/** A file as it was found. `read` or `close` is called, once. */
export interface OpenFile extends FileStat {
  /** The bytes from `start` up to `end`, as far as they come: the stream may end early. */
  read(start: number, end: number): Promise<Readable>;
  close(): Promise<void>;
}
