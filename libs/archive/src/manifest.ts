/**
 * What a backup says about itself, version 1.0: in the ZIP as `manifest.json`, and beside the ZIP, with the place of
 * each member, as the sidecar that is written last. Readers keep fields that they do not know.
 */
import { StrongroomError } from '@app/core';
import type { AttachmentProof } from './attachment-ledger';
import * as check from './manifest-check';

export const DATABASE_MEMBER = 'dump.sql';
export const FILESTORE_MEMBER = 'filestore.tar.gz';
export const MANIFEST_MEMBER = 'manifest.json';
/** Behind the name of a component that is an age file of its own. */
export const ENCRYPTED_SUFFIX = '.age';

/** How the components are encrypted. Manifest and sidecar never are: a storage can be listed without a key. */
export interface ManifestEncryption {
  format: 'age';
  /** Follows from the recipient. */
  key_id: string;
  /** Whose identity opens them: `age1…`. */
  recipient: string;
}

/** An encrypted component as it lies in the ZIP; its own size and checksum are those of the plain content. */
export interface StoredComponent {
  size: number;
  /** SHA-256, in hex. */
  checksum: string;
}

export interface ManifestDatabase {
  name: string;
  /** Key of the ZIP in its storage, or of the dump where it is an object of its own. */
  key: string;
  /** Bytes of the dump. */
  size: number;
  /** SHA-256 of the dump, in hex. */
  checksum: string;
  /** Only when encrypted. */
  stored?: StoredComponent;
  /** `plain_sql_gz`: SQL in gzip; it was imported, or lies in PLANA's layout. */
  format: 'pg_dump_custom' | 'plain_sql_gz';
  /** Version of the server, such as 17.2. */
  pg_version: string;
  /** Version of the pg_dump that wrote the dump. */
  dump_version: string;
  compression: { method: 'zstd' | 'lz4' | 'gzip'; level: number };
  encoding: string;
  collate: string;
  /** Empty: whatever the server has; an imported dump does not tell. */
  ctype: string;
  /** What it sorts by: libc where this is missing. */
  locale_provider?: 'libc' | 'icu' | 'builtin';
  /** The locale of icu or builtin. */
  locale?: string;
  /** Bytes of the database as the server had it, its indexes included. */
  live_size?: number;
  has_unaccent: boolean;
  has_pg_trgm: boolean;
}

export interface ManifestFilestore {
  /** Null: the filestore lies in the ZIP of the database. Else the key of its own object. */
  key: string | null;
  /** Bytes of filestore.tar.gz. */
  size: number;
  /** SHA-256 of filestore.tar.gz, in hex. */
  checksum: string;
  /** Only when encrypted. */
  stored?: StoredComponent;
  format: 'tar.gz';
  /** Regular files. */
  files: number;
  /** Bytes of the tar inside. */
  tar_size: number;
}

export interface Manifest {
  version: '1.0';
  backup_id: string;
  environment_id: string;
  backup_type: string;
  created_at: string;
  /** Null: the components lie in the ZIP as they are. Missing in manifests that were written before there was a choice. */
  encryption: ManifestEncryption | null;
  database: ManifestDatabase;
  /** Null when the backup was made without the filestore, or there was none. */
  filestore: ManifestFilestore | null;
  environment_snapshot: Record<string, unknown>;
  retention: { type: string; expires_at: string | null };
  /** Null without a filestore. */
  attachments: AttachmentProof | null;
  /** True when files that the database names are missing or damaged. */
  degraded: boolean;
  warnings: { code: string; message: string }[];
  /** Null for the system. */
  created_by: string | null;
  /** The attempt that made the backup, from 1. */
  attempt: number;
  strongroom_version: string;
}

export interface ManifestObject {
  key: string;
  /** Bytes of everything but the manifest. */
  size: number;
  /** Stored members of a ZIP: the content of each is `size` bytes from `offset` on. */
  members: { name: string; offset: number; size: number }[];
}

export interface Sidecar extends Manifest {
  object: ManifestObject;
}

/** Everything of a manifest that is not the same for all or follows from the rest. */
export type ManifestInput = Omit<Manifest, 'version' | 'degraded' | 'database' | 'filestore'> & {
  database: Omit<ManifestDatabase, 'format'> & Partial<Pick<ManifestDatabase, 'format'>>;
  filestore: (Omit<ManifestFilestore, 'key' | 'format'> & Partial<Pick<ManifestFilestore, 'key'>>) | null;
};

const STORED = check.object({ size: check.count, checksum: check.sha256 });
const DATABASE = check.object({
  name: check.text,
  key: check.text,
  size: check.count,
  checksum: check.sha256,
  stored: check.optional(STORED),
  format: check.oneOf('pg_dump_custom', 'plain_sql_gz'),
  pg_version: check.text,
  dump_version: check.text,
  compression: check.object({ method: check.text, level: check.count }),
  encoding: check.text,
  collate: check.text,
  ctype: check.anyText,
  locale_provider: check.optional(check.text),
  locale: check.optional(check.text),
  live_size: check.optional(check.count),
  has_unaccent: check.flag,
  has_pg_trgm: check.flag,
});
const FILESTORE = check.object({
  key: check.orNull(check.text),
  size: check.count,
  checksum: check.sha256,
  stored: check.optional(STORED),
  format: check.exactly('tar.gz'),
  files: check.count,
  tar_size: check.count,
});
const ATTACHMENTS = check.object({
  expected: check.count,
  present: check.count,
  missing: check.count,
  corrupt: check.count,
  unreferenced: check.count,
  foreign: check.count,
  missing_files: check.listOf(check.text),
  corrupt_files: check.listOf(check.text),
});
const MANIFEST = {
  version: check.exactly('1.0'),
  backup_id: check.text,
  environment_id: check.text,
  backup_type: check.text,
  created_at: check.moment,
  encryption: check.optional(
    check.orNull(check.object({ format: check.exactly('age'), key_id: check.text, recipient: check.text })),
  ),
  database: DATABASE,
  filestore: check.orNull(FILESTORE),
  environment_snapshot: check.anyObject,
  retention: check.object({ type: check.text, expires_at: check.orNull(check.moment) }),
  attachments: check.orNull(ATTACHMENTS),
  degraded: check.flag,
  warnings: check.listOf(check.object({ code: check.text, message: check.text })),
  created_by: check.orNull(check.text),
  attempt: check.count,
  strongroom_version: check.text,
};
const OBJECT = check.object({
  key: check.text,
  size: check.count,
  members: check.listOf(check.object({ name: check.text, offset: check.count, size: check.count })),
});

export function buildManifest(input: ManifestInput): Manifest {
  const { database, filestore, attachments } = input;
  return {
    version: '1.0',
    backup_id: input.backup_id,
    environment_id: input.environment_id,
    backup_type: input.backup_type,
    created_at: input.created_at,
    encryption: input.encryption,
    database: { ...database, format: database.format ?? 'pg_dump_custom' },
    filestore: filestore && { key: null, ...filestore, format: 'tar.gz' },
    environment_snapshot: input.environment_snapshot,
    retention: input.retention,
    attachments,
    degraded: attachments !== null && attachments.missing + attachments.corrupt > 0,
    warnings: input.warnings,
    created_by: input.created_by,
    attempt: input.attempt,
    strongroom_version: input.strongroom_version,
  };
}

export function buildSidecar(manifest: Manifest, object: ManifestObject): Sidecar {
  return { ...manifest, object };
}

/** The bytes of a manifest or sidecar as they are stored. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** @throws StrongroomError ARCHIVE_INVALID that names every wrong field */
export function parseManifest(text: string): Manifest {
  return parse(text, 'manifest', check.object(MANIFEST)) as Manifest;
}

/** @throws StrongroomError ARCHIVE_INVALID that names every wrong field */
export function parseSidecar(text: string): Sidecar {
  return parse(text, 'sidecar manifest', check.object({ ...MANIFEST, object: OBJECT })) as Sidecar;
}

function parse(text: string, what: string, form: check.Check): unknown {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new StrongroomError('ARCHIVE_INVALID', `The ${what} is not JSON`, { cause });
  }
  const problems = form(document, '');
  if (problems.length === 0) problems.push(...missingStored(document as Manifest));
  if (problems.length > 0)
    throw new StrongroomError('ARCHIVE_INVALID', `The ${what} is not valid: ${problems.join('; ')}`, {
      details: { problems },
    });
  return { encryption: null, ...(document as object) };
}

function missingStored({ encryption, database, filestore }: Manifest): string[] {
  if (!encryption) return [];
  const missing = [!database.stored && 'database.stored', filestore && !filestore.stored && 'filestore.stored'];
  return missing.flatMap((field) => (field ? [`${field} is missing`] : []));
}

/** What a component is and, in its place in the ZIP, how it is called and what it is there. */
export interface ComponentPlace {
  component: string;
  content: { size: number; checksum: string };
  stored: StoredComponent & { name: string };
}

/** The components of a backup, in the order of the ZIP. */
export function componentsOf(manifest: Manifest): ComponentPlace[] {
  const { encryption, database, filestore } = manifest;
  const place = (component: string, { size, checksum, stored }: ManifestDatabase | ManifestFilestore) => ({
    component,
    content: { size, checksum },
    stored: encryption ? { name: component + ENCRYPTED_SUFFIX, ...stored! } : { name: component, size, checksum },
  });
  return [place(DATABASE_MEMBER, database), ...(filestore ? [place(FILESTORE_MEMBER, filestore)] : [])];
}
