import { RESTORE_STAGES, type RestoreRunPayload, type RestoreStage } from '@app/contracts';
import type { RunningJob, TaskProgress } from '@app/executor';
import type { OdooEnvironment } from '@app/odoo';
import type { StepJournal } from '../journal/step-journal';

/** The stages of a restore that is to stay. */
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

/** The same, of a copy of the whole backup. */
export interface CopyWork extends BuildWork {
  startedAt: Date;
  journal: StepJournal;
  enter: (stage: RestoreStage) => Promise<void>;
}
