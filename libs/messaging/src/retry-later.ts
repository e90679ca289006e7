/**
 * Thrown by a handler whose turn has not come: the environment is busy, or a living process holds the lease. The
 * message comes again after the delay, and no attempt is counted.
 */
export class RetryLater extends Error {
  constructor(
    message: string,
    readonly delayMs: number,
  ) {
    super(message);
    this.name = 'RetryLater';
  }
}
