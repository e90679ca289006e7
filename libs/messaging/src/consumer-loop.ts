/**
 * Takes messages of one durable consumer, each only when a slot is free, so that nothing waits in a client buffer
 * while its ack_wait runs. Several consumers may share their slots: each asks for as many messages as are free, and a message
 * that comes after the last one was taken goes back at once, for another process or a little later. It outlives restarts of the broker and a consumer that is deleted and made anew; a
 * consumer that does not exist yet is waited for (provisioning makes it, no service may).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import { ConsumedMessage, type Consumption } from './consumed-message';
import type { NatsLink } from './nats-link';
import type { Slots } from './slots';

const PULL_MS = 10_000;
const TROUBLE_PAUSE_MS = 500;
/** Failures are remembered of so many messages; beyond that the oldest count starts again. */
const REMEMBERED_FAILURES = 10_000;

export class ConsumerLoop {
  private readonly logger: Logger;
  private readonly pulls = new Set<ConsumerMessages>();
  private readonly inFlight = new Map<number, ConsumedMessage>();
  private readonly failures = new Map<number, number>();
  /** Pulls that have no message yet. */
  private waiting = 0;
  private troubled = false;

  constructor(
    private readonly link: NatsLink,
    private readonly consumption: Consumption,
    private readonly slots: Slots,
    /** No new message after this. */
    private readonly stopping: AbortSignal,
    /** Handlers have to give up. */
    private readonly aborting: AbortSignal,
  ) {
    this.logger = new Logger(`Consumer ${consumption.consumer.durable}`);
    stopping.addEventListener('abort', () => this.pulls.forEach((pull) => pull.stop()));
  }

  /** Ends when it was told to stop and the last handler has ended. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: this.slots.count }, () => this.slot()));
  }

  /** Gives back what handlers hold that did not heed the abort. */
  handBack(): number {
    for (const message of this.inFlight.values()) message.handBack();
    return this.inFlight.size;
  }

  private async slot(): Promise<void> {
    const { stream, durable } = this.consumption.consumer;
    let consumer: Consumer | undefined;
    while (!this.stopping.aborted) {
      try {
        consumer ??= await this.link.jetstream.consumers.get(stream, durable);
        while (this.slots.free <= this.waiting && !this.stopping.aborted) await this.slots.released(this.stopping);
        await this.pullOne(consumer);
        this.troubled = false;
      } catch (error) {
        if (this.stopping.aborted) return;
        if (!this.troubled) this.logger.warn(`takes no messages at the moment: ${(error as Error).message}`);
        this.troubled = true;
        consumer = undefined;
        await sleep(TROUBLE_PAUSE_MS, undefined, { signal: this.stopping }).catch(() => undefined);
      }
    }
  }

  private async pullOne(consumer: Consumer): Promise<void> {
    let pull: ConsumerMessages | undefined;
    let came = false;
    this.waiting++;
    try {
      pull = await consumer.fetch({ max_messages: 1, expires: PULL_MS });
      this.pulls.add(pull);
      if (this.stopping.aborted) pull.stop();
      for await (const message of pull) {
        came = true;
        this.waiting--;
        await this.takeIn(message);
      }
    } finally {
      if (!came) this.waiting--;
      if (pull) this.pulls.delete(pull);
    }
  }

  private async takeIn(message: JsMsg): Promise<void> {
    if (this.stopping.aborted || !this.slots.take()) return message.nak();
    try {
      await this.process(message);
    } finally {
      this.slots.release();
    }
  }

  private async process(message: JsMsg): Promise<void> {
    // after a crash of the broker a message can come again while its handler still runs here: the running one
    // keeps it alive and settles it
    if (this.inFlight.has(message.seq)) return;
    const failures = this.failures.get(message.seq) ?? 0;
    const consumed = new ConsumedMessage(message, this.consumption, this.link, this.logger, failures, this.aborting);
    this.inFlight.set(message.seq, consumed);
    try {
      const settlement = await consumed.process();
      if (settlement.action !== 'again') this.failures.delete(message.seq);
      else if (settlement.failed) this.remember(message.seq, failures + 1);
    } finally {
      this.inFlight.delete(message.seq);
    }
  }

  private remember(sequence: number, failures: number): void {
    this.failures.delete(sequence);
    this.failures.set(sequence, failures);
    if (this.failures.size > REMEMBERED_FAILURES) this.failures.delete(this.failures.keys().next().value!);
  }
}
