/** One message from its arrival to its settlement: heartbeats, the handler, and what the settlement table says. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import type { JsMsg } from '@nats-io/jetstream';
import { NoRespondersError } from '@nats-io/transport-node';
import type { ConsumerDefinition } from '@app/contracts';
import type { StrongroomError } from '@app/core';
import {
  addLogFields,
  failSpan,
  METRICS,
  type Span,
  startSpan,
  UNEVENTFUL,
  within,
  withLogFields,
} from '@app/telemetry';
import { toDeadLetter } from './dead-letter';
import { DeliveryContext } from './delivery-context';
import { MESSAGE_HEADERS, REPLAY_HEADER } from './message-headers';
import type { NatsLink } from './nats-link';
import { decideSettlement, type Outcome, outcomeName, type Settlement } from './settlement';
import { workFields } from './work-fields';

export interface Consumption {
  consumer: ConsumerDefinition;
  /** Throws StrongroomError MESSAGE_INVALID. */
  read: (message: JsMsg) => unknown;
  handle: (payload: unknown, context: DeliveryContext) => Promise<void>;
  ackWaitMs: number;
  retryDelaysMs: readonly number[];
}

const CONFIRM_TIMEOUT_MS = 5_000;
const SETTLE_TRIES = 12;
const SETTLE_PAUSE_MS = 1_000;
const BURIAL_PAUSE_MS = 5_000;

export class ConsumedMessage {
  readonly context: DeliveryContext;

  constructor(
    private readonly message: JsMsg,
    private readonly consumption: Consumption,
    private readonly link: NatsLink,
    private readonly logger: Logger,
    earlierFailures: number,
    aborting: AbortSignal,
  ) {
    const messageId = message.headers?.get('Nats-Msg-Id') || `${message.info.stream}-${message.seq}`;
    this.context = new DeliveryContext(
      messageId,
      message.subject,
      consumption.consumer.durable,
      aborting,
      earlierFailures + 1,
      replayOf(message),
    );
  }

  /** Runs the handler and settles the message, within the trace of whoever sent it; never rejects. */
  async process(): Promise<Settlement> {
    const { subject, headers } = this.message;
    const { durable } = this.consumption.consumer;
    const span = startSpan(`process ${headers?.get(MESSAGE_HEADERS.name) || durable}`, {
      kind: 'CONSUMER',
      askedBy: (header) => headers?.get(header),
      attributes: {
        'messaging.system': 'nats',
        'messaging.destination.name': subject,
        'messaging.consumer.group.name': durable,
        'messaging.message.id': this.context.messageId,
      },
    });
    const observe = METRICS.messageDuration.startTimer({ consumer: durable });
    const settlement = await within(span, () => withLogFields({}, () => this.work(span)));
    const outcome = outcomeName(settlement, this.context.signal.aborted);
    observe({ outcome });
    span.setAttributes({ 'strongroom.outcome': outcome, ...(outcome === 'put_off' && { [UNEVENTFUL]: true }) });
    span.end();
    return settlement;
  }

  private async work(span: Span): Promise<Settlement> {
    const heartbeat = setInterval(() => this.beat(), Math.max(100, this.consumption.ackWaitMs / 3));
    try {
      const outcome = await this.outcome(span);
      if (!outcome.returned) failSpan(span, outcome.thrown);
      const settlement = decideSettlement(outcome, {
        attempt: this.context.attempt,
        stopping: this.context.signal.aborted,
        retryDelaysMs: this.consumption.retryDelaysMs,
        isDeadLetter: this.consumption.consumer.stream === 'DEAD',
      });
      await this.settle(settlement);
      return settlement;
    } finally {
      clearInterval(heartbeat);
    }
  }

  /** Gives the message back at once, its handler notwithstanding. */
  handBack(): void {
    this.message.nak();
  }

  private async outcome(span: Span): Promise<Outcome> {
    try {
      const payload = this.consumption.read(this.message);
      const fields = workFields(payload);
      addLogFields(fields);
      span.setAttributes(fields);
      await this.consumption.handle(payload, this.context);
      return { returned: true };
    } catch (thrown) {
      return { returned: false, thrown };
    }
  }

  private async settle(settlement: Settlement): Promise<void> {
    switch (settlement.action) {
      case 'acknowledge':
        return this.confirm('+ACK');
      case 'again':
        this.logger[settlement.failed ? 'warn' : 'debug'](
          `${this.name} comes again in ${settlement.delayMs} ms: ${settlement.reason}`,
        );
        this.message.nak(settlement.delayMs);
        return;
      case 'dead-letter':
        return this.bury(settlement.error);
    }
  }

  /** The dead letter comes first: a crash in between repeats it (once, by its id), instead of losing the message. */
  private async bury(error: StrongroomError): Promise<void> {
    const { subject, headers, messageId } = toDeadLetter(this.message, this.consumption.consumer, this.context, error);
    const buried = await this.insist(async () => {
      await this.link.jetstream.publish(subject, this.message.data, {
        headers,
        msgID: messageId,
        timeout: CONFIRM_TIMEOUT_MS,
      });
    });
    if (!buried) return this.message.nak(BURIAL_PAUSE_MS);
    this.logger.error(
      `${this.name} is a dead letter after attempt ${this.context.attempt}: ${error.code} ${error.message}`,
    );
    await this.confirm('+TERM');
  }

  /** Until the broker has confirmed it, the settlement may be lost, and the message would come again. */
  private async confirm(settlement: '+ACK' | '+TERM'): Promise<void> {
    const confirmed = await this.insist(async () => {
      // ackAck() of the client can be tried only once, and its type hides the address that settlements go to
      const { reply } = this.message as JsMsg & { reply: string };
      await this.link.connection.request(reply, settlement, { timeout: CONFIRM_TIMEOUT_MS });
    });
    if (!confirmed)
      this.logger.warn(`${this.name}: the broker did not confirm ${settlement}; the message may come again`);
  }

  private async insist(step: () => Promise<void>): Promise<boolean> {
    for (let attempt = 1; attempt <= SETTLE_TRIES; attempt++) {
      try {
        await step();
        return true;
      } catch (error) {
        const nobodyThere = error instanceof NoRespondersError && this.link.connected;
        if (this.link.connection.isClosed() || this.context.signal.aborted || (nobodyThere && attempt > 2))
          return false;
        this.logger.debug(`${this.name}: ${(error as Error).message}`);
        await sleep(SETTLE_PAUSE_MS);
      }
    }
    return false;
  }

  private beat(): void {
    // a closed connection throws; the message then belongs to the next process
    if (!this.link.connection.isClosed()) this.message.working();
  }

  private get name(): string {
    return `${this.message.subject} (${this.context.messageId}, consumer ${this.context.consumer})`;
  }
}

/** What is no positive whole number was not written by a replay. */
function replayOf({ headers }: JsMsg): number {
  const replay = Number(headers?.get(REPLAY_HEADER) || 0);
  return Number.isInteger(replay) && replay > 0 ? replay : 0;
}
