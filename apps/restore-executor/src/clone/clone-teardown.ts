import { Injectable } from '@nestjs/common';
import { EnvironmentAccessOf, type RestoreTeardownPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { openEnvironmentAccess, type RunningJob } from '@app/executor';
import { RpcClient } from '@app/messaging';
import { connectEnvironment, type OdooEnvironment } from '@app/odoo';
import { SecretBox } from '@app/secrets';
import { stagingName } from './build/restore-names';
import { CloneJobs, type CloneParts } from './clone-jobs';
import { RestoreExecutorConfig } from './config';

/**
 * Removes a clone: its database, its filestore, and what a failed restore may have left of them. What bears the
 * target's name is removed only if the restore itself put it there: never the live database, nor one that was there before.
 */
@Injectable()
export class CloneTeardown {
  constructor(
    private readonly config: RestoreExecutorConfig,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly clones: CloneJobs,
  ) {}

  async run(command: RestoreTeardownPayload, job: RunningJob): Promise<void> {
    const access = await this.rpc.ask(EnvironmentAccessOf, { environment_id: command.environment_id });
    if (access.environment.db_name === command.target_db) {
      throw new StrongroomError(
        'CONFLICT',
        `${command.target_db} is the live database of environment ${access.environment.name}; a teardown removes clones only`,
      );
    }
    const environment = await connectEnvironment(
      openEnvironmentAccess(access.environment, access.server, this.secrets),
      {
        ...this.config.connectionOptions,
        jobTag: command.restore_id,
        signal: job.signal,
      },
    );
    try {
      await job.enterStage('teardown');
      await environment.killStrays();
      await job.beginLastStep();
      const staging = stagingName(command.restore_id);
      // Decided once: after the first step is taken it could not be told any more.
      const own =
        (job.journal['own'] as CloneParts | undefined) ??
        (await this.findOwn(command.restore_id, staging, environment));
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
  private async findOwn(restoreId: string, staging: string, environment: OdooEnvironment): Promise<CloneParts> {
    const { database, filestore } = await this.clones.namedParts(restoreId);
    return {
      database: database && !(await environment.databaseExists(staging)),
      filestore: filestore && !(await environment.filestoreExists(staging)),
    };
  }
}
