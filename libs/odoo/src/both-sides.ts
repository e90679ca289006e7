import { StrongroomError } from '@app/core';

/** Both sides of a transfer: what went wrong at the far end tells more than the broken pipe at this one. */
export async function bothSides(sent: Promise<void>, done: Promise<void>): Promise<void> {
  const [near, far] = await Promise.allSettled([sent, done]);
  const failures = [far, near].filter((side) => side.status === 'rejected').map((side) => side.reason as unknown);
  const failure = failures.find((reason) => reason instanceof StrongroomError) ?? failures[0];
  if (failure !== undefined) throw failure;
}
