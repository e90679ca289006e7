import type { BackupKeys } from '@app/archive';
import type { BackupAccessAnswer, BackupRunPayload, BACKUP_STAGES } from '@app/contracts';
import type { RunningJob, TaskProgress } from '@app/executor';
import type { DatabaseFacts, OdooEnvironment } from '@app/odoo';
import type { ObjectStore } from '@app/storage';

/** Everything that the phases of one attempt share. */
export interface BackupWork {
  payload: BackupRunPayload;
  job: RunningJob;
  progress: TaskProgress;
  enter: (stage: (typeof BACKUP_STAGES)[number]) => Promise<void>;
  keys: BackupKeys;
  store: ObjectStore;
  environment: OdooEnvironment;
  access: BackupAccessAnswer;
  facts: DatabaseFacts;
  /** Null where it is not known. */
  odooImage: string | null;
  startedAt: Date;
}
