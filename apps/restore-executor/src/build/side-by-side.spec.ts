import { setTimeout as sleep } from 'node:timers/promises';
import { StrongroomError } from '@app/core';
import type { RunningJob, TaskProgress } from '@app/executor';
import type { BuildWork } from './build-work';
import { type LoadStage, sideBySide } from './side-by-side';

describe('the parts of a copy, loaded side by side', () => {
  let entered: string[];
  let stage: string;
  let cancel: AbortController;
  let work: BuildWork;
  beforeEach(() => {
    entered = [];
    stage = 'plan';
    cancel = new AbortController();
    const job = { id: 'a job', signal: cancel.signal } as RunningJob;
    const progress = {
      get stage() {
        return stage;
      },
    } as TaskProgress;
    work = { job, progress } as BuildWork;
  });
  const enter = async (next: LoadStage) => {
    stage = next;
    entered.push(next);
  };
  const aborted = async ({ job }: BuildWork): Promise<never> => {
    while (!job.signal.aborted) await sleep(1);
    throw job.signal.reason;
  };
  const broken = new StrongroomError('PG_RESTORE_FAILED', 'it broke');

  it('are begun together', async () => {
    let [releaseFirst, releaseSecond] = [() => {}, () => {}];
    const first = new Promise<void>((resolve) => (releaseFirst = resolve));
    const second = new Promise<void>((resolve) => (releaseSecond = resolve));
    const database = () => (releaseFirst(), second);
    const filestore = () => (releaseSecond(), first);
    await expect(
      sideBySide(
        work,
        [
          ['database', database],
          ['filestore', filestore],
        ],
        enter,
      ),
    ).resolves.toBeUndefined();
  });

  it.each([
    ['the database for as long as it is loaded', [1, 2], ['database', 'filestore']],
    ['only the database when the files are there before', [2, 1], ['database']],
  ])('show as their stage %s', async (_what, turns, stages) => {
    const ended: number[] = [];
    const load = (turn: number) => async () => {
      while (ended.length < turn - 1) await sleep(1);
      ended.push(turn);
    };
    await sideBySide(
      work,
      [
        ['database', load(turns[0]!)],
        ['filestore', load(turns[1]!)],
      ],
      enter,
    );
    expect(entered).toEqual(stages);
  });

  it.each([
    ['database', 'filestore'],
    ['filestore', 'database'],
  ] as const)('end with the failure of the %s, and not before all of them rest', async (failing, other) => {
    let rests = false;
    const waiting = async (pair: BuildWork) => {
      try {
        await aborted(pair);
      } finally {
        await sleep(20);
        rests = true;
      }
    };
    const loads = [
      [other, waiting],
      [failing, () => Promise.reject(broken)],
    ] as const;
    await expect(sideBySide(work, loads, enter)).rejects.toBe(broken);
    expect(rests).toBe(true);
    expect(work.job.signal.aborted).toBe(false);
  });

  it('tell the one that is ended why', async () => {
    let reason: unknown;
    const waiting = (pair: BuildWork) => aborted(pair).catch((error: unknown) => void (reason = error));
    const failed = sideBySide(
      work,
      [
        ['database', waiting],
        ['filestore', () => Promise.reject(broken)],
      ],
      enter,
    );
    await expect(failed).rejects.toBe(broken);
    expect(reason).toMatchObject({ code: 'CANCELLED', message: 'The load of the filestore failed: it broke' });
  });

  it('are all ended with the work', async () => {
    const loading = sideBySide(
      work,
      [
        ['database', aborted],
        ['filestore', aborted],
      ],
      enter,
    );
    const why = new StrongroomError('TASK_CANCELLED', 'somebody wants it so');
    cancel.abort(why);
    await expect(loading).rejects.toBe(why);
  });
});
