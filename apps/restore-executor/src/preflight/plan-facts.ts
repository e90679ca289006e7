import type { Manifest } from '@app/archive';
import type { RestoreRunPayload, WarningPayload } from '@app/contracts';
import type { StrongroomError } from '@app/core';
import type { Room } from '@app/odoo';
import type { Parts } from '../in-place/in-place-plan';

/** What could be found out before a restore, without touching anything. */
export interface PlanFacts {
  command: RestoreRunPayload;
  /** The backup, in the first place where it can be read. */
  source?: {
    manifest: Manifest;
    storageConfigId: string;
    storageName: string;
    objectBytes: number;
    lostPlaces: string[];
  };
  server?: {
    room: Room;
    /** Which of `namesOf` there are. */
    databases: ReadonlySet<string>;
    filestores: ReadonlySet<string>;
  };
  /** Of the environment's project. */
  odooVersion?: string;
  /** Why the rest could not be found out, and what has been refused on the way. */
  failures: readonly StrongroomError[];
  warnings: readonly WarningPayload[];
}

/** Which parts of the environment the restore is about. */
export function partsOf({ restore_database = true, restore_filestore }: RestoreRunPayload): Parts {
  return { database: restore_database, filestore: restore_filestore };
}
