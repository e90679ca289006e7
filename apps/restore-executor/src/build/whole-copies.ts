import { Injectable } from '@nestjs/common';
import type { BackupArchiveReader, Manifest } from '@app/archive';
import { RESTORE_STAGES, type RestoreRunPayload, type RestoreStage, type WarningPayload } from '@app/contracts';
import { BackupSources, cleanUp, followJob, type OpenedBackup, type RunningJob } from '@app/executor';
import { Progress, RpcClient } from '@app/messaging';
import type { OdooEnvironment } from '@app/odoo';
import { SecretBox } from '@app/secrets';
import { disarmClone } from '../aftercare/disarm-clone';
import { prepareCopy } from '../aftercare/prepare-copy';
import { RestoreExecutorConfig } from '../config';
import { type Connect, EnvironmentDoor } from '../environment-door';
import { type StepJournal, StepJournals } from '../journal/step-journal';
import { partsOf } from '../preflight/plan-facts';
import { RestorePlanner } from '../preflight/restore-planner';
import { type CopyWork, RUN_STAGES } from './build-work';
import { checkCopy, type CheckedCopy } from './check-copy';
import { DatabaseLoader } from './database-loader';
import { loadFilestore } from './filestore-loader';
import { removeStaging } from './remove-staging';
import { stagingName } from './restore-names';
import { type LoadStage, sideBySide } from './side-by-side';
import { otherPlaceUsed, wantedBackup } from './wanted-backup';

/** A copy that is loaded and checked. Noted in the journal as it is. */
export interface BuiltCopy {
  databaseBytes: number;
  filestoreBytes: number;
  filestoreFiles: number;
  users: number;
  /** The storage that was read. */
  storageConfigId: string;
  warnings: WarningPayload[];
  /** Absent in notes of older executors: true. */
  withDatabase?: boolean;
  withFilestore: boolean;
  /** From the beginning of its attempt until it was checked. Absent in notes of older executors. */
  tookMs?: number;
}

/**
 * What begins to end a copy: its naming, or its drop. From then on the names that are there say nothing of whether it was built,
 * and its end is taken up where it was left.
 */
const ENDINGS = ['naming', 'dropping'] as const;

/** A drill is not published: it is torn down. */
const DRILL_STAGES = RESTORE_STAGES.filter((stage) => stage !== 'publish');

type Load = [LoadStage, (pair: CopyWork) => Promise<void>];

/** Builds copies of whole backups: database and filestore, both under a staging name and out of sight. */
@Injectable()
export class WholeCopies {
  private readonly sources: BackupSources;

  constructor(
    rpc: RpcClient,
    secrets: SecretBox,
    private readonly config: RestoreExecutorConfig,
    private readonly door: EnvironmentDoor,
    private readonly progressBus: Progress,
    private readonly planner: RestorePlanner,
    private readonly databases: DatabaseLoader,
    private readonly journals: StepJournals,
  ) {
    this.sources = new BackupSources(rpc, secrets, config.storageOptions, 'plain');
  }

  /**
   * Builds a copy, unless an earlier attempt has, and has it finished. A copy that is not finished is removed: at once, by the next
   * attempt, or by the sweep.
   */
  async make<R>(
    command: RestoreRunPayload,
    job: RunningJob,
    finish: (work: CopyWork, built: BuiltCopy) => Promise<R>,
  ): Promise<R> {
    const startedAt = new Date();
    const stages: readonly RestoreStage[] = command.drill ? DRILL_STAGES : RUN_STAGES;
    const { progress, enter } = followJob(this.progressBus, command, job, stages, this.config.progressIntervalMs);
    let environment: OdooEnvironment | undefined;
    let connect: Connect | undefined;
    const staging = stagingName(command.restore_id);
    try {
      await enter('connect');
      ({ connect } = await this.door.find(command.environment_id, command.restore_id));
      environment = await connect(job.signal);
      const journal = await this.journals.open(command, job);
      const work: CopyWork = { command, job, startedAt, journal, progress, enter, environment, staging };
      if (job.attempt > 1) await environment.killStrays();
      return await finish(work, (await builtBefore(work)) ?? (await this.buildFromBest(work)));
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
  private async buildFromBest(work: CopyWork): Promise<BuiltCopy> {
    const { command, job, enter } = work;
    if (job.attempt > 1) await removeStaging(work);
    await enter('plan');
    const planned = await this.preflight(work);
    return this.sources.use(wantedBackup(command), job.signal, (backup, failed) =>
      this.build(work, backup, [...otherPlaceUsed(backup, failed), ...planned]),
    );
  }

  /** @returns warnings */
  private async preflight({ command, job, journal, environment }: CopyWork): Promise<WarningPayload[]> {
    const warnings: WarningPayload[] = [];
    await journal.forget('preflight', 'each attempt looks anew');
    await journal.step('preflight', null, async () => {
      warnings.push(...(await this.planner.require(command, environment, job.signal)));
      return ['Nothing stands in the way', ...warnings.map(({ message }) => message)].join('; ');
    });
    return warnings;
  }

  private async build(work: CopyWork, backup: OpenedBackup, warnings: WarningPayload[]): Promise<BuiltCopy> {
    const { command, job, enter, environment, staging } = work;
    try {
      await enter('plan');
      const { archive } = backup;
      const { manifest } = archive;
      const parts = partsOf(command);
      const restoreDatabase = parts.database;
      const restoreFilestore = parts.filestore && manifest.filestore !== null;
      const databaseBytes = restoreDatabase ? manifest.database.size : 0;
      const filestoreBytes = restoreFilestore ? manifest.filestore!.size : 0;
      work.progress.expect(databaseBytes + filestoreBytes);

      let filestoreFiles = 0;
      const loads: Load[] = [];
      if (restoreDatabase)
        loads.push(['database', async (pair) => void warnings.push(...(await this.buildDatabase(pair, archive)))]);
      if (restoreFilestore)
        loads.push([
          'filestore',
          (pair) =>
            stepAnew(pair, 'load_filestore', async () => {
              filestoreFiles = await loadFilestore(pair, archive);
              return `${filestoreFiles} files`;
            }),
        ]);
      await sideBySide(work, loads, enter);
      await enter('checks');
      if (restoreDatabase && !command.drill)
        await stepAnew(work, 'prepare', () => prepareCopy(environment, staging, command, manifest));
      const { users, warnings: found } = await this.check(work, manifest, restoreFilestore);
      warnings.push(...found);
      const built: BuiltCopy = {
        databaseBytes,
        filestoreBytes,
        filestoreFiles,
        users,
        storageConfigId: backup.place.storage_config_id,
        warnings,
        withDatabase: restoreDatabase,
        withFilestore: restoreFilestore,
        tookMs: Date.now() - work.startedAt.getTime(),
      };
      await job.note({ built });
      return built;
    } catch (error) {
      if (!job.signal.aborted) await removeStaging(work).catch(() => undefined);
      throw error;
    }
  }

  private async check(
    { command, environment, journal, staging }: CopyWork,
    { attachments, filestore }: Manifest,
    withFilestore: boolean,
  ): Promise<CheckedCopy> {
    let checked: CheckedCopy | undefined;
    await stepAnew({ journal }, 'checks', async () => {
      checked = await checkCopy(environment, {
        name: staging,
        database: partsOf(command).database,
        files: withFilestore ? filestore!.files : undefined,
        lostBefore: attachments?.missing ?? null,
      });
      return checked.note;
    });
    return checked!;
  }

  /** What is dropped again needs no identity of its own, and never acts. */
  private async buildDatabase(work: CopyWork, archive: BackupArchiveReader): Promise<WarningPayload[]> {
    const warnings: WarningPayload[] = [];
    await stepAnew(work, 'load_database', async () => {
      warnings.push(...(await this.databases.load(work, archive)));
      return `${archive.manifest.database.size} bytes of dump`;
    });
    if (work.command.drill) return warnings;
    await stepAnew(work, 'neutralize', async () => {
      const disarmed = await disarmClone(work);
      warnings.push(...disarmed.warnings);
      return disarmed.note;
    });
    return warnings;
  }
}

/** Every attempt builds from the beginning, and so takes also those steps that an earlier one had done. */
async function stepAnew(
  { journal }: { journal: StepJournal },
  name: string,
  work: () => Promise<string>,
): Promise<void> {
  await journal.forget(name, 'the copy was removed, and is built anew');
  await journal.step(name, 'the copy is removed', work);
}

/** What an earlier attempt has built, unless its staging was removed after the note was made. */
async function builtBefore({ job, environment, staging }: CopyWork): Promise<BuiltCopy | undefined> {
  const built = job.journal['built'] as BuiltCopy | undefined;
  if (!built || ENDINGS.some((ending) => job.journal[ending])) return built;
  const { withDatabase = true } = built;
  const isThere = withDatabase ? await environment.databaseExists(staging) : await environment.filestoreExists(staging);
  return isThere ? built : undefined;
}
