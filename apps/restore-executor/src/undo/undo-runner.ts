import { Injectable } from '@nestjs/common';
import type { RestoreUndoPayload } from '@app/contracts';
import { StrongroomError, toStrongroomError } from '@app/core';
import { followJob, type RunningJob, standsBetween } from '@app/executor';
import { Progress } from '@app/messaging';
import type { OdooEnvironment } from '@app/odoo';
import { RestoreExecutorConfig } from '../config';
import { EnvironmentDoor } from '../environment-door';
import type { Downtime } from '../in-place/in-place-runner';
import { placeNames } from '../in-place/in-place-work';
import { LivePlace } from '../in-place/live-place';
import { WebCheck } from '../web-check';
import { type StepJournal, StepJournals } from '../journal/step-journal';
import type { ReplacedCopy } from '../replaced/replaced-copy.entity';
import { ReplacedCopies } from '../replaced/replaced-copies';

/** The steps of an undo in their order, with what takes each back, for people. */
export const UNDO_STEPS = [
  ['undo_freeze', 'The database is opened to connections again'],
  ['undo_swap_database', 'The names are swapped once more'],
  ['undo_swap_filestore', 'The names are swapped once more'],
  ['undo_unfreeze', null],
  ['undo_checks', null],
] as const;

type UndoStep = (typeof UNDO_STEPS)[number][0];

interface UndoWork {
  job: RunningJob;
  journal: StepJournal;
  environment: OdooEnvironment;
  copy: ReplacedCopy;
  place: LivePlace;
}

/**
 * Swaps back what a restore in place has replaced. As there, an executor that dies has a successor that looks and goes on. A failure
 * between the freeze and the end of the swaps puts the restored copy back; one after that leaves what was live before.
 */
@Injectable()
export class UndoRunner {
  constructor(
    private readonly config: RestoreExecutorConfig,
    private readonly door: EnvironmentDoor,
    private readonly progressBus: Progress,
    private readonly journals: StepJournals,
    private readonly copies: ReplacedCopies,
    private readonly web: WebCheck,
  ) {}

  async run(command: RestoreUndoPayload, job: RunningJob): Promise<Downtime> {
    const { progress, enter } = followJob(this.progressBus, command, job, ['connect'], this.config.progressIntervalMs);
    let environment: OdooEnvironment | undefined;
    try {
      await enter('connect');
      const copy = await this.copies.find(command.restore_id);
      if (!standsBetween(job)) refuseLost(copy);
      const { connect } = await this.door.find(command.environment_id, command.restore_id);
      environment = await connect(job.signal);
      await environment.killStrays();
      const journal = await this.journals.open(command, job);
      const place = new LivePlace({
        environment,
        names: placeNames(command.restore_id, copy!.liveName),
        parts: copy!.parts,
        had: copy!.had,
        freeze: copy!.freeze,
      });
      const work: UndoWork = { job, journal, environment, copy: copy!, place };
      if (!standsBetween(job)) await this.begin(work);
      await this.swapBack(work);
      await place.clean().catch(() => undefined);
      return {
        startedAt: new Date(job.journal['frozen_at'] as string),
        endedAt: journal.times('undo_unfreeze')?.endedAt ?? new Date(),
      };
    } catch (error) {
      if (job.tenure.aborted || !standsBetween(job)) throw error;
      throw broken(command, toStrongroomError(error));
    } finally {
      progress.stop();
      await environment?.close();
    }
  }

  /** Nothing is touched before it is sure that what was replaced is there. */
  private async begin({ job, journal, environment, copy, place }: UndoWork): Promise<void> {
    const sight = await place.look();
    for (const part of ['database', 'filestore'] as const)
      if (copy.parts[part] && copy.had[part] && !sight[part].replaced)
        throw new StrongroomError('UNDO_NOT_POSSIBLE', `The replaced ${part} is not there any more`);
    // Steps of an undo before, which has left everything as it was.
    for (const [name] of UNDO_STEPS) await journal.forget(name, 'The undo was asked for once more');
    if (copy.parts.database && copy.had.database) {
      const { live, replaced } = placeNames(copy.restoreId, copy.liveName);
      await environment.outdateCaches({ live, incoming: replaced });
    }
    if (copy.freeze === 'workload') await job.note({ workload_ran: (await environment.workloadState()) === 'running' });
    await job.holdOn();
    await job.note({ frozen_at: new Date().toISOString() });
  }

  private async swapBack({ job, journal, environment, copy, place }: UndoWork): Promise<void> {
    const { replaced } = placeNames(copy.restoreId, copy.liveName);
    const successor = copy.parts.database && copy.had.database ? replaced : undefined;
    const take: Record<UndoStep, () => Promise<string>> = {
      undo_freeze: () => place.freeze(successor),
      undo_swap_database: () => place.takeBackDatabase(),
      undo_swap_filestore: () => place.takeBackFilestore(),
      undo_unfreeze: () => place.unfreeze(job.journal['workload_ran'] !== false),
      undo_checks: () => this.check(environment, copy),
    };
    for (const [name, undo] of UNDO_STEPS) {
      if (name === 'undo_swap_database' && !copy.parts.database) continue;
      if (name === 'undo_swap_filestore' && !copy.parts.filestore) continue;
      await journal.step(name, undo, take[name]);
    }
  }

  /** What is found is told: it was live before, and nothing better is at hand. */
  private async check(environment: OdooEnvironment, { liveName, had, freeze }: ReplacedCopy): Promise<string> {
    if (!had.database) return 'There was no database before';
    try {
      const users = await environment.rowCount(liveName, 'res_users');
      const { note } = await this.web.check(environment, liveName, { starting: freeze === 'workload' });
      return `${users} users; ${note}`;
    } catch (error) {
      return `What is live again does not pass its checks: ${toStrongroomError(error).message}`;
    }
  }
}

function refuseLost(copy: ReplacedCopy | null): void {
  if (!copy) throw new StrongroomError('UNDO_NOT_POSSIBLE', 'The restore has kept nothing of what was live before');
  if (copy.end === 'undone') throw new StrongroomError('UNDO_NOT_POSSIBLE', 'The restore was undone before');
  if (copy.end === 'dropped')
    throw new StrongroomError('UNDO_TOO_LATE', `It was kept until ${copy.keptUntil.toISOString()}`);
}

function broken({ target_db, restore_id }: RestoreUndoPayload, error: StrongroomError): StrongroomError {
  const { live, replaced, discarded } = placeNames(restore_id, target_db);
  const message = [
    `The undo failed half way: ${error.message}`,
    `Of database and filestore, ${replaced} is what was live before the restore, ${discarded} is what it had restored, and ${live} is what can be used once it is opened`,
  ].join('. ');
  return new StrongroomError('ROLLBACK_FAILED', message, {
    cause: error,
    kind: error.retryable ? 'transient' : 'operator',
    details: { outcome: 'broken', cause_code: error.code },
  });
}
