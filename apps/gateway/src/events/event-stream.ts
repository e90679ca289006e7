/**
 * One client of the event stream. It first gets what it has missed, at the pace at which it reads, then every event as it
 * happens. A client that does not keep up is cut off: it resumes by itself, and nothing piles up here.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Response } from 'express';
import type { Caller } from '../access/is-allowed';
import type { EventFeed } from './event-feed';
import type { EventHistory } from './event-history';
import type { WindowEvent } from './event-window';
import { frameOf, isWanted, maySee, RESET, type StreamEvent, type StreamFilter } from './stream-event';

const HEAD = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};
/** Clients that are cut off together do not come back together. */
const RECONNECT_MS = { least: 1_000, spread: 4_000 };
const RETRY_MS = 1_000;
const WINDOW_BATCH = 100;
const RESET_REASON = 'Events are missing here that are no longer kept: load again what you show.';

const logger = new Logger('EventStream');

export interface StreamRequest {
  caller: Caller;
  filter: StreamFilter;
  /** The last event that the client has; undefined: it wants what happens from now on. */
  resumeAfter?: number;
}

export interface StreamLimits {
  /** So many bytes may wait for a client that is slow. */
  mostBufferedBytes: number;
  /** So long a client may take nothing of what it has missed, or of the end. */
  patienceMs: number;
}

export class EventStream {
  caller: Caller;
  private readonly closed = new AbortController();
  /** Everything up to here was sent, or is not for this client. */
  private position = 0;
  private live = false;

  constructor(
    private readonly response: Response,
    private readonly request: StreamRequest,
    private readonly feed: EventFeed,
    private readonly history: EventHistory,
    private readonly limits: StreamLimits,
  ) {
    this.caller = request.caller;
    response.on('close', () => this.closed.abort());
    // the failure of a socket that is gone anyhow
    response.on('error', () => this.closed.abort());
    response.writeHead(200, HEAD);
    response.write(`retry: ${Math.round(RECONNECT_MS.least + Math.random() * RECONNECT_MS.spread)}\n\n`);
  }

  /** Until the client has caught up; from then on it gets what it is offered. */
  async begin(): Promise<void> {
    await this.feed.started;
    this.position = this.request.resumeAfter ?? this.feed.position;
    while (!this.closed.signal.aborted && !this.live) {
      try {
        await this.catchUp();
      } catch (error) {
        // the broker or the database is away; the client keeps its connection and its place
        logger.debug(`a client waits for what it has missed: ${(error as Error).message}`);
        await sleep(RETRY_MS, undefined, { signal: this.closed.signal }).catch(() => undefined);
      }
    }
  }

  /** Something that happens now. */
  offer(event: StreamEvent): void {
    if (!this.live) return;
    if (event.sequence !== undefined) {
      if (event.sequence <= this.position) return;
      this.position = event.sequence;
    }
    this.send(event);
  }

  /** A sign of life, with the place up to which the client misses nothing, however rare its own events are. */
  beat(): void {
    if (this.live) this.position = Math.max(this.position, this.feed.position);
    this.write(Buffer.from(`: heartbeat\n${this.live ? `id: ${this.position}\n` : ''}\n`));
  }

  /** Tells the client that something is missing for ever; what happens from now on follows. */
  reset(): void {
    const missed = { last_event_id: String(this.position) };
    this.position = this.feed.position;
    this.live = true;
    this.write(frameOf({ id: this.position, event: RESET, data: { ...missed, reason: RESET_REASON } }));
  }

  end(): void {
    this.response.end();
    this.closed.abort();
    // what waits for a client that does not read is not waited for
    setTimeout(() => this.response.destroy(), this.limits.patienceMs).unref();
  }

  private async catchUp(): Promise<void> {
    const recent = this.position > this.feed.position ? undefined : this.feed.recent(this.position, WINDOW_BATCH);
    if (recent === undefined) return this.readHistory();
    await this.sendAll(recent);
    if (this.live) return;
    // no pause between this look and being live: whatever is told after it is offered
    if (this.feed.recent(this.position, 1)?.length === 0) this.goLive();
  }

  private async readHistory(): Promise<void> {
    const batch = await this.history.read(this.position, this.onlyOrganization());
    if (this.live) return;
    if (batch === undefined) return this.reset();
    await this.sendAll(batch.events);
    if (this.live) return;
    this.position = Math.max(this.position, batch.through);
    // another gateway was ahead of this one: what the client has from there is passed over when it is offered
    if (this.position > this.feed.position) this.goLive();
  }

  private async sendAll(events: readonly WindowEvent[]): Promise<void> {
    for (const event of events) {
      if (this.live) return;
      this.send(event);
      this.position = event.sequence;
      if (this.response.writableNeedDrain) await this.drained();
    }
  }

  private goLive(): void {
    this.live = true;
    this.write(frameOf({ id: this.position }));
  }

  private send(event: StreamEvent): void {
    if (isWanted(event, this.request.filter) && maySee(this.caller, event)) this.write(event.frame);
  }

  private write(frame: Buffer): void {
    if (this.closed.signal.aborted) return;
    if (this.response.writableLength > this.limits.mostBufferedBytes) this.cutOff();
    else this.response.write(frame);
  }

  private async drained(): Promise<void> {
    const patience = AbortSignal.timeout(this.limits.patienceMs);
    try {
      await once(this.response, 'drain', { signal: AbortSignal.any([this.closed.signal, patience]) });
    } catch {
      this.cutOff();
    }
  }

  private cutOff(): void {
    this.response.destroy();
    this.closed.abort();
  }

  /** Spares the reading of what others do. */
  private onlyOrganization(): string | undefined {
    const { filter } = this.request;
    if (filter.organizationId !== undefined) return filter.organizationId;
    const organizations = new Set(this.caller.assignments.map((assignment) => assignment.organization_id));
    const [only] = organizations;
    return organizations.size === 1 ? (only ?? undefined) : undefined;
  }
}
