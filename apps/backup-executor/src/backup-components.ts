import { pipeline } from 'node:stream/promises';
import {
  AttachmentLedger,
  type AttachmentProof,
  type BackupArchiveWriter,
  DATABASE_MEMBER,
  FILESTORE_MEMBER,
  FilestoreTap,
} from '@app/archive';
import type { WarningPayload } from '@app/contracts';
import type { DumpCompression } from '@app/odoo';
import type { BackupWork } from './backup-work';
import { chooseCompression } from './compression';

type Component = { sizeBytes: number; sha256: string };

/** What was written of the sources, and what is to be said of it. */
export interface ArchivedContent {
  database: Component;
  filestore: (Component & { files: number; tarBytes: number }) | null;
  compression: DumpCompression;
  warnings: WarningPayload[];
  proof: AttachmentProof | null;
}

/** Dump and filestore, one after the other, so that every file that the dump's snapshot names was there before the tar began. */
export async function writeComponents(
  work: BackupWork,
  zip: BackupArchiveWriter,
  wantedCompression: string,
): Promise<ArchivedContent> {
  const { payload, environment, facts, enter } = work;
  const warnings: WarningPayload[] = [];
  const snapshot = await environment.openSnapshot();
  let ledger: AttachmentLedger | undefined;
  let database: Component;
  const compression = chooseCompression(wantedCompression, facts.dumpTool.compressions);
  try {
    if (payload.include_filestore) ledger = await AttachmentLedger.collect(snapshot.attachments());
    await enter('database');
    const dump = await environment.dump({ snapshotId: snapshot.id, compression });
    database = await zip.addMember(DATABASE_MEMBER, dump.stream, { sum: () => dump.sum!.sha256 });
    warnings.push(...dump.warnings.map((message) => ({ code: 'PG_DUMP_WARNING', message })));
  } finally {
    await snapshot.close();
  }
  if (!ledger) return { database, filestore: null, compression, warnings, proof: null };

  await enter('filestore');
  const { exists, files } = await environment.filestoreSummary(work.access.environment.db_name);
  if (files === 0) {
    warnings.push({
      code: 'FILESTORE_EMPTY',
      message: exists ? 'Filestore archive is empty' : 'The filestore directory does not exist',
    });
    return { database, filestore: null, compression, warnings, proof: ledger.proof() };
  }
  const tar = await environment.archiveFilestore();
  const tap = new FilestoreTap(ledger);
  const [filestore] = await Promise.all([zip.addMember(FILESTORE_MEMBER, tap), pipeline(tar.stream, tap)]);
  warnings.push(...tar.warnings.map((message) => ({ code: 'FILESTORE_CHANGED', message })));
  if (tap.oddEntries.length > 0) {
    const message = `A restore refuses links and devices, and the filestore has some: ${tap.oddEntries.join(', ')}`;
    warnings.push({ code: 'FILESTORE_ODD_ENTRIES', message });
  }
  return {
    database,
    filestore: { ...filestore, files: tap.files, tarBytes: tap.tarBytes },
    compression,
    warnings,
    proof: ledger.proof(),
  };
}
