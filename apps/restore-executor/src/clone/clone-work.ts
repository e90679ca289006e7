import type { BuildWork, RunStage } from '../build/build-work';
import type { StepJournal } from '../journal/step-journal';

/** What the steps of one clone share. */
export interface CloneWork extends BuildWork {
  journal: StepJournal;
  enter: (stage: RunStage) => Promise<void>;
}
