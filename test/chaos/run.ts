import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../e2e/strongroom';
import { type Inventory, takeInventory } from './inventory';
import { type ChaosOptions, planChaos } from './plan';
import { ChaosWorld } from './world';

export interface ChaosReport extends Inventory {
  /** Requests that Strongroom answered with 201. */
  accepted: number;
  /** Why it did not answer the others so, each as often as it happened. */
  refusals: string[];
}

/** How long everything may take to come to rest after the last disturbance: all retries, and the sweeps behind them. */
const SETTLING_MS = 300_000;

/** Plays the plan of a seed, lets the dust settle, and looks at what is there. */
export async function runChaos(options: ChaosOptions, say: (line: string) => void): Promise<ChaosReport> {
  const plan = planChaos(options);
  const world = await ChaosWorld.start(options.environments);
  try {
    const beganAt = performance.now();
    const at = async (atMs: number) => sleep(Math.max(0, beganAt + atMs - performance.now()));
    const seconds = (ms: number) => (ms / 1000).toFixed(1);
    const requests = plan.requests.map(async (request) => {
      await at(request.atMs);
      return world.request(request);
    });
    const disturbances = plan.disturbances.map(async (disturbance) => {
      await at(disturbance.atMs);
      const { name, forMs } = disturbance;
      say(`${seconds(disturbance.atMs).padStart(6)} s  ${name}${forMs > 0 ? ` for ${seconds(forMs)} s` : ''}`);
      await world.disturb(disturbance);
    });
    const [answers] = await Promise.all([Promise.all(requests), Promise.all(disturbances)]);
    const accepted = answers.flatMap((answer) => ('id' in answer ? [answer.id] : []));
    const refusals = answers.flatMap((answer) => ('refusal' in answer ? [answer.refusal] : []));
    return { ...(await settle(world, accepted)), accepted: accepted.length, refusals };
  } finally {
    await world.stop();
  }
}

/** The last inventory says what is wrong for good; what is wrong before may be on its way to being right. */
async function settle(world: ChaosWorld, accepted: readonly string[]): Promise<Inventory> {
  let inventory: Inventory | undefined;
  await waitFor(
    'everything to come to rest',
    async () => {
      inventory = await takeInventory(world, accepted).catch(() => undefined);
      return inventory?.violations.length === 0;
    },
    SETTLING_MS,
  ).catch(() => undefined);
  return inventory ?? takeInventory(world, accepted);
}
