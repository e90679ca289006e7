/** How long it takes to have an environment back, as its latest drills have measured it. Pure. */

/** So many drills make a trend. */
export const TREND_DRILLS = 10;

export interface Trend {
  /** How many drills that passed it is made of. */
  drills: number;
  median_seconds: number | null;
  latest_seconds: number | null;
  previous_seconds: number | null;
}

/** @param recoveriesMs of drills that passed, the latest first */
export function trendOf(recoveriesMs: readonly number[]): Trend {
  const counted = recoveriesMs.slice(0, TREND_DRILLS);
  const [latest, previous] = counted;
  return {
    drills: counted.length,
    median_seconds: secondsOf(medianOf(counted)),
    latest_seconds: secondsOf(latest),
    previous_seconds: secondsOf(previous),
  };
}

/** To a tenth. */
export function secondsOf(ms: number | undefined): number | null {
  return ms === undefined ? null : Math.round(ms / 100) / 10;
}

/** Of an even number of values, what lies halfway between the two in the middle. */
function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.length === 0 ? undefined : middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
