import type { Freeze, InPlacePayload } from '@app/contracts';
import type { OdooEnvironment, WebAnswer } from '@app/odoo';
import type { BuildWork } from '../build/build-work';
import type { StepJournal } from '../journal/step-journal';
import { discardedName, likenessName, replacedName, stagingName } from '../build/restore-names';
import type { Parts } from './in-place-plan';

/** The names that one restore in place gives to a database and to a filestore. */
export interface PlaceNames {
  live: string;
  staging: string;
  /** Of what was live before. */
  replaced: string;
  /** Of what is taken out of the live place again. */
  discarded: string;
  /** Of a database that keeps what belongs to the live one and is in no dump. */
  likeness: string;
}

export function placeNames(restoreId: string, live: string): PlaceNames {
  return {
    live,
    staging: stagingName(restoreId),
    replaced: replacedName(restoreId),
    discarded: discardedName(restoreId),
    likeness: likenessName(restoreId),
  };
}

/** What preflight has found; kept in the journal of the job, because later it cannot be told any more. */
export interface PreflightFacts {
  /** What was live when the restore began. */
  had: Parts;
  /** Nothing of it could be lost: no table, no file. Absent in notes of older executors: not known. */
  empty?: boolean;
  databaseBytes: number;
  filestoreBytes: number;
  filestoreFiles: number;
  /** How many files the database names that the backup lacks; null: nobody had counted them. Absent in notes of older executors. */
  lostFiles?: number | null;
  /** How Odoo served the live database when the restore began. Absent in notes of older executors: nobody had asked. */
  web?: WebAnswer;
  /** Of which Odoo the backup was made, as its manifest says. Read now, because nobody waits yet. */
  odooImage?: unknown;
}

/** What the steps of one restore in place share. */
export interface InPlaceWork extends BuildWork {
  inPlace: InPlacePayload;
  parts: Parts;
  journal: StepJournal;
  names: PlaceNames;
}

/** What moves the names of a live place. */
export interface Place {
  environment: OdooEnvironment;
  names: PlaceNames;
  parts: Parts;
  had: Parts;
  freeze: Freeze;
}
