import { pipeline } from 'node:stream/promises';
import {
  addComponent,
  AttachmentLedger,
  type AttachmentProof,
  type ComponentSink,
  DATABASE_MEMBER,
  FILESTORE_MEMBER,
  FilestoreTap,
  isPair,
  type WrittenComponent,
} from '@app/archive';
import type { WarningPayload } from '@app/contracts';
import { toStrongroomError } from '@app/core';
import type { DatabaseSnapshot, DumpCompression } from '@app/odoo';
import type { BackupWork } from './backup-work';
import { chooseCompression } from './compression';

/** What was written of the sources, and what is to be said of it. */
export interface ArchivedContent {
  database: WrittenComponent;
  filestore: (WrittenComponent & { files: number; tarBytes: number }) | null;
  compression: DumpCompression;
  warnings: WarningPayload[];
  proof: AttachmentProof | null;
}

type Filestore = Pick<ArchivedContent, 'filestore' | 'proof' | 'warnings'>;

/**
 * Dump and filestore: at the same time where the storage allows it, else one after the other. In both cases the tar
 * begins after the dump's snapshot was taken and its attachments were listed.
 */
export async function writeComponents(
  work: BackupWork,
  sink: ComponentSink,
  wantedCompression: string,
): Promise<ArchivedContent> {
  const { payload, environment, facts, keys } = work;
  // PLANA's own tools have to load the dump: SQL, which only gzip can squeeze
  const compression = chooseCompression(
    wantedCompression,
    isPair(keys.archive) ? ['gzip'] : facts.dumpTool.compressions,
  );
  const snapshot = await environment.openSnapshot();
  try {
    const ledger = payload.include_filestore ? await AttachmentLedger.collect(snapshot.attachments()) : undefined;
    const database = writeDatabase(work, sink, snapshot, compression);
    const filestore = writeFilestore(work, sink, ledger, sink.sideBySide ? undefined : database);
    const [dump, tar] = await together(sink, database, filestore);
    return { ...dump, ...tar, compression, warnings: [...dump.warnings, ...tar.warnings] };
  } finally {
    await snapshot.close();
  }
}

/** The first failure ends the archive, and with it the other part; nothing is under way any more when this rejects. */
async function together<A, B>(sink: ComponentSink, one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  const giveUp = (error: unknown) => sink.abort(toStrongroomError(error));
  await Promise.all([one.catch(giveUp), other.catch(giveUp)]);
  return Promise.all([one, other]);
}

async function writeDatabase(
  work: BackupWork,
  sink: ComponentSink,
  snapshot: DatabaseSnapshot,
  compression: DumpCompression,
): Promise<Pick<ArchivedContent, 'database' | 'warnings'>> {
  await work.enter('database');
  const dump = await work.environment.dump({
    snapshotId: snapshot.id,
    compression,
    ...(isPair(work.keys.archive) && { format: 'plain' }),
  });
  const sum = () => dump.sum!.sha256;
  const database = await addComponent(sink, DATABASE_MEMBER, dump.stream, { recipient: recipientOf(work), sum });
  await snapshot.close();
  if (work.payload.include_filestore) await work.enter('filestore');
  return { database, warnings: dump.warnings.map((message) => ({ code: 'PG_DUMP_WARNING', message })) };
}

async function writeFilestore(
  work: BackupWork,
  sink: ComponentSink,
  ledger: AttachmentLedger | undefined,
  before: Promise<unknown> | undefined,
): Promise<Filestore> {
  await before;
  if (!ledger) return { filestore: null, proof: null, warnings: [] };
  const { environment, access } = work;
  const { exists, files } = await environment.filestoreSummary(access.environment.db_name);
  if (files === 0) {
    const message = exists ? 'Filestore archive is empty' : 'The filestore directory does not exist';
    return { filestore: null, proof: ledger.proof(), warnings: [{ code: 'FILESTORE_EMPTY', message }] };
  }
  const tar = await environment.archiveFilestore();
  const tap = new FilestoreTap(ledger);
  const [filestore] = await Promise.all([
    addComponent(sink, FILESTORE_MEMBER, tap, { recipient: recipientOf(work) }),
    pipeline(tar.stream, tap),
  ]);
  const warnings = tar.warnings.map((message) => ({ code: 'FILESTORE_CHANGED', message }));
  if (tap.oddEntries.length > 0) {
    const message = `A restore refuses links and devices, and the filestore has some: ${tap.oddEntries.join(', ')}`;
    warnings.push({ code: 'FILESTORE_ODD_ENTRIES', message });
  }
  return {
    filestore: { ...filestore, files: tap.files, tarBytes: tap.tarBytes },
    proof: ledger.proof(),
    warnings,
  };
}

const recipientOf = ({ access }: BackupWork): string | undefined => access.storage.encryption?.current?.recipient;
