import { RESTORE_STAGES } from '@app/contracts';
import type { BuildWork } from '../build/build-work';
import type { StepJournal } from '../journal/step-journal';

export const CLONE_STAGES = RESTORE_STAGES.filter((stage) => stage !== 'teardown');

/** What the steps of one clone share. */
export interface CloneWork extends BuildWork {
  journal: StepJournal;
  enter: (stage: (typeof CLONE_STAGES)[number]) => Promise<void>;
}
