import { type ChaosOptions, DISTURBANCES, planChaos } from './plan';

const OPTIONS: ChaosOptions = { seed: 7, backups: 50, disturbances: 33, durationMs: 120_000, environments: 3 };

describe('the plan of a chaos run', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planChaos(OPTIONS)).toEqual(planChaos(OPTIONS));
    expect(planChaos({ ...OPTIONS, seed: 8 })).not.toEqual(planChaos(OPTIONS));
  });

  it('requests every backup within the time, over all environments and storages', () => {
    const { requests } = planChaos(OPTIONS);
    expect(requests).toHaveLength(50);
    for (const { atMs } of requests) expect(atMs).toBeLessThanOrEqual(OPTIONS.durationMs);
    expect(new Set(requests.map(({ environment }) => environment))).toEqual(new Set([0, 1, 2]));
    expect(new Set(requests.map(({ storage }) => storage))).toEqual(new Set(['local', 's3', 'sftp']));
  });

  it('has every kind of disturbance equally often, and none that begins before the last of its kind is over', () => {
    const { disturbances } = planChaos(OPTIONS);
    for (const name of Object.keys(DISTURBANCES)) {
      const ofKind = disturbances.filter((each) => each.name === name);
      expect(ofKind).toHaveLength(3);
      for (const [index, each] of ofKind.entries()) {
        const next = ofKind[index + 1];
        if (next) expect(each.atMs + each.forMs).toBeLessThanOrEqual(next.atMs);
      }
    }
  });
});
