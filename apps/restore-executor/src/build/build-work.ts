import { RESTORE_STAGES, type RestoreRunPayload } from '@app/contracts';
import type { RunningJob, TaskProgress } from '@app/executor';
import type { OdooEnvironment } from '@app/odoo';

/** The stages of a restore, of whatever kind. */
export const RUN_STAGES = RESTORE_STAGES.filter((stage) => stage !== 'teardown');
export type RunStage = (typeof RUN_STAGES)[number];

/** What the steps share that build a copy beside the live database. */
export interface BuildWork {
  command: RestoreRunPayload;
  job: RunningJob;
  progress: TaskProgress;
  environment: OdooEnvironment;
  /** The name under which it is built. */
  staging: string;
}
