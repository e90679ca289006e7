/** What a handler knows of the delivery that it works on. */
export class DeliveryContext {
  /**
   * Which attempt this is, from 1. Without further ado it counts the failures that this process has seen of the
   * message. A handler that counts in its own table sets it, before it throws, to the number that the retry rules
   * shall go by. The broker's delivery counter decides nothing: it starts again when the broker crashes, and also
   * counts deliveries that never were an attempt. So a message that kills its process each time always reaches the
   * handler again, and only the handler's own count can end it.
   */
  attempt: number;

  constructor(
    readonly messageId: string,
    readonly subject: string,
    readonly consumer: string,
    /** Aborts when the process has to stop and the grace is over. What the handler then throws gives the message back. */
    readonly signal: AbortSignal,
    attempt: number,
    /** Which replay of a dead letter this is, from 1; 0 when the message was never replayed. */
    readonly replay = 0,
  ) {
    this.attempt = attempt;
  }
}
