/** What a dump is and where it comes from, told by its first bytes and never by its name. Pure. */
import { StrongroomError } from '@app/core';

export interface DumpFacts {
  format: 'pg_dump_custom' | 'plain_sql';
  /** Of the server that was dumped. */
  pgVersion: string;
  /** Of the pg_dump. */
  dumpVersion: string;
  compression: { method: 'gzip' | 'lz4' | 'zstd'; level: number };
  hasUnaccent: boolean;
  hasPgTrgm: boolean;
}

/** So many bytes hold all of it: extensions come first in every dump. */
export const DUMP_HEAD_BYTES = 1 << 18;

const CUSTOM_MAGIC = 'PGDMP';
const CUSTOM_FORMAT = 1;
const METHODS = ['gzip', 'gzip', 'lz4', 'zstd'] as const;

/** @throws StrongroomError ARCHIVE_INVALID */
export function dumpFacts(head: Buffer): DumpFacts {
  const text = head.toString('latin1');
  const has = (extension: string) => new RegExp(`CREATE EXTENSION (?:IF NOT EXISTS )?"?${extension}"?[ ;]`).test(text);
  const traits = { hasUnaccent: has('unaccent'), hasPgTrgm: has('pg_trgm') };
  if (text.startsWith(CUSTOM_MAGIC)) return { format: 'pg_dump_custom', ...new CustomHead(head).facts(), ...traits };
  const pgVersion = /^-- Dumped from database version (.+?)\r?$/m.exec(text)?.[1];
  const dumpVersion = /^-- Dumped by pg_dump version (.+?)\r?$/m.exec(text)?.[1];
  if (pgVersion === undefined || dumpVersion === undefined)
    throw invalid('It is neither in the custom format of pg_dump nor SQL that pg_dump wrote');
  return { format: 'plain_sql', pgVersion, dumpVersion, compression: { method: 'gzip', level: 1 }, ...traits };
}

/** The head of an archive of pg_dump, as pg_backup_archiver.c reads it. */
class CustomHead {
  private at = CUSTOM_MAGIC.length;

  constructor(private readonly head: Buffer) {}

  facts(): Pick<DumpFacts, 'pgVersion' | 'dumpVersion' | 'compression'> {
    try {
      return this.read();
    } catch (cause) {
      throw cause instanceof StrongroomError ? cause : invalid('The head of the dump is cut short', cause);
    }
  }

  private read(): Pick<DumpFacts, 'pgVersion' | 'dumpVersion' | 'compression'> {
    const [major, minor] = [this.byte(), this.byte()];
    this.byte();
    const intBytes = this.byte();
    this.byte();
    if (major !== 1 || intBytes < 2 || intBytes > 8)
      throw invalid(`A dump of the version ${major}.${minor} is unknown`);
    if (this.byte() !== CUSTOM_FORMAT) throw invalid('The dump is an archive of pg_dump, but not in its custom format');
    const compression =
      minor >= 15
        ? { method: METHODS[this.byte()] ?? ('gzip' as const), level: 0 }
        : { method: 'gzip' as const, level: Math.max(0, this.integer(intBytes)) };
    for (let part = 0; part < 7; part += 1) this.integer(intBytes);
    this.string(intBytes);
    const pgVersion = this.string(intBytes);
    return { pgVersion, dumpVersion: this.string(intBytes), compression };
  }

  private byte(): number {
    return this.head.readUInt8(this.at++);
  }

  private integer(bytes: number): number {
    const negative = this.byte() !== 0;
    let value = 0;
    for (let i = 0; i < bytes; i += 1) value += this.byte() * 256 ** i;
    return negative ? -value : value;
  }

  private string(intBytes: number): string {
    const length = Math.max(0, this.integer(intBytes));
    if (this.at + length > this.head.length) throw invalid('The head of the dump is cut short');
    this.at += length;
    return this.head.toString('utf8', this.at - length, this.at);
  }
}

const invalid = (message: string, cause?: unknown) => new StrongroomError('ARCHIVE_INVALID', message, { cause });
