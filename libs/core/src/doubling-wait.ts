/** Waits between the attempts at something that others may have to mend first. */
export interface DoublingPace {
  /** After the first attempt; it doubles with every further one. */
  firstMs: number;
  longestMs: number;
}

/**
 * @param attempt the one that begins now, or has just failed; counts from 1
 * @returns how long after its beginning the next one is due, should it not succeed
 */
export function waitAfter(attempt: number, { firstMs, longestMs }: DoublingPace): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 40));
}
