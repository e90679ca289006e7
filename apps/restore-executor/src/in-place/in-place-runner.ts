import { Injectable } from '@nestjs/common';
import type { RestoreRunPayload, WarningPayload } from '@app/contracts';
import { type ErrorReport, StrongroomError, toStrongroomError } from '@app/core';
import { cleanUp, followJob, type RunningJob, standsBetween } from '@app/executor';
import { Progress } from '@app/messaging';
import type { OdooEnvironment } from '@app/odoo';
import { RUN_STAGES, type RunStage } from '../build/build-work';
import { removeStaging } from '../build/remove-staging';
import { sideBySide } from '../build/side-by-side';
import { stagingName } from '../build/restore-names';
import { RestoreExecutorConfig } from '../config';
import { type Connect, EnvironmentDoor } from '../environment-door';
import { StepJournals } from '../journal/step-journal';
import { partsOf } from '../preflight/plan-facts';
import { type Parts, type PlannedStep, planInPlace, type StepName } from './in-place-plan';
import { factsOf, InPlaceSteps, placeOf, warningsOf } from './in-place-steps';
import { type InPlaceWork, placeNames } from './in-place-work';
import type { InsuranceBackup } from './insurance';
import { Rollback } from './rollback';
import { type Standing, whereItStands } from './where-it-stands';

export interface Downtime {
  startedAt: Date;
  endedAt: Date;
}

export interface FinishedInPlace {
  startedAt: Date;
  completedAt: Date;
  databaseBytes: number;
  filestoreBytes: number;
  filestoreFiles: number;
  users: number;
  storageConfigId: string;
  warnings: WarningPayload[];
  downtime: Downtime;
  insurance?: InsuranceBackup;
  /** What was replaced and is kept for an undo; absent: nothing is. */
  replaced?: { liveName: string; parts: Parts; had: Parts; keptUntil: Date };
}

/** The stage in which a task shows each step. */
const STAGES: Record<StepName, RunStage> = {
  preflight: 'plan',
  insurance: 'plan',
  load_database: 'database',
  load_filestore: 'filestore',
  prepare: 'checks',
  checks: 'checks',
  freeze: 'publish',
  drop_database: 'publish',
  drop_filestore: 'publish',
  swap_database: 'publish',
  swap_filestore: 'publish',
  unfreeze: 'publish',
  checks_after: 'checks',
};

type Enter = (stage: RunStage) => Promise<void>;

const LOADS = { load_database: 'database', load_filestore: 'filestore' } as const;
type PlannedLoad = PlannedStep & { name: keyof typeof LOADS };
const isLoad = (step: PlannedStep): step is PlannedLoad => step.name in LOADS;

/**
 * Restores a backup over the live environment, step by step, each written down. Until the freeze nothing live is touched, and a
 * failure is what it is for any job. From the freeze on a failure is rolled back at once, and an executor that dies has a successor
 * that looks at what is there and goes on.
 */
@Injectable()
export class InPlaceRunner {
  constructor(
    private readonly config: RestoreExecutorConfig,
    private readonly door: EnvironmentDoor,
    private readonly progressBus: Progress,
    private readonly journals: StepJournals,
    private readonly steps: InPlaceSteps,
    private readonly rollback: Rollback,
  ) {}

  async run(command: RestoreRunPayload, job: RunningJob): Promise<FinishedInPlace> {
    // Killed just before its end was written: all that is left to do.
    const rolledBack = job.journal['rolled_back'] as ErrorReport | undefined;
    if (rolledBack) {
      await job.letGo();
      throw StrongroomError.fromReport(rolledBack);
    }
    const { progress, enter } = followJob(this.progressBus, command, job, RUN_STAGES, this.config.progressIntervalMs);
    let connect: Connect | undefined;
    let environment: OdooEnvironment | undefined;
    let work: InPlaceWork | undefined;
    try {
      await enter('connect');
      const place = await this.door.find(command.environment_id, command.restore_id);
      connect = place.connect;
      const names = placeNames(command.restore_id, place.liveName);
      environment = await connect(job.signal);
      work = {
        command,
        job,
        progress,
        environment,
        names,
        staging: names.staging,
        inPlace: command.in_place!,
        parts: partsOf(command),
        journal: await this.journals.open(command, job),
      };
      if (job.attempt > 1) await environment.killStrays();
      await this.goOn(work, enter);
      if (work.inPlace.strategy === 'drop_first') await leaveNothing(work);
      return finished(work);
    } catch (error) {
      if (job.tenure.aborted) throw error;
      if (standsBetween(job)) throw await this.rollback.run(command, { job, connect, work }, toStrongroomError(error));
      if (connect)
        await cleanUp(job, environment, connect, async (there) => {
          await there.killStrays();
          await removeStaging({ environment: there, staging: stagingName(command.restore_id) });
        });
      await work?.journal.takenBack(BUILT).catch(() => undefined);
      throw error;
    } finally {
      progress.stop();
      await environment?.close();
    }
  }

  private async goOn(work: InPlaceWork, enter: Enter): Promise<void> {
    const { journal } = work;
    const standing = await this.standing(work);
    if (standing.next === 'roll_back') throw new StrongroomError('CONFLICT', standing.why);
    for (const step of standing.again) await journal.forget(step, 'What it had made was not there any more');
    const planned = planInPlace({ ...work.inPlace, parts: work.parts });
    const loads = planned.filter(isLoad);
    for (const step of planned)
      if (step === loads[0]) await this.takeLoads(work, loads, enter);
      else if (!isLoad(step)) await this.takeStep(work, step, enter);
  }

  private async takeStep(work: InPlaceWork, step: PlannedStep, enter: Enter): Promise<void> {
    const { journal, job } = work;
    const { name, undo } = step;
    if (journal.isOver(name)) return;
    const reason = name === 'insurance' ? whyUninsured(work) : undefined;
    if (reason) return journal.skip(name, reason);
    await enter(STAGES[name]);
    if (name === 'freeze') await job.holdOn();
    await journal.step(name, undo, () => this.steps.take[name](work));
  }

  /** They follow each other in every plan. */
  private takeLoads(work: InPlaceWork, loads: readonly PlannedLoad[], enter: Enter): Promise<void> {
    const wanted = loads.filter(({ name }) => !work.journal.isOver(name));
    const takes = wanted.map(({ name, undo }) => {
      const take = (pair: InPlaceWork) => pair.journal.step(name, undo, () => this.steps.take[name](pair));
      return [LOADS[name], take] as const;
    });
    return sideBySide(work, takes, enter);
  }

  private async standing(work: InPlaceWork): Promise<Standing> {
    const { job, journal, parts, inPlace } = work;
    if (!journal.isOver('preflight')) return { next: 'build', again: [] };
    return whereItStands({
      strategy: inPlace.strategy,
      parts,
      had: factsOf(job.journal).had,
      status: (step) => journal.status(step),
      seen: await placeOf(work).look(),
    });
  }
}

/** What a failure before the freeze removes. */
const BUILT: readonly StepName[] = ['load_database', 'load_filestore', 'prepare', 'checks'];

/** Why there is no backup of the present state; undefined: it has to be made. */
function whyUninsured({ inPlace, job }: InPlaceWork): string | undefined {
  const { had, empty = false } = factsOf(job.journal);
  if (inPlace.skip_insurance_reason !== undefined) return `Left out on request: ${inPlace.skip_insurance_reason}`;
  // Not where it is dropped first: there the insurance is what a rollback loads.
  const nothing = (empty && inPlace.strategy === 'swap') || (!had.database && !had.filestore);
  return nothing ? 'There is nothing live that could be lost' : undefined;
}

/** The restore has succeeded: what cannot be removed any more is told, and undoes nothing. */
async function leaveNothing(work: InPlaceWork): Promise<void> {
  const { job } = work;
  try {
    await placeOf(work).clean();
  } catch (error) {
    if (job.tenure.aborted) throw error;
    const { message } = toStrongroomError(error);
    await job.note({
      warnings: [...warningsOf(job.journal), { code: 'LEFTOVER', message: `Not all was removed: ${message}` }],
    });
  }
}

function finished({ job, journal, inPlace, names, parts }: InPlaceWork): FinishedInPlace {
  const { journal: noted } = job;
  const facts = factsOf(noted);
  const completedAt = new Date();
  const startedAt = journal.times('preflight')!.startedAt;
  const insurance = noted['insurance'] as InsuranceBackup | undefined;
  const keptUntil = new Date(completedAt.getTime() + inPlace.keep_replaced_seconds * 1000);
  return {
    startedAt,
    completedAt,
    databaseBytes: facts.databaseBytes,
    filestoreBytes: facts.filestoreBytes,
    filestoreFiles: facts.filestoreFiles,
    users: (noted['users'] as number | undefined) ?? 0,
    storageConfigId: noted['storage_config_id'] as string,
    warnings: warningsOf(noted),
    downtime: {
      startedAt: new Date(noted['frozen_at'] as string),
      endedAt: journal.times('unfreeze')!.endedAt ?? completedAt,
    },
    ...(insurance && { insurance }),
    ...(inPlace.strategy === 'swap' && { replaced: { liveName: names.live, parts, had: facts.had, keptUntil } }),
  };
}
