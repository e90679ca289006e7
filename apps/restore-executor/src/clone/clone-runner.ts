import { Injectable } from '@nestjs/common';
import type { BackupArchiveReader } from '@app/archive';
import type { RestoreRunPayload, WarningPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { BackupSources, cleanUp, followJob, type OpenedBackup, type RunningJob } from '@app/executor';
import { Progress, RpcClient } from '@app/messaging';
import type { OdooEnvironment } from '@app/odoo';
import { SecretBox } from '@app/secrets';
import { disarmClone } from '../aftercare/disarm-clone';
import { prepareCopy } from '../aftercare/prepare-copy';
import { RUN_STAGES } from '../build/build-work';
import { DatabaseLoader } from '../build/database-loader';
import { loadFilestore } from '../build/filestore-loader';
import { removeStaging } from '../build/remove-staging';
import { stagingName } from '../build/restore-names';
import { otherPlaceUsed, wantedBackup } from '../build/wanted-backup';
import type { CloneWork } from './clone-work';
import { RestoreExecutorConfig } from '../config';
import { type Connect, EnvironmentDoor } from '../environment-door';
import { partsOf } from '../preflight/plan-facts';
import { RestorePlanner } from '../preflight/restore-planner';
import { StepJournals } from '../journal/step-journal';
import { WebCheck } from '../web-check';

export interface FinishedClone {
  startedAt: Date;
  completedAt: Date;
  databaseBytes: number;
  filestoreBytes: number;
  filestoreFiles: number;
  users: number;
  /** The storage that was read. */
  storageConfigId: string;
  warnings: WarningPayload[];
}

/**
 * Restores a backup as a new database with its own filestore. Both are built under a staging name and take
 * their final name only after the checks, so that a clone is whole or not there. Once the journal says that the
 * naming has begun, what bears the target's name is ours: a later attempt finishes the naming, a teardown removes it.
 */
@Injectable()
export class CloneRunner {
  constructor(
    private readonly config: RestoreExecutorConfig,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly door: EnvironmentDoor,
    private readonly progressBus: Progress,
    private readonly planner: RestorePlanner,
    private readonly databases: DatabaseLoader,
    private readonly journals: StepJournals,
    private readonly web: WebCheck,
  ) {}

  async run(command: RestoreRunPayload, job: RunningJob): Promise<FinishedClone> {
    const startedAt = new Date();
    const { progress, enter } = followJob(this.progressBus, command, job, RUN_STAGES, this.config.progressIntervalMs);
    let environment: OdooEnvironment | undefined;
    let connect: Connect | undefined;
    const staging = stagingName(command.restore_id);
    try {
      await enter('connect');
      ({ connect } = await this.door.find(command.environment_id, command.restore_id));
      environment = await connect(job.signal);
      const journal = await this.journals.open(journalRef(command), job);
      const clone: CloneWork = { command, job, journal, progress, enter, environment, staging };
      if (job.attempt > 1) await environment.killStrays();
      const built = (await builtBefore(clone)) ?? (await this.buildFromBest(clone));
      await enter('publish');
      await this.publish(clone, built);
      const unserved = await this.web.warnings(environment, command.target_db);
      return { startedAt, completedAt: new Date(), ...built, warnings: [...built.warnings, ...unserved] };
    } catch (error) {
      // A cancel or a stall has taken the connection with it. What bears the target's name is left to a teardown.
      if (connect && job.signal.aborted && !job.journal['naming'])
        await cleanUp(job, environment, connect, async (place) => {
          await place.killStrays();
          await removeStaging({ environment: place, staging });
        });
      throw error;
    } finally {
      progress.stop();
      await environment?.close();
    }
  }

  /** Out of the first place of the backup that can be read to its end. */
  private async buildFromBest(clone: CloneWork): Promise<BuiltClone> {
    const { command, job, enter } = clone;
    if (job.attempt > 1) await removeStaging(clone);
    await enter('plan');
    const planned = await this.preflight(clone);
    const sources = new BackupSources(this.rpc, this.secrets, this.config.storageOptions, 'plain');
    return sources.use(wantedBackup(command), job.signal, (backup, failed) =>
      this.build(clone, backup, [...otherPlaceUsed(backup, failed), ...planned]),
    );
  }

  /** @returns warnings */
  private async preflight({ command, job, journal, environment }: CloneWork): Promise<WarningPayload[]> {
    const warnings: WarningPayload[] = [];
    await journal.forget('preflight', 'each attempt looks anew');
    await journal.step('preflight', null, async () => {
      warnings.push(...(await this.planner.require(command, environment, job.signal)));
      return ['Nothing stands in the way', ...warnings.map(({ message }) => message)].join('; ');
    });
    return warnings;
  }

  private async build(clone: CloneWork, backup: OpenedBackup, warnings: WarningPayload[]): Promise<BuiltClone> {
    const { command, job, enter, environment, staging } = clone;
    try {
      await enter('plan');
      const { archive } = backup;
      const { manifest } = archive;
      const parts = partsOf(command);
      const restoreDatabase = parts.database;
      const restoreFilestore = parts.filestore && manifest.filestore !== null;
      const databaseBytes = restoreDatabase ? manifest.database.size : 0;
      const filestoreBytes = restoreFilestore ? manifest.filestore!.size : 0;
      clone.progress.expect(databaseBytes + filestoreBytes);

      if (restoreDatabase) {
        await enter('database');
        warnings.push(...(await this.buildDatabase(clone, archive)));
      }
      let filestoreFiles = 0;
      if (restoreFilestore) {
        await enter('filestore');
        await stepAnew(clone, 'load_filestore', async () => {
          filestoreFiles = await loadFilestore(clone, archive);
          return `${filestoreFiles} files`;
        });
      }
      await enter('checks');
      if (restoreDatabase) await stepAnew(clone, 'prepare', () => prepareCopy(environment, staging, command, manifest));
      const users = restoreDatabase ? await environment.rowCount(staging, 'res_users') : 0;
      if (restoreDatabase && users === 0)
        throw new StrongroomError('PG_RESTORE_FAILED', 'The restored database has no users in res_users');
      const built: BuiltClone = {
        databaseBytes,
        filestoreBytes,
        filestoreFiles,
        users,
        storageConfigId: backup.place.storage_config_id,
        warnings,
        withDatabase: restoreDatabase,
        withFilestore: restoreFilestore,
      };
      await job.note({ built });
      return built;
    } catch (error) {
      if (!job.signal.aborted) await removeStaging(clone).catch(() => undefined);
      throw error;
    }
  }

  private async buildDatabase(clone: CloneWork, archive: BackupArchiveReader): Promise<WarningPayload[]> {
    const warnings: WarningPayload[] = [];
    await stepAnew(clone, 'load_database', async () => {
      warnings.push(...(await this.databases.load(clone, archive)));
      return `${archive.manifest.database.size} bytes of dump`;
    });
    await stepAnew(clone, 'neutralize', async () => {
      const disarmed = await disarmClone(clone);
      warnings.push(...disarmed.warnings);
      return disarmed.note;
    });
    return warnings;
  }

  private async publish(clone: CloneWork, built: BuiltClone): Promise<void> {
    const { job } = clone;
    try {
      if (!job.journal['naming']) await refuseExistingTarget(clone);
      await job.beginLastStep();
      if (!job.journal['naming']) await job.note({ naming: true });
      await takeName(clone, built);
    } catch (error) {
      const taken = error instanceof StrongroomError && ['DATABASE_EXISTS', 'FILESTORE_EXISTS'].includes(error.code);
      if (!job.signal.aborted && (taken || !job.journal['naming']))
        await giveNameUp(clone, built).catch(() => undefined);
      throw error;
    }
  }
}

type BuiltClone = Omit<FinishedClone, 'startedAt' | 'completedAt'> & {
  /** Absent in notes of older executors: true. */
  withDatabase?: boolean;
  withFilestore: boolean;
};

const journalRef = ({ restore_id, organization_id, environment_id }: RestoreRunPayload) => ({
  restore_id,
  organization_id,
  environment_id,
});

/** Every attempt builds from the beginning, and so takes also those steps that an earlier one had done. */
async function stepAnew({ journal }: CloneWork, name: string, work: () => Promise<string>): Promise<void> {
  await journal.forget(name, 'the copy was removed, and is built anew');
  await journal.step(name, 'the copy is removed', work);
}

async function refuseExistingTarget({ environment, command }: CloneWork): Promise<void> {
  if (await environment.databaseExists(command.target_db)) {
    throw new StrongroomError('DATABASE_EXISTS', `The server has a database ${command.target_db} already`);
  }
  if (await environment.filestoreExists(command.target_db)) {
    throw new StrongroomError('FILESTORE_EXISTS', `The server has a filestore directory ${command.target_db} already`);
  }
}

/** What an earlier attempt has built, unless its staging was removed after the note was made. */
async function builtBefore({ job, environment, staging }: CloneWork): Promise<BuiltClone | undefined> {
  const built = job.journal['built'] as BuiltClone | undefined;
  if (!built || job.journal['naming']) return built;
  const { withDatabase = true } = built;
  const isThere = withDatabase ? await environment.databaseExists(staging) : await environment.filestoreExists(staging);
  return isThere ? built : undefined;
}

/** Files first, so that a database that can be seen has its files. Each step may have been taken by an earlier attempt. */
async function takeName({ environment, staging, command }: CloneWork, built: BuiltClone): Promise<void> {
  if (built.withFilestore && (await environment.filestoreExists(staging)))
    await environment.renameFilestore(staging, command.target_db);
  if (await environment.databaseExists(staging)) await environment.renameDatabase(staging, command.target_db);
}

/** Somebody else has the name. What bears it is not ours, except files that got it before the database could. */
async function giveNameUp(clone: CloneWork, { withFilestore }: BuiltClone): Promise<void> {
  const { environment, staging, command, job } = clone;
  if (job.journal['naming']) {
    if (withFilestore && !(await environment.filestoreExists(staging)))
      await environment.renameFilestore(command.target_db, staging);
    await job.note({ naming: false });
  }
  await removeStaging(clone);
}
