import { METRICS } from './metrics';
import { addSample, refreshSamples } from './samples';

const ENDLESS_MS = 100_000;

describe('samples', () => {
  const ends: (() => void)[] = [];
  afterEach(() => ends.splice(0).forEach((end) => end()));
  const outbox = async () => (await METRICS.outboxMessages.get()).values[0]!.value;
  const tasks = async () => (await METRICS.tasksOpen.get()).values.length;

  it('are asked when the metrics are wanted, and are gone when they end', async () => {
    let waiting = 3;
    const sample = {
      name: 'spec',
      gauges: [METRICS.outboxMessages, METRICS.tasksOpen],
      read: async () => () => {
        METRICS.outboxMessages.set(waiting);
        METRICS.tasksOpen.set({ type: 'backup', status: 'queued' }, waiting);
      },
    };
    const end = addSample(sample);
    await refreshSamples(ENDLESS_MS);
    expect([await outbox(), await tasks()]).toEqual([3, 1]);
    waiting = 5;
    await refreshSamples(ENDLESS_MS);
    expect(await outbox()).toBe(5);
    end();
    expect([await outbox(), await tasks()]).toEqual([NaN, 0]);
  });

  it.each([
    ['fail', () => Promise.reject(new Error('no database')), ENDLESS_MS],
    ['do not answer in time', () => new Promise<never>(() => undefined), 10],
  ])('that %s are missing instead of old', async (_, read, timeoutMs) => {
    let answer: () => Promise<() => void> = async () => () => METRICS.outboxMessages.set(3);
    ends.push(addSample({ name: 'spec', gauges: [METRICS.outboxMessages], read: () => answer() }));
    await refreshSamples(ENDLESS_MS);
    expect(await outbox()).toBe(3);
    answer = read;
    METRICS.sampleFailures.reset();
    await refreshSamples(timeoutMs);
    expect(await outbox()).toBeNaN();
    expect((await METRICS.sampleFailures.get()).values).toEqual([{ labels: { sample: 'spec' }, value: 1 }]);
  });

  it('are asked once at a time, however often somebody wants them', async () => {
    let asked = 0;
    const read = () => {
      asked++;
      return new Promise<never>(() => undefined);
    };
    ends.push(addSample({ name: 'spec', gauges: [METRICS.outboxMessages], read }));
    await Promise.all([refreshSamples(1), refreshSamples(1)]);
    await refreshSamples(1);
    expect(asked).toBe(1);
  });
});
