/**
 * For specs: a backup of a tiny database and a filestore of three files as Strongroom writes it, and the means to write
 * it wrongly. What differs is named; all the rest, sums included, fits to it.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import {
  addComponent,
  BackupArchiveWriter,
  buildManifest,
  DATABASE_MEMBER,
  encryptionKeyId,
  FILESTORE_MEMBER,
  MANIFEST_MEMBER,
  type Manifest,
} from '@app/archive';
import { Readable } from 'node:stream';
import { MemorySink } from '../../../libs/archive/testing/byte-streams';
import { sampleInput } from '../../../libs/archive/testing/sample-backup';
import { filestorePath, TAR_END, tarEntry, tarHeader } from '../../../libs/archive/testing/tar-samples';
import { freshDatabase, sharedPostgres } from '../../../test/fixtures/postgres';

const FILES = ['one', 'two', 'x'.repeat(5000)];
const TOP = tarHeader({ name: 'live/', typeFlag: '5' });

export interface PackageParts {
  backupId: string;
  dump: Buffer;
  pgVersion: string;
  /** The gzip of the tar; null: made without a filestore. */
  filestore: Buffer | null;
  tarBytes: number;
  files: number;
  /** What the manifest says otherwise. */
  manifest?: (manifest: Manifest) => unknown;
  /** What the ZIP holds otherwise. */
  members?: (members: [string, Buffer][]) => [string, Buffer][];
  /** Encrypts the components. */
  recipient?: string;
}

/** A dump of a database in which a restore finds users; `statements` make it otherwise. */
export async function sampleDump(
  statements = 'INSERT INTO res_users VALUES (1), (2)',
): Promise<Pick<PackageParts, 'dump' | 'pgVersion'>> {
  const database = await freshDatabase();
  try {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(`CREATE TABLE res_users (id integer PRIMARY KEY);
      CREATE TABLE res_partner AS SELECT id, md5(id::text) AS name FROM generate_series(1, 500) id; ${statements}`);
    await client.end();
    return await dumpOf(database.name);
  } finally {
    await database.drop();
  }
}

/** A dump of a database of the shared server. */
export async function dumpOf(database: string): Promise<Pick<PackageParts, 'dump' | 'pgVersion'>> {
  const { adminUrl, binDir } = sharedPostgres();
  const url = Object.assign(new URL(adminUrl), { pathname: `/${encodeURIComponent(database)}` });
  const client = new Client({ connectionString: url.href });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  await client.end();
  const options = { encoding: 'buffer' as const, maxBuffer: 1 << 26 };
  const args = ['-Fc', `--dbname=${url.href}`];
  const { stdout: dump } = await promisify(execFile)(`${binDir}/pg_dump`, args, options);
  return { dump, pgVersion: rows[0]!.server_version };
}

/** The tar of a good filestore, `more` entries behind it. */
export function sampleTar(...more: Buffer[]): Buffer {
  const entries = FILES.map((content) => tarEntry({ name: filestorePath('live', content) }, content));
  return Buffer.concat([TOP, ...entries, ...more, TAR_END]);
}

/** The parts for a tar, its gzip made here. */
export function filestoreOf(tar: Buffer, files = FILES.length): Pick<PackageParts, 'filestore' | 'tarBytes' | 'files'> {
  return { filestore: gzipSync(tar, { level: 1 }), tarBytes: tar.length, files };
}

export async function packageOf(parts: PackageParts): Promise<Buffer> {
  const sink = new MemorySink();
  const writer = new BackupArchiveWriter(sink);
  const { dump, filestore, recipient, members = (all) => all, manifest: alter = (manifest) => manifest } = parts;
  const input = sampleInput(dump, filestore);
  const components: [string, Buffer][] = [[DATABASE_MEMBER, dump]];
  if (filestore) components.push([FILESTORE_MEMBER, filestore]);
  const stored: Record<string, object> = {};
  if (recipient !== undefined)
    for (const [name, content] of components) {
      const written = await addComponent(writer, name, Readable.from([content]), { recipient });
      stored[name] = { stored: { size: written.stored!.sizeBytes, checksum: written.stored!.sha256 } };
    }
  const manifest = buildManifest({
    ...input,
    backup_id: parts.backupId,
    encryption: recipient === undefined ? null : { format: 'age', key_id: encryptionKeyId(recipient), recipient },
    database: { ...input.database, pg_version: parts.pgVersion, has_unaccent: false, ...stored[DATABASE_MEMBER] },
    filestore: input.filestore && {
      ...input.filestore,
      files: parts.files,
      tar_size: parts.tarBytes,
      ...stored[FILESTORE_MEMBER],
    },
  });
  const text = alter(manifest);
  const last = Buffer.from(typeof text === 'string' ? text : JSON.stringify(text));
  const open = recipient === undefined ? components : [];
  for (const [name, content] of members([...open, [MANIFEST_MEMBER, last]]))
    await writer.addMember(name, Readable.from([content]));
  await writer.finish();
  return sink.content();
}
