import { Injectable } from '@nestjs/common';
import type { RestoreRunPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { RunningJob } from '@app/executor';
import type { CopyWork } from '../build/build-work';
import { removeStaging } from '../build/remove-staging';
import { type BuiltCopy, WholeCopies } from '../build/whole-copies';
import { WebCheck } from '../web-check';

export type FinishedClone = BuiltCopy & { startedAt: Date; completedAt: Date };

/**
 * Restores a backup as a new database with its own filestore. Both are built under a staging name and take
 * their final name only after the checks, so that a clone is whole or not there. Once the journal says that the
 * naming has begun, what bears the target's name is ours: a later attempt finishes the naming, a teardown removes it.
 */
@Injectable()
export class CloneRunner {
  constructor(
    private readonly copies: WholeCopies,
    private readonly web: WebCheck,
  ) {}

  run(command: RestoreRunPayload, job: RunningJob): Promise<FinishedClone> {
    return this.copies.make(command, job, async (clone, built) => {
      const { startedAt, environment, enter } = clone;
      await enter('publish');
      await this.publish(clone, built);
      const unserved = await this.web.warnings(environment, command.target_db);
      return { startedAt, completedAt: new Date(), ...built, warnings: [...built.warnings, ...unserved] };
    });
  }

  private async publish(clone: CopyWork, built: BuiltCopy): Promise<void> {
    const { job } = clone;
    try {
      if (!job.journal['naming']) await refuseExistingTarget(clone);
      await clone.journal.step('name', 'a teardown removes the clone', async () => {
        await job.beginLastStep();
        if (!job.journal['naming']) await job.note({ naming: true });
        await takeName(clone, built);
        return `The clone is ${clone.command.target_db}`;
      });
    } catch (error) {
      const taken = error instanceof StrongroomError && ['DATABASE_EXISTS', 'FILESTORE_EXISTS'].includes(error.code);
      if (!job.signal.aborted && (taken || !job.journal['naming']))
        await giveNameUp(clone, built).catch(() => undefined);
      throw error;
    }
  }
}

async function refuseExistingTarget({ environment, command }: CopyWork): Promise<void> {
  if (await environment.databaseExists(command.target_db)) {
    throw new StrongroomError('DATABASE_EXISTS', `The server has a database ${command.target_db} already`);
  }
  if (await environment.filestoreExists(command.target_db)) {
    throw new StrongroomError('FILESTORE_EXISTS', `The server has a filestore directory ${command.target_db} already`);
  }
}

/** Files first, so that a database that can be seen has its files. Each step may have been taken by an earlier attempt. */
async function takeName({ environment, staging, command }: CopyWork, built: BuiltCopy): Promise<void> {
  if (built.withFilestore && (await environment.filestoreExists(staging)))
    await environment.renameFilestore(staging, command.target_db);
  if (await environment.databaseExists(staging)) await environment.renameDatabase(staging, command.target_db);
}

/** Somebody else has the name. What bears it is not ours, except files that got it before the database could. */
async function giveNameUp(clone: CopyWork, { withFilestore }: BuiltCopy): Promise<void> {
  const { environment, staging, command, job } = clone;
  if (job.journal['naming']) {
    if (withFilestore && !(await environment.filestoreExists(staging)))
      await environment.renameFilestore(command.target_db, staging);
    await job.note({ naming: false });
  }
  await removeStaging(clone);
}
