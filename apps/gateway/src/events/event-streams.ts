/** All clients of the event stream in this process: what they get, their signs of life, and whether they may still listen. */
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Response } from 'express';
import { StrongroomError } from '@app/core';
import { RecurringWork } from '@app/service';
import { METRICS } from '@app/telemetry';
import { Callers } from '../access/callers';
import { type Caller, reachOf } from '../access/is-allowed';
import { GatewayConfig } from '../config';
import { EventFeed } from './event-feed';
import { EventHistory } from './event-history';
import { EventStream, type StreamRequest } from './event-stream';
import type { StreamEvent } from './stream-event';

@Injectable()
export class EventStreams implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly streams = new Set<EventStream>();
  private readonly rechecks: RecurringWork;
  private heartbeat: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly feed: EventFeed,
    private readonly history: EventHistory,
    private readonly callers: Callers,
    private readonly config: GatewayConfig,
  ) {
    this.rechecks = new RecurringWork(EventStreams.name, config.sseRecheckMs, () => this.recheck());
    feed.listen({
      onEvent: (event) => this.offer(event),
      onReset: () => this.streams.forEach((stream) => stream.reset()),
    });
  }

  onApplicationBootstrap(): void {
    this.heartbeat = setInterval(() => this.streams.forEach((stream) => stream.beat()), this.config.sseHeartbeatMs);
    this.rechecks.start();
  }

  /** Streams end before the rest of the process drains, which would wait for them. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.heartbeat);
    this.streams.forEach((stream) => stream.end());
    await this.rechecks.stop();
  }

  get count(): number {
    return this.streams.size;
  }

  /**
   * Answers the request; the answer ends with the client, its token or this process.
   * @throws StrongroomError TOO_MANY_STREAMS
   */
  open(request: StreamRequest, response: Response): void {
    this.requireRoom(request.caller);
    const { sseMaxBufferBytes: mostBufferedBytes, sseHeartbeatMs: patienceMs } = this.config;
    const limits = { mostBufferedBytes, patienceMs };
    const stream = new EventStream(response, request, this.feed, this.history, limits);
    // a client that comes while the process stops tries again, and finds another one
    if (this.stopped) return stream.end();
    this.streams.add(stream);
    METRICS.sseClients.inc();
    response.on('close', () => {
      this.streams.delete(stream);
      METRICS.sseClients.dec();
    });
    void stream.begin();
  }

  private requireRoom({ userId, userName }: Caller): void {
    const most = this.config.sseMaxStreamsPerCaller;
    const open = [...this.streams].filter(({ caller }) => caller.userId === userId).length;
    if (open >= most) throw new StrongroomError('TOO_MANY_STREAMS', `${userName} has ${open} event streams open here.`);
  }

  /** To all who want it and may see it. */
  offer(event: StreamEvent): void {
    for (const stream of this.streams) stream.offer(event);
  }

  /** One question for all streams: what their tokens may do by now. Without an answer they go on as they are. */
  private async recheck(): Promise<void> {
    if (this.streams.size === 0) return;
    // one that is opened while the question is on its way has just been asked about
    const streams = [...this.streams];
    const callers = await this.callers.again(streams.map(({ caller }) => caller));
    streams.forEach((stream, n) => {
      const caller = callers[n];
      if (caller !== undefined && mayListen(caller)) stream.caller = caller;
      else stream.end();
    });
  }
}

function mayListen(caller: Caller): boolean {
  const reach = reachOf(caller, 'project.tasks.list');
  return reach === 'everywhere' || reach.organizationIds.length + reach.projectIds.length > 0;
}
