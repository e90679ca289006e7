import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { RecurringWork } from './recurring-work';

describe('RecurringWork', () => {
  beforeAll(() => Logger.overrideLogger(false));
  const turns = async (work: RecurringWork, forMs = 100) => {
    work.start();
    await sleep(forMs);
    await work.stop();
  };

  it('is done at the start and after each interval, failures notwithstanding', async () => {
    const work = jest.fn(async () => {
      throw new Error('no');
    });
    await turns(new RecurringWork('spec', 10, work));
    expect(work.mock.calls.length).toBeGreaterThan(2);
  });

  it('is done once within an interval, one turn at a time, and stops when the turn has ended', async () => {
    let ended = false;
    const work = new RecurringWork('spec', 10, async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      ended = true;
    });
    await turns(work);
    expect(ended).toBe(true);
  });

  it('is never done with the interval 0', async () => {
    const work = jest.fn(async () => {});
    await turns(new RecurringWork('spec', 0, work), 20);
    expect(work).not.toHaveBeenCalled();
  });
});
