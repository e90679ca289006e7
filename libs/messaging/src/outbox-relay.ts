/**
 * Publishes the outbox of a service in the order of its rows, a page at once and one relay at a time per schema, and marks a
 * row only after the broker has stored it and all before it. A crash in between publishes again, which the broker drops as a
 * duplicate (`Nats-Msg-Id`). Rows whose transactions overlap may be published in the order of their commits, and one that the
 * broker has refused comes behind others of its page.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { headers as natsHeaders } from '@nats-io/transport-node';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { ChangeListener, schemaOf } from '@app/database';
import { addSample, METRICS } from '@app/telemetry';
import { NatsLink } from './nats-link';
import { OutboxMessage } from './outbox-message.entity';
import { outboxSample } from './outbox-sample';
import { MESSAGING_SETTINGS, type MessagingSettings } from './settings';
import { WakeUp } from './wake-up';

/** Injection token a service may bind to an `OutboxPublishedHook`, in any of its modules. */
export const OUTBOX_PUBLISHED = Symbol('OUTBOX_PUBLISHED');
export interface OutboxPublishedHook {
  /** Runs in the transaction that marks the messages as published. It may run again for the same messages. */
  onPublished(manager: EntityManager, messages: readonly OutboxMessage[]): Promise<void>;
}

const BATCH = 100;
const PUBLISH_TIMEOUT_MS = 5_000;
const PURGE_INTERVAL_MS = 10 * 60_000;
const LAST_FLUSH_MS = 3_000;

@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly wakeUp = new WakeUp();
  private readonly lock: string;
  private readonly listener: ChangeListener;
  private endSample: () => void = () => undefined;
  private running: Promise<unknown> | undefined;
  private stopping: Promise<void> | undefined;
  private stopped = false;
  private nextPurgeAt = 0;
  private failing = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly link: NatsLink,
    private readonly modules: ModuleRef,
    @Inject(MESSAGING_SETTINGS) private readonly settings: MessagingSettings,
  ) {
    this.lock = `outbox:${schemaOf(dataSource)}`;
    this.listener = new ChangeListener(dataSource, 'outbox', () => this.wakeUp.ring());
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  start(): void {
    if (this.running) return;
    this.listener.start();
    this.endSample = addSample(outboxSample(this.dataSource));
    this.running = this.run();
  }

  /** Ends after a last look at the outbox, for what the last handlers wrote. */
  stop(): Promise<void> {
    return (this.stopping ??= this.finish());
  }

  private async finish(): Promise<void> {
    this.stopped = true;
    this.endSample();
    this.wakeUp.ring();
    await this.listener.stop();
    await this.running;
    if (!this.running || !this.link.connected || !this.dataSource.isInitialized) return;
    const timeout = new AbortController();
    const flush = this.relayAll().catch((error: Error) =>
      this.logger.warn(`the last messages stay in the outbox: ${error.message}`),
    );
    await Promise.race([flush, sleep(LAST_FLUSH_MS, undefined, { signal: timeout.signal }).catch(() => undefined)]);
    timeout.abort();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        if (this.link.connected) await this.relayAll();
        await this.purgeWhenDue();
        this.failing = false;
      } catch (error) {
        if (this.stopped) return;
        if (!this.failing) this.logger.warn(`the outbox waits: ${(error as Error).message}`);
        this.failing = true;
      }
      await this.wakeUp.wait(this.settings.outboxPollMs);
    }
  }

  private async relayAll(): Promise<void> {
    while ((await this.relayBatch()) === BATCH);
  }

  /** @returns the number of messages published; 0 also when another relay is at work */
  private async relayBatch(): Promise<number> {
    let failure: Error | undefined;
    const count = await this.dataSource.transaction(async (manager) => {
      const [lock] = await manager.query<{ locked: boolean }[]>(
        'SELECT pg_try_advisory_xact_lock(hashtext($1)) AS locked',
        [this.lock],
      );
      if (!lock?.locked) return 0;
      const waiting = await manager.find(OutboxMessage, {
        where: { publishedAt: IsNull() },
        order: { id: 'ASC' },
        take: BATCH,
      });
      // all at once: the broker stores what one connection publishes in the order in which it was published
      const answers = await Promise.allSettled(waiting.map((message) => this.publish(message)));
      const failed = answers.findIndex(({ status }) => status === 'rejected');
      // those behind a failure go again with it, and the broker drops the ones that it has
      const published = failed < 0 ? waiting : waiting.slice(0, failed);
      if (failed >= 0)
        failure = failureOf(waiting[failed]!, (answers[failed] as PromiseRejectedResult).reason as Error);
      if (published.length > 0) await this.mark(manager, published);
      METRICS.outboxPublished.inc(published.length);
      return published.length;
    });
    if (failure) throw failure;
    return count;
  }

  private async publish({ subject, messageId, headers, payload }: OutboxMessage): Promise<void> {
    const messageHeaders = natsHeaders();
    for (const [name, value] of Object.entries(headers)) messageHeaders.set(name, value);
    await this.link.jetstream.publish(subject, JSON.stringify(payload), {
      msgID: messageId,
      headers: messageHeaders,
      timeout: PUBLISH_TIMEOUT_MS,
    });
  }

  private async mark(manager: EntityManager, published: OutboxMessage[]): Promise<void> {
    await manager.update(
      OutboxMessage,
      { id: In(published.map(({ id }) => id)) },
      { publishedAt: () => 'clock_timestamp()' },
    );
    await this.hook()?.onPublished(manager, published);
  }

  private hook(): OutboxPublishedHook | undefined {
    try {
      return this.modules.get<OutboxPublishedHook>(OUTBOX_PUBLISHED, { strict: false });
    } catch {
      return undefined;
    }
  }

  private async purgeWhenDue(): Promise<void> {
    if (Date.now() < this.nextPurgeAt) return;
    await this.dataSource.query(`DELETE FROM outbox WHERE published_at < now() - $1 * interval '1 millisecond'`, [
      this.settings.outboxRetentionMs,
    ]);
    this.nextPurgeAt = Date.now() + Math.min(PURGE_INTERVAL_MS, this.settings.outboxRetentionMs);
  }
}

function failureOf({ subject, messageId }: OutboxMessage, cause: Error): Error {
  return new Error(`${subject} (${messageId}): ${cause.message}`, { cause });
}
