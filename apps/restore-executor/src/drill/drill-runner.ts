import { Injectable } from '@nestjs/common';
import type { DrillResultPayload, RestoreRunPayload } from '@app/contracts';
import type { RunningJob } from '@app/executor';
import type { CopyWork } from '../build/build-work';
import { removeStaging } from '../build/remove-staging';
import { type BuiltCopy, WholeCopies } from '../build/whole-copies';

export type FinishedDrill = BuiltCopy & { startedAt: Date; completedAt: Date; result: DrillResultPayload };

/**
 * Restores a backup on trial: builds a copy as for a clone, and drops it once it is checked. It never gets a name under which it
 * could be served. What was proven and measured is noted before the drop, so that an executor that dies during that leaves nothing
 * to be proven once more: its successor drops the rest.
 */
@Injectable()
export class DrillRunner {
  constructor(private readonly copies: WholeCopies) {}

  run(command: RestoreRunPayload, job: RunningJob): Promise<FinishedDrill> {
    return this.copies.make(command, job, async (drill, built) => {
      const { journal, startedAt, enter } = drill;
      await enter('teardown');
      if (!job.journal['dropping']) {
        await job.beginLastStep();
        await job.note({ dropping: true });
      }
      await journal.step('drop', null, () => removeStaging(drill));
      return { startedAt, completedAt: new Date(), ...built, result: resultOf(drill, built) };
    });
  }
}

function resultOf({ command, journal }: CopyWork, { tookMs = 0 }: BuiltCopy): DrillResultPayload {
  const stepMs = (name: string) => {
    const { startedAt, endedAt } = journal.times(name) ?? {};
    return startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : 0;
  };
  return {
    policy_id: command.drill!.policy_id,
    recovery_ms: tookMs,
    database_ms: stepMs('load_database'),
    filestore_ms: stepMs('load_filestore'),
    level: 'restored',
  };
}
