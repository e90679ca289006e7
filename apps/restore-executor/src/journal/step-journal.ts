import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RestoreJournalled, type StepStatus } from '@app/contracts';
import { toStrongroomError } from '@app/core';
import { inTurn, type RunningJob } from '@app/executor';
import { Outbox } from '@app/messaging';
import { RestoreStep } from './restore-step.entity';

/** Whose journal it is. */
export interface JournalRef {
  restore_id: string;
  organization_id: string;
  environment_id: string;
}

/** Where the journals of restores are kept. */
@Injectable()
export class StepJournals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
  ) {}

  /** The journal of a restore as earlier attempts have left it, for the attempt that goes on with it. */
  async open({ restore_id, organization_id, environment_id }: JournalRef, job: RunningJob): Promise<StepJournal> {
    const ref = { restore_id, organization_id, environment_id };
    return new StepJournal(this.outbox, ref, job, await this.steps(restore_id));
  }

  /** The steps of a restore in the order in which they were first begun. */
  steps(restoreId: string): Promise<RestoreStep[]> {
    return this.dataSource.manager.find(RestoreStep, { where: { restoreId }, order: { ordinal: 'ASC' } });
  }
}

/**
 * Takes the steps of a restore, and writes down each beginning and each end before it goes on. All is written as the holder of the job, and
 * told as one event with it; of steps that are taken at once, one after the other. A step that is done is not taken again; one that an earlier attempt has
 * begun is taken by work that looks first.
 */
export class StepJournal {
  private readonly inTurn = inTurn();

  constructor(
    private readonly outbox: Outbox,
    private readonly ref: JournalRef,
    private readonly job: RunningJob,
    private readonly steps: RestoreStep[],
  ) {}

  status(name: string): StepStatus | undefined {
    return this.find(name)?.status;
  }

  /** Whether some attempt has begun it: its effect may be there. */
  hasBegun(name: string): boolean {
    return this.find(name) !== undefined;
  }

  isOver(name: string): boolean {
    const status = this.status(name);
    return status === 'done' || status === 'skipped';
  }

  /** When a step was first begun, and when it ended. */
  times(name: string): { startedAt: Date; endedAt: Date | null } | undefined {
    return this.find(name);
  }

  /**
   * Takes a step, unless it is over already.
   * @param undo for people: what takes it back
   * @param work returns the note of what came of it
   * @throws what the work throws, after the row says `failed`; StrongroomError LEASE_LOST, TASK_CANCELLED
   */
  async step(name: string, undo: string | null, work: () => Promise<string | null | void>): Promise<void> {
    if (this.isOver(name)) return;
    await this.inTurn(async () => {
      await this.job.confirmLease();
      await this.put(name, { status: 'running', undo, note: null, endedAt: null });
    });
    let note: string | null;
    try {
      note = (await work()) ?? null;
    } catch (error) {
      // The failure at hand is what counts; a row that says `running` makes the next attempt look as well.
      await this.write(name, { status: 'failed', note: toStrongroomError(error).message, endedAt: new Date() }).catch(
        () => undefined,
      );
      throw error;
    }
    await this.write(name, { status: 'done', note, endedAt: new Date() });
  }

  /** Notes that a step is not taken, and why. */
  async skip(name: string, note: string): Promise<void> {
    if (this.isOver(name)) return;
    await this.write(name, { status: 'skipped', note, undo: null, endedAt: new Date() });
  }

  /** Notes of steps that their effect was taken back. Those that were never begun stay away. */
  async takenBack(names: readonly string[]): Promise<void> {
    await this.inTurn(async () => {
      const took = names.flatMap((name) => this.find(name) ?? []).filter(({ status }) => status === 'done');
      if (took.length === 0) return;
      await this.tell(took.map((step) => Object.assign(step, { status: 'undone', changes: step.changes + 1 })));
    });
  }

  /** Notes that a step has to be taken once more: what it had made is gone. */
  async forget(name: string, note: string): Promise<void> {
    if (this.hasBegun(name)) await this.write(name, { status: 'undone', note, endedAt: new Date() });
  }

  private write(name: string, change: Partial<RestoreStep>): Promise<void> {
    return this.inTurn(() => this.put(name, change));
  }

  private async put(name: string, change: Partial<RestoreStep>): Promise<void> {
    const known = this.find(name);
    const step = known ?? this.added(name);
    const begins = change.status === 'running' || known === undefined;
    Object.assign(step, begins ? { startedAt: new Date() } : {}, change, {
      attempt: this.job.attempt,
      changes: step.changes + 1,
    });
    await this.tell([step]);
  }

  private tell(changed: RestoreStep[]): Promise<void> {
    return this.job.transaction(async (manager: EntityManager) => {
      await manager.upsert(RestoreStep, changed, ['restoreId', 'name']);
      const { organization_id } = this.ref;
      const fact = {
        ...this.ref,
        task_id: this.job.id,
        attempt: this.job.attempt,
        revision: this.steps.reduce((sum, { changes }) => sum + changes, 0),
        steps: this.steps.map((step) => ({
          name: step.name,
          status: step.status,
          attempt: step.attempt,
          started_at: step.startedAt.toISOString(),
          ended_at: step.endedAt?.toISOString() ?? null,
          note: step.note,
          undo: step.undo,
        })),
      };
      const subject = `restore/${this.ref.restore_id}`;
      await this.outbox.event(manager, RestoreJournalled, fact, { organizationId: organization_id, subject });
    });
  }

  private find(name: string): RestoreStep | undefined {
    return this.steps.find((step) => step.name === name);
  }

  private added(name: string): RestoreStep {
    const step = Object.assign(new RestoreStep(), {
      restoreId: this.ref.restore_id,
      name,
      ordinal: this.steps.length + 1,
      endedAt: null,
      note: null,
      undo: null,
      changes: 0,
    });
    this.steps.push(step);
    return step;
  }
}
