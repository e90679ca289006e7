import { Injectable } from '@nestjs/common';
import type { RestoreTeardownPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { RunningJob } from '@app/executor';
import type { OdooEnvironment } from '@app/odoo';
import { stagingName } from '../build/restore-names';
import { CloneJobs } from './clone-jobs';
import { EnvironmentDoor } from '../environment-door';
import type { Parts } from '../in-place/in-place-plan';

/**
 * Removes a clone: its database, its filestore, and what a failed restore may have left of them. What bears the
 * target's name is removed only if the restore itself put it there: never the live database, nor one that was there before.
 */
@Injectable()
export class CloneTeardown {
  constructor(
    private readonly door: EnvironmentDoor,
    private readonly clones: CloneJobs,
  ) {}

  async run(command: RestoreTeardownPayload, job: RunningJob): Promise<void> {
    const { connect, liveName, name } = await this.door.find(command.environment_id, command.restore_id);
    if (liveName === command.target_db) {
      throw new StrongroomError(
        'CONFLICT',
        `${command.target_db} is the live database of environment ${name}; a teardown removes clones only`,
      );
    }
    const environment = await connect(job.signal);
    try {
      await job.enterStage('teardown');
      await environment.killStrays();
      await job.beginLastStep();
      const staging = stagingName(command.restore_id);
      // Decided once: after the first step is taken it could not be told any more.
      const own =
        (job.journal['own'] as Parts | undefined) ?? (await this.findOwn(command.restore_id, staging, environment));
      await job.note({ own });
      if (own.database) await environment.dropDatabase(command.target_db);
      if (own.filestore) await environment.removeFilestore(command.target_db);
      await environment.dropDatabase(staging);
      await environment.removeFilestore(staging);
    } finally {
      await environment.close();
    }
  }

  /** What was not restored, or still bears its staging name, never got the target's: whatever does is somebody else's. */
  private async findOwn(restoreId: string, staging: string, environment: OdooEnvironment): Promise<Parts> {
    const { database, filestore } = await this.clones.namedParts(restoreId);
    return {
      database: database && !(await environment.databaseExists(staging)),
      filestore: filestore && !(await environment.filestoreExists(staging)),
    };
  }
}
