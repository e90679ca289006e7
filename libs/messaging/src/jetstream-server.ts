/**
 * Nest's microservice over JetStream: gives the decorated methods their messages, and on shutdown stops taking,
 * lets handlers finish within the grace, then tells them to give up and hands their messages back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import type { JsMsg } from '@nats-io/jetstream';
import { isObservable, lastValueFrom } from 'rxjs';
import { type ConsumerDefinition, type ServiceName, validatePayload } from '@app/contracts';
import { addSample } from '@app/telemetry';
import type { Consumption } from './consumed-message';
import { ConsumerLoop } from './consumer-loop';
import { readDeadLetter } from './dead-letter';
import { readCloudEvent } from './event-catalogue';
import { type HandlerExtras, JETSTREAM } from './handlers';
import { jsonOf } from './json-of';
import { NatsLink } from './nats-link';
import { OutboxRelay } from './outbox-relay';
import { queueSample } from './queue-sample';
import { RpcResponder } from './rpc-responder';
import { Slots } from './slots';
import { MESSAGING_SERVICE, MESSAGING_SETTINGS, type MessagingSettings } from './settings';

/** How long aborted handlers may take to clean up. */
const UNWIND_MS = 10_000;

@Injectable()
export class JetStreamServer extends Server implements CustomTransportStrategy {
  override readonly transportId = JETSTREAM;
  /** Nest then leaves the errors of consumers to this class. */
  override readonly propagatesEventHandlerErrors = true;
  protected override readonly logger = new Logger(JetStreamServer.name);
  private readonly stopping = new AbortController();
  private readonly aborting = new AbortController();
  private readonly jobSlots: Slots;
  private readonly loops: ConsumerLoop[] = [];
  private readonly responders: RpcResponder[] = [];
  private readonly consumers: ConsumerDefinition[] = [];
  private endSample: () => void = () => undefined;
  private running: Promise<unknown> = Promise.resolve();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly relay: OutboxRelay,
    @Inject(MESSAGING_SERVICE) private readonly service: ServiceName,
    @Inject(MESSAGING_SETTINGS) private readonly settings: MessagingSettings,
  ) {
    super();
    this.jobSlots = new Slots(settings.maxJobs);
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      for (const [pattern, handler] of this.messageHandlers) this.attach(pattern, handler);
      this.responders.forEach((responder) => responder.listen(this.service));
      await this.link.connection.flush(); // from here on the broker knows who answers
      this.endSample = addSample(queueSample(this.link, this.consumers));
      this.running = Promise.all(this.loops.map((loop) => loop.run()));
      callback();
    } catch (error) {
      callback(error);
    }
  }

  close(): Promise<void> {
    return (this.closing ??= this.drain());
  }

  on(): never {
    throw new Error('JetStreamServer tells no events of its own');
  }

  unwrap<T>(): T {
    return this.link.connection as T;
  }

  private attach(pattern: string, handler: MessageHandler): void {
    const extras = handler.extras as HandlerExtras | undefined;
    if (extras?.kind === undefined) throw new Error(`the handler of ${pattern} was not declared by @app/messaging`);
    if (handler.next) throw new Error(`the consumer ${pattern} has two handlers`);
    if (extras.kind === 'rpc') {
      this.responders.push(new RpcResponder(this.link, extras.definition, (request) => call(handler, request)));
      return;
    }
    this.consumers.push(extras.consumer);
    const { ackWaitMs, retryDelaysMs } = this.settings;
    const consumption: Consumption = {
      consumer: extras.consumer,
      read: (message) => readPayload(extras, message),
      handle: async (payload, context) => void (await call(handler, payload, context)),
      ackWaitMs,
      retryDelaysMs: extras.options.retryDelaysMs ?? retryDelaysMs,
    };
    const { concurrency } = extras.options;
    const shared = extras.kind === 'command' && concurrency === undefined;
    const slots = shared ? this.jobSlots : new Slots(concurrency ?? 1);
    this.loops.push(new ConsumerLoop(this.link, consumption, slots, this.stopping.signal, this.aborting.signal));
  }

  private async drain(): Promise<void> {
    this.stopping.abort();
    this.endSample();
    const ended = Promise.all([this.running, ...this.responders.map((responder) => responder.stop())]);
    if (!(await endsWithin(ended, this.settings.shutdownGraceMs))) {
      this.logger.warn(
        `handlers still run ${this.settings.shutdownGraceMs} ms after the signal to stop; they have to give up`,
      );
      this.aborting.abort(new Error('the process stops'));
      if (!(await endsWithin(ended, UNWIND_MS))) {
        const count = this.loops.reduce((sum, loop) => sum + loop.handBack(), 0);
        this.logger.error(`${count} handlers did not give up; their messages are handed back`);
      }
    }
    await this.relay.stop();
  }
}

async function call(handler: MessageHandler, ...args: unknown[]): Promise<unknown> {
  const result: unknown = await handler(...(args as [unknown, unknown?]));
  return isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result;
}

function readPayload(extras: Exclude<HandlerExtras, { kind: 'rpc' }>, message: JsMsg): unknown {
  if (extras.kind === 'dead-letter') return readDeadLetter(message);
  const raw = jsonOf(message, `${message.subject}: the payload`);
  if (extras.kind === 'event') return readCloudEvent(raw);
  return validatePayload(extras.definition.name, extras.definition.payload, raw);
}

async function endsWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const limit = new AbortController();
  const inTime = await Promise.race([
    work.then(() => true),
    sleep(limitMs, false, { signal: limit.signal }).catch(() => false),
  ]);
  limit.abort();
  return inTime;
}
