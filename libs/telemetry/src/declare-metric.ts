import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Every metric of the process. A service tells those that it has set; the others it does not show. */
export const registry = new Registry();

/** What docs/metrics.md says of a metric, and what alerts and dashboards are checked against. */
export interface MetricDescription {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  labels: readonly string[];
  toldBy: Teller;
}

/** Which services tell it. */
export type Teller = 'all' | 'executors' | 'gateway' | 'scheduler' | 'retention' | 'notifier';

interface Declaration<L extends string> {
  name: string;
  /** One sentence, with the unit if the name has none. */
  help: string;
  toldBy: Teller;
  /** Their values are bounded: codes, kinds, templates, ids of environments; no text of a person, no secret. */
  labels?: readonly L[];
}

export const declaredMetrics: MetricDescription[] = [];

export function counter<L extends string = never>(declaration: Declaration<L>): Counter<L> {
  return new Counter({ ...described('counter', declaration), registers: [registry] });
}

export function gauge<L extends string = never>(declaration: Declaration<L>): Gauge<L> {
  return new Gauge({ ...described('gauge', declaration), registers: [registry] });
}

/** @param declaration `buckets`: upper bounds, in the unit of the name */
export function histogram<L extends string = never>(
  declaration: Declaration<L> & { buckets: readonly number[] },
): Histogram<L> {
  return new Histogram({
    ...described('histogram', declaration),
    buckets: [...declaration.buckets],
    registers: [registry],
  });
}

function described<L extends string>(
  type: MetricDescription['type'],
  { name, help, labels = [], toldBy }: Declaration<L>,
): { name: string; help: string; labelNames: L[] } {
  declaredMetrics.push({ name, type, help, labels, toldBy });
  return { name, help, labelNames: [...labels] };
}
