/**
 * The major versions of PostgreSQL, and everything that Strongroom has to do otherwise for one than for another: it is
 * said here, and nowhere else is a version number compared. Pure.
 */
import { StrongroomError } from '@app/core';
import type { DumpCompression, DumpCompressionMethod, LocaleProvider } from './database-facts';

/** Whatever is not here is the same in all supported versions. */
export interface PostgresVersion {
  readonly major: number;
  /** What its pg_dump squeezes with, where the build has the library. With gzip alone the option takes only a level. */
  readonly dumpCompressions: readonly DumpCompressionMethod[];
  /** Of the custom format that its pg_dump writes, 1.N; pg_restore reads that and every older one. */
  readonly archiveFormat: number;
  /** What CREATE DATABASE can be told to sort by. Empty: it knows no such clause, and all are libc. */
  readonly localeProviders: readonly LocaleProvider[];
  /** In a new database only its owner may create things in the schema public; before, everybody could. */
  readonly closesPublicSchema: boolean;
  /** What its pg_restore sets at the beginning although older servers do not know it. */
  readonly sessionParameters: readonly string[];
}

const V13: PostgresVersion = {
  major: 13,
  dumpCompressions: ['gzip'],
  archiveFormat: 14,
  localeProviders: [],
  closesPublicSchema: false,
  sessionParameters: [],
};
const V14: PostgresVersion = { ...V13, major: 14 };
const V15: PostgresVersion = { ...V14, major: 15, localeProviders: ['libc', 'icu'], closesPublicSchema: true };
const V16: PostgresVersion = { ...V15, major: 16, dumpCompressions: ['zstd', 'lz4', 'gzip'], archiveFormat: 15 };
const V17: PostgresVersion = {
  ...V16,
  major: 17,
  archiveFormat: 16,
  localeProviders: ['libc', 'icu', 'builtin'],
  sessionParameters: ['transaction_timeout'],
};
const V18: PostgresVersion = { ...V17, major: 18 };

/** Oldest first. */
export const POSTGRES_VERSIONS: readonly PostgresVersion[] = [V13, V14, V15, V16, V17, V18];

const OLDEST = POSTGRES_VERSIONS[0]!;
const NEWEST = POSTGRES_VERSIONS.at(-1)!;

/** What is known of a server or tool; one that is newer than all that are known counts as the newest. @throws PG_VERSION_UNSUPPORTED */
export function postgresVersion(major: number): PostgresVersion {
  if (major > NEWEST.major) return { ...NEWEST, major };
  const version = POSTGRES_VERSIONS.find((known) => known.major === major);
  if (version) return version;
  throw new StrongroomError(
    'PG_VERSION_UNSUPPORTED',
    `The server is PostgreSQL ${major}; Strongroom works with ${OLDEST.major} and later`,
    { details: { serverMajor: major, oldestMajor: OLDEST.major } },
  );
}

/** What a person should know of a server whose version came after this Strongroom. */
export function versionWarnings(major: number): string[] {
  if (major <= NEWEST.major) return [];
  return [`PostgreSQL ${major} is newer than Strongroom knows; it is treated as ${NEWEST.major}`];
}

/** The value of `--compress` for pg_dump. */
export function compressOption(version: PostgresVersion, { method, level }: DumpCompression): string {
  return version.dumpCompressions.length > 1 ? `${method}:${level}` : String(level);
}

export interface RestoreMajors {
  /** Of the server and the pg_dump that the dump comes from. */
  dump: number;
  server: number;
  /** Of the pg_restore that stands beside the server. */
  tool: number;
}

/**
 * Whether a dump may be restored. A newer dump on an older server is refused; where pg_restore can read it, it can be
 * allowed: most of what an Odoo database holds is the same in both, and what is not fails the restore.
 * @returns warnings
 * @throws StrongroomError PG_VERSION_MISMATCH, PG_VERSION_UNSUPPORTED, PG_TOOLS_MISSING
 */
export function judgeRestore(majors: RestoreMajors, { allowOlderServer = false } = {}): string[] {
  const { dump, server, tool } = majors;
  const readable = archiveFormat(dump) <= archiveFormat(tool);
  const warnings = versionWarnings(postgresVersion(server).major);
  if (dump > server) {
    const situation = `The dump comes from PostgreSQL ${dump}, the server is PostgreSQL ${server}`;
    if (allowOlderServer && readable) return [...warnings, `${situation}: that was allowed`];
    const prospect = readable
      ? 'most such dumps can be restored all the same, which has to be allowed'
      : `pg_restore ${tool} cannot read it`;
    throw new StrongroomError('PG_VERSION_MISMATCH', `${situation}; ${prospect}`, {
      details: { ...majors, canBeAllowed: readable },
    });
  }
  if (!readable)
    throw new StrongroomError(
      'PG_TOOLS_MISSING',
      `The server is PostgreSQL ${server}, but the only pg_restore there is ${tool}, which cannot read a dump of ${dump}`,
      { details: { ...majors } },
    );
  return warnings;
}

/** Also of a version that no server here may have: old dumps can be read by all. */
function archiveFormat(major: number): number {
  return POSTGRES_VERSIONS.findLast((known) => known.major <= major)?.archiveFormat ?? OLDEST.archiveFormat;
}

/** Every parameter that some pg_restore sets and some older server does not know. */
export const LATER_PARAMETERS: readonly string[] = NEWEST.sessionParameters;
