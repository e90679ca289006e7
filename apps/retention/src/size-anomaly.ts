/** Whether a backup is much smaller than those before it: the database may have been half empty. Pure. */

/** So many are compared with. */
export const COMPARED = 5;
const COMPARED_AT_LEAST = 3;

/**
 * @param before sizes of the last backups before it, of the same shape
 * @param percent the share of the usual size below which it is suspicious; 0: none is
 * @returns the usual size, when it is suspicious
 */
export function usualIfSuspicious(sizeBytes: number, before: readonly number[], percent: number): number | undefined {
  if (before.length < COMPARED_AT_LEAST) return undefined;
  const usual = median(before);
  return sizeBytes * 100 < usual * percent ? usual : undefined;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
}
