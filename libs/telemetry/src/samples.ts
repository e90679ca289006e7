import type { Gauge } from 'prom-client';
import { METRICS } from './metrics';

/** Gauges whose values are asked for when somebody wants the metrics. */
export interface Sample {
  name: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever their labels
  gauges: readonly Gauge<any>[];
  /** What it returns sets the gauges; they are empty then. */
  read(): Promise<() => void>;
}

const samples = new Map<Sample, Promise<() => void> | undefined>();

/** @returns what ends it */
export function addSample(sample: Sample): () => void {
  samples.set(sample, undefined);
  return () => {
    samples.delete(sample);
    sample.gauges.forEach(forget);
  };
}

/** Asks all at once. What has not answered in time is asked no second time until it does, and is missing meanwhile: an old value would pass for a true one. */
export async function refreshSamples(timeoutMs: number): Promise<void> {
  await Promise.all([...samples.keys()].map((sample) => refresh(sample, timeoutMs)));
}

async function refresh(sample: Sample, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  const set = await Promise.race([ask(sample), late]).catch(() => undefined);
  clearTimeout(timer);
  if (!samples.has(sample)) return;
  sample.gauges.forEach(forget);
  if (set === undefined) METRICS.sampleFailures.inc({ sample: sample.name });
  else set();
}

function ask(sample: Sample): Promise<() => void> {
  const asked = samples.get(sample);
  if (asked !== undefined) return asked;
  const answer = sample.read().finally(() => {
    if (samples.get(sample) === answer) samples.set(sample, undefined);
  });
  samples.set(sample, answer);
  return answer;
}

/** A gauge without labels cannot be absent; it is no number then. */
function forget(gauge: Gauge): void {
  gauge.reset();
  const { labelNames } = gauge as unknown as { labelNames: readonly string[] };
  if (labelNames.length === 0) gauge.set(Number.NaN);
}
