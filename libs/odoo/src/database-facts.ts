/** How pg_dump squeezes; fastest first. */
export type DumpCompressionMethod = 'zstd' | 'lz4' | 'gzip';

export interface DumpCompression {
  method: DumpCompressionMethod;
  level: number;
}

/** What decides how a database sorts. */
export type LocaleProvider = 'libc' | 'icu' | 'builtin';

/** What a database must have before a dump of it can be restored: part of the facts that a backup keeps. */
export interface DatabaseTraits {
  encoding: string;
  collate: string;
  ctype: string;
  /** libc, icu or builtin; libc where the server knows no other. */
  localeProvider?: LocaleProvider;
  /** The locale of an icu or builtin database. */
  locale?: string;
  hasUnaccent: boolean;
  hasPgTrgm: boolean;
}

export interface DatabaseFacts extends DatabaseTraits {
  serverMajor: number;
  /** As the server says it, such as `17.6 (Debian 17.6-1)`. */
  serverVersion: string;
  databaseBytes: number;
  /** The pg_dump of the server's own major version that stands beside the database. */
  dumpTool: { version: string; compressions: DumpCompressionMethod[] };
  /** Bytes and number of the distinct files that ir_attachment names; 0 without such a table. */
  attachmentBytes: number;
  attachmentCount: number;
  /** What a person should know beforehand. */
  warnings: string[];
}
