import { RESTORE_STAGES, type RestoreRunPayload } from '@app/contracts';
import type { RunningJob, TaskProgress } from '@app/executor';
import type { OdooEnvironment } from '@app/odoo';

export const CLONE_STAGES = RESTORE_STAGES.filter((stage) => stage !== 'teardown');

/** What the steps of one clone share. */
export interface CloneWork {
  command: RestoreRunPayload;
  job: RunningJob;
  progress: TaskProgress;
  enter: (stage: (typeof CLONE_STAGES)[number]) => Promise<void>;
  environment: OdooEnvironment;
  /** The name under which it is built. */
  staging: string;
}
