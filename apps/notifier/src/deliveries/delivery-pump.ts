/**
 * Sends what is due, some at once. It is woken by whoever has written something, and looks by itself for what waits for
 * another attempt, or was left behind by a process that died.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { StrongroomError, toStrongroomError } from '@app/core';
import { RecurringWork } from '@app/service';
import { Channels } from '../channels/channels.repository';
import { NotifierConfig } from '../config';
import { Sender } from '../sending/sender';
import { noteOutcome } from './count-outcome';
import { type ClaimedDelivery, Deliveries } from './deliveries.repository';
import type { Delivery } from './delivery.entity';
import { nextStep } from './next-step';

const NOTE_PAUSE_MS = 250;

@Injectable()
export class DeliveryPump implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(DeliveryPump.name);
  private readonly look: RecurringWork;
  private readonly running = new Set<Promise<void>>();
  private claiming: Promise<unknown> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(
    private readonly deliveries: Deliveries,
    private readonly channels: Channels,
    private readonly sender: Sender,
    private readonly config: NotifierConfig,
  ) {
    this.look = new RecurringWork(DeliveryPump.name, config.deliveryIntervalMs, async () => this.wake());
  }

  onApplicationBootstrap(): void {
    this.look.start();
  }

  /** What has been begun is brought to its end: broken off, nobody would know whether it has arrived. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.look.stop();
    await Promise.all(this.running);
  }

  wake(): void {
    if (this.stopping.signal.aborted || this.running.size >= this.config.deliveryConcurrency) return;
    const run: Promise<void> = this.work()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'could not go on sending; it is tried again'))
      .finally(() => this.running.delete(run));
    this.running.add(run);
  }

  private async work(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const claimed = await this.claim();
      if (claimed === undefined) return;
      this.wake(); // where there is one, there may be another
      await this.attempt(claimed);
    }
  }

  /** One after the other, or two of one channel would be claimed in the same moment. */
  private claim(): Promise<ClaimedDelivery | undefined> {
    const claimed = this.claiming.then(() => this.deliveries.claim());
    this.claiming = claimed.catch(() => undefined);
    return claimed;
  }

  private async attempt({ delivery, notice }: ClaimedDelivery): Promise<void> {
    const { id, channelId, channelKind: kind, eventId, attempts } = delivery;
    const about = { delivery_id: id, channel_id: channelId, kind, event_id: eventId, attempt: attempts };
    let unreached: StrongroomError | undefined;
    try {
      const channel = await this.channels.find(channelId);
      if (!channel?.enabled) throw new StrongroomError('CHANNEL_CLOSED', 'The channel was deleted or switched off.');
      const letter = { ...notice, deliveryId: id };
      unreached = await this.sender.send(channel, letter, AbortSignal.timeout(this.config.attemptTimeoutMs));
    } catch (thrown) {
      const error = toStrongroomError(thrown);
      const step = nextStep(error, attempts, Date.now() - delivery.createdAt.getTime(), this.config.retryPace);
      const outcome = step.status === 'waiting' ? 'retried' : step.status;
      if (await this.noted(delivery, () => this.deliveries.failed(delivery, error, step))) noteOutcome(kind, outcome);
      this.logger.warn({ ...about, code: error.code, outcome }, `a notice was not delivered: ${error.message}`);
      return;
    }
    // nothing may come in between: what is not noted is sent once more
    if (await this.noted(delivery, () => this.deliveries.delivered(delivery, unreached)))
      noteOutcome(kind, 'delivered');
    this.logger.log(about, 'delivered a notice');
  }

  /** Tries for as long as the attempt belongs to this process; a database that is away shortly makes nobody get anything twice. */
  private async noted({ id }: Delivery, note: () => Promise<boolean>): Promise<boolean> {
    const giveUpAt = Date.now() + this.config.deliveryLeaseMs - this.config.attemptTimeoutMs;
    for (;;) {
      try {
        return await note();
      } catch (error) {
        if (Date.now() >= giveUpAt) throw error;
        this.logger.warn({ err: error, delivery_id: id }, 'what came of a delivery could not be noted yet');
        await sleep(NOTE_PAUSE_MS);
      }
    }
  }
}
