import { StrongroomError, toStrongroomError } from '@app/core';
import type { RunningJob } from '@app/executor';
import type { BuildWork } from './build-work';

/** The parts of a copy, named as the stages in which they are loaded. */
export type LoadStage = 'database' | 'filestore';

/**
 * Loads the parts of a copy at once. The first failure ends the other loads, and is thrown when all of them have come to rest, so that
 * nothing is still being written when the copy is removed. The stage is that of the first part that is not loaded yet.
 * @param loads begun in their order, each with the signal that ends them all
 */
export async function sideBySide<Work extends BuildWork>(
  work: Work,
  loads: readonly (readonly [LoadStage, (work: Work) => Promise<void>])[],
  enter: (stage: LoadStage) => Promise<void>,
): Promise<void> {
  const others = new AbortController();
  const signal = AbortSignal.any([work.job.signal, others.signal]);
  const job = Object.create(work.job, { signal: { value: signal } }) as RunningJob;
  const pending = new Set(loads.map(([stage]) => stage));
  const enterNext = async () => {
    const [next] = pending;
    if (next !== undefined && next !== work.progress.stage) await enter(next);
  };
  await enterNext();
  const take = async ([stage, load]: (typeof loads)[number]) => {
    try {
      await load({ ...work, job });
      pending.delete(stage);
      await enterNext();
    } catch (error) {
      others.abort(
        new StrongroomError('CANCELLED', `The load of the ${stage} failed: ${toStrongroomError(error).message}`),
      );
      throw error;
    }
  };
  const taken = loads.map(take);
  await Promise.all(taken).catch(async (first: unknown) => {
    await Promise.allSettled(taken);
    throw first;
  });
}
