import { AttachmentLedger, type AttachmentProof, filestoreDigest } from '@app/archive';
import type { WarningPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { OdooEnvironment } from '@app/odoo';

/** What a copy has to be. */
export interface ExpectedCopy {
  /** The name that it bears now. */
  name: string;
  database: boolean;
  /** How many files there were; undefined: it has no filestore. */
  files: number | undefined;
  /** How many files the backup lacked when it was made; null: nobody had counted them. */
  lostBefore: number | null;
}

export interface CheckedCopy {
  users: number;
  warnings: WarningPayload[];
  /** For people, in the journal. */
  note: string;
}

const NAMED_AT_MOST = 3;

/**
 * Checks a copy that was loaded and is not served yet: that there are users, that there are as many files as there were, and that each file
 * which the database names is there. Files that the backup had lacked are told; no copy can have them.
 * @throws StrongroomError RESTORE_CHECK_FAILED
 */
export async function checkCopy(environment: OdooEnvironment, expected: ExpectedCopy): Promise<CheckedCopy> {
  const { name, database, files, lostBefore } = expected;
  const notes: string[] = [];
  const warnings: WarningPayload[] = [];
  const users = database ? await environment.rowCount(name, 'res_users') : 0;
  if (database && users === 0) throw failed('The restored database has no users in res_users');
  if (database) notes.push(`${users} users`);
  if (files !== undefined) {
    const { found, proof } = await lookAtFiles(environment, name, database && files > 0);
    if (found !== files) throw failed(`The restored filestore has ${found} files, the manifest says ${files}`);
    notes.push(`${files} files`);
    if (proof && proof.missing > 0) {
      const lost = inWords(proof);
      if (lostBefore !== null && proof.missing > lostBefore) throw failed(`${lost}; ${inManifest(lostBefore)}`);
      warnings.push({ code: 'ATTACHMENTS_MISSING', message: `${lost}; ${inManifest(lostBefore)}` });
      notes.push(lost);
    } else if (proof) notes.push(`all ${proof.expected} files that the database names are there`);
  }
  return { users, warnings, note: notes.join(', ') };
}

async function lookAtFiles(
  environment: OdooEnvironment,
  name: string,
  compare: boolean,
): Promise<{ found: number; proof?: AttachmentProof }> {
  if (!compare) return { found: (await environment.filestoreSummary(name)).files };
  const ledger = await named(environment, name);
  let found = 0;
  for await (const path of environment.filestoreFiles(name)) {
    found += 1;
    const digest = filestoreDigest(path);
    if (digest !== undefined) ledger.check(digest, true);
  }
  return { found, proof: ledger.proof() };
}

/** The files that the database names. */
async function named(environment: OdooEnvironment, name: string): Promise<AttachmentLedger> {
  const snapshot = await environment.openSnapshot(name);
  try {
    return await AttachmentLedger.collect(snapshot.attachments());
  } finally {
    await snapshot.close();
  }
}

function inWords({ missing, missing_files }: AttachmentProof): string {
  const names = missing_files.slice(0, NAMED_AT_MOST).join(', ');
  const more = missing > NAMED_AT_MOST ? ' and more' : '';
  return `The database names ${missing} files that its filestore does not have: ${names}${more}`;
}

function inManifest(lostBefore: number | null): string {
  if (lostBefore === null) return 'whether they were there when the backup was made, it does not say';
  return lostBefore === 0 ? 'the backup had all of them' : `${lostBefore} were missing when the backup was made`;
}

const failed = (message: string) => new StrongroomError('RESTORE_CHECK_FAILED', message);
