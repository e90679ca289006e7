/** What a run of chaos does and when: a pure function of its seed, so that a run that found something can be repeated. */
import { SeededRandom } from './random';

/** Everything that can go wrong, and how long it stays so, in milliseconds: [shortest, longest]. A kill is over at once. */
export const DISTURBANCES = {
  'kill the gateway': [0, 0],
  'kill a backup executor': [0, 0],
  'kill the other backup executor': [0, 0],
  'kill NATS': [500, 4_000],
  'kill PostgreSQL': [500, 4_000],
  'cut the SSH sessions': [0, 0],
  'freeze the SSH server': [1_000, 10_000],
  'kill the SFTP storage': [500, 5_000],
  'cut the connections to S3': [0, 0],
  'leave the connections to S3 half-open': [1_000, 10_000],
  'fill the disk of the local storage': [1_000, 6_000],
} as const satisfies Record<string, readonly [number, number]>;
export type DisturbanceName = keyof typeof DISTURBANCES;

export const STORAGES = ['local', 's3', 'sftp'] as const;
export type StorageName = (typeof STORAGES)[number];

export interface ChaosOptions {
  seed: number;
  /** Backups to request. */
  backups: number;
  disturbances: number;
  /** Over how long requests and disturbances are spread, in milliseconds. */
  durationMs: number;
  environments: number;
}

export interface PlannedRequest {
  atMs: number;
  /** Index of the environment. */
  environment: number;
  storage: StorageName;
}

export interface PlannedDisturbance {
  atMs: number;
  name: DisturbanceName;
  forMs: number;
}

export interface ChaosPlan {
  requests: PlannedRequest[];
  disturbances: PlannedDisturbance[];
}

/** Every kind of disturbance comes before one comes again; the same one never begins before it is over. */
export function planChaos(options: ChaosOptions): ChaosPlan {
  const random = new SeededRandom(options.seed);
  const requests = Array.from({ length: options.backups }, (_, index): PlannedRequest => ({
    atMs: Math.round(random.between(0, options.durationMs)),
    environment: index % options.environments,
    storage: random.oneOf(STORAGES),
  }));
  const kinds = Object.keys(DISTURBANCES) as DisturbanceName[];
  const rounds = Math.ceil(options.disturbances / kinds.length);
  const slotMs = options.durationMs / rounds;
  const disturbances = Array.from({ length: rounds }, (_, round) =>
    random.shuffled(kinds).map((name): PlannedDisturbance => {
      const [shortest, longest] = DISTURBANCES[name];
      const forMs = Math.round(random.between(shortest, longest));
      const atMs = Math.round(round * slotMs + random.between(0, Math.max(0, slotMs - forMs)));
      return { atMs, name, forMs };
    }),
  )
    .flat()
    .slice(0, options.disturbances);
  const byTime = (a: { atMs: number }, b: { atMs: number }) => a.atMs - b.atMs;
  return { requests: requests.toSorted(byTime), disturbances: disturbances.toSorted(byTime) };
}
