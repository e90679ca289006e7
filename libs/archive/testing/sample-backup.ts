import { createHash } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import {
  addComponent,
  BackupArchiveWriter,
  buildManifest,
  DATABASE_MEMBER,
  encryptionKeyId,
  FILESTORE_MEMBER,
  MANIFEST_MEMBER,
  manifestText,
  type Manifest,
  type ManifestInput,
  type RangeReader,
  type WrittenArchive,
} from '../src';
import { MemorySink } from './byte-streams';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A manifest input with every field, for a dump and a filestore of the given content. */
export function sampleInput(dump: Buffer, filestore: Buffer | null): ManifestInput {
  return {
    backup_id: '550e8400-e29b-41d4-a716-446655440000',
    environment_id: '660e8400-e29b-41d4-a716-446655440000',
    backup_type: 'manual',
    created_at: '2024-12-11T10:30:00Z',
    encryption: null,
    database: {
      name: 'prod_db_main',
      key: 'organizations/o/projects/p/environments/e/550e8400.zip',
      size: dump.length,
      checksum: sha256(dump),
      pg_version: '17.2',
      dump_version: '17.2',
      compression: { method: 'zstd', level: 1 },
      encoding: 'UTF8',
      collate: 'C',
      ctype: 'C.UTF-8',
      has_unaccent: true,
      has_pg_trgm: false,
    },
    filestore: filestore && { size: filestore.length, checksum: sha256(filestore), files: 3, tar_size: 10240 },
    environment_snapshot: { environment: { name: 'Production' }, timestamp: '2024-12-11T10:30:00Z' },
    retention: { type: 'daily', expires_at: '2024-12-18T10:30:00Z' },
    attachments: filestore && {
      expected: 3,
      present: 3,
      missing: 0,
      corrupt: 0,
      unreferenced: 0,
      foreign: 0,
      missing_files: [],
      corrupt_files: [],
    },
    warnings: [],
    created_by: null,
    attempt: 1,
    strongroom_version: '0.1.0',
  };
}

/** A whole backup in memory. `alter` changes the manifest before it is written. */
export async function sampleArchive(
  dump: Buffer,
  filestore: Buffer | null,
  alter: (manifest: Manifest) => Manifest = (manifest) => manifest,
): Promise<{ object: Buffer; manifest: Manifest; written: WrittenArchive }> {
  const sink = new MemorySink();
  const manifest = alter(buildManifest(sampleInput(dump, filestore)));
  const written = await writeSample(sink, [
    [DATABASE_MEMBER, dump],
    ...(filestore ? [[FILESTORE_MEMBER, filestore] as [string, Buffer]] : []),
    [MANIFEST_MEMBER, Buffer.from(manifestText(manifest))],
  ]);
  return { object: sink.content(), manifest, written };
}

export async function writeSample(sink: Writable, members: [string, Buffer][]): Promise<WrittenArchive> {
  const writer = new BackupArchiveWriter(sink);
  for (const [name, content] of members) await writer.addMember(name, Readable.from([content]));
  return writer.finish();
}

/** Serves ranges of a buffer, notes them, and can deliver too little. */
export class MemoryReader implements RangeReader {
  readonly ranges: [number, number][] = [];

  constructor(
    private readonly object: Buffer,
    private readonly deliver: (bytes: Buffer) => Buffer = (bytes) => bytes,
  ) {}

  get sizeBytes(): number {
    return this.object.length;
  }

  async read(start: number, end: number): Promise<Readable> {
    this.ranges.push([start, end]);
    return Readable.from([this.deliver(this.object.subarray(start, end))]);
  }
}

/** The same, its components encrypted for the recipient. */
export async function sealedArchive(
  dump: Buffer,
  filestore: Buffer | null,
  recipient: string,
): Promise<{ object: Buffer; manifest: Manifest }> {
  const sink = new MemorySink();
  const writer = new BackupArchiveWriter(sink);
  const add = async (name: string, content: Buffer) => {
    const { stored } = await addComponent(writer, name, Readable.from([content]), { recipient });
    return { stored: { size: stored!.sizeBytes, checksum: stored!.sha256 } };
  };
  const input = sampleInput(dump, filestore);
  const manifest = buildManifest({
    ...input,
    encryption: { format: 'age', key_id: encryptionKeyId(recipient), recipient },
    database: { ...input.database, ...(await add(DATABASE_MEMBER, dump)) },
    filestore: filestore && { ...input.filestore!, ...(await add(FILESTORE_MEMBER, filestore)) },
  });
  await writer.addMember(MANIFEST_MEMBER, Readable.from([Buffer.from(manifestText(manifest))]));
  await writer.finish();
  return { object: sink.content(), manifest };
}
