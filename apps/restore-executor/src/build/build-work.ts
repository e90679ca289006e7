import type { RestoreRunPayload } from '@app/contracts';
import type { RunningJob, TaskProgress } from '@app/executor';
import type { OdooEnvironment } from '@app/odoo';

/** What the steps share that build a copy beside the live database. */
export interface BuildWork {
  command: RestoreRunPayload;
  job: RunningJob;
  progress: TaskProgress;
  environment: OdooEnvironment;
  /** The name under which it is built. */
  staging: string;
}
