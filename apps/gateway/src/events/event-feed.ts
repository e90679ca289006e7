/**
 * What every client of this process gets: each event of EVENTS once, in its order. The broker tells what it has stored; a gap
 * in the sequences (the connection was away, a message could not be worked off) is read from the stream. So nothing here has
 * to succeed at once: what fails is found again at the next look.
 */
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { EventLog, type LogBounds, type LogEntry } from '@app/messaging';
import { RecurringWork } from '@app/service';
import { EventWindow, type WindowEvent } from './event-window';
import { isTold, storedStreamEvent } from './stream-event';
import { TaskPlaces } from './task-places';

/** How long an event that was lost on its way may stay unnoticed. */
const LOOK_MS = 1_000;
const WINDOW_EVENTS = 2_000;
const WINDOW_BYTES = 8 * 1024 * 1024;
/** So many older places are read at the start, for the clients that another gateway has just lost. */
const READ_AT_START = 1_000;
/** More that wait are left to the next look, which reads them from the stream. */
const MOST_WAITING = 1_000;

export interface FeedListener {
  onEvent(event: WindowEvent): unknown;
  /** The stream was made anew, or has forgotten what was not told yet: there is a gap that nothing closes. */
  onReset?(): void;
}

@Injectable()
export class EventFeed implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger(EventFeed.name);
  private readonly window = new EventWindow(WINDOW_EVENTS, WINDOW_BYTES);
  private readonly listeners = new Set<FeedListener>();
  private readonly looking = new RecurringWork('EventFeed', LOOK_MS, () => this.look());
  private begun = () => {};
  private unfollow: (() => void) | undefined;
  private work: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private told = 0;
  private createdAt: string | undefined;

  /** Until it has its place in the stream. */
  readonly started = new Promise<void>((resolve) => (this.begun = resolve));

  constructor(
    private readonly log: EventLog,
    private readonly places: TaskPlaces,
  ) {}

  onApplicationBootstrap(): void {
    this.unfollow = this.log.follow((entry) => this.receive(entry));
    this.looking.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.looking.stop();
  }

  onApplicationShutdown(): void {
    this.unfollow?.();
  }

  /** Everything up to this sequence has been told. */
  get position(): number {
    return this.told;
  }

  listen(listener: FeedListener): void {
    this.listeners.add(listener);
  }

  /** What was told lately; undefined: that lies too far back. */
  recent(after: number, most: number): WindowEvent[] | undefined {
    return this.window.after(after, most);
  }

  /** The event as clients get it; undefined: it is none of theirs. */
  async describe({ stored }: LogEntry): Promise<WindowEvent | undefined> {
    if (stored === undefined || !isTold(stored)) return undefined;
    const { task_id: taskId } = stored.event.data as { task_id?: string };
    return { ...storedStreamEvent(stored, await this.places.of(taskId)), sequence: stored.sequence };
  }

  private receive(entry: LogEntry): void {
    if (this.createdAt === undefined || this.waiting >= MOST_WAITING) return;
    this.waiting++;
    void this.inTurn(() => this.takeIn(entry))
      .catch((error: unknown) => this.logger.debug(`event ${entry.sequence} comes later: ${(error as Error).message}`))
      .finally(() => this.waiting--);
  }

  private async takeIn(entry: LogEntry): Promise<void> {
    if (entry.sequence <= this.told) return;
    await this.fill(entry.sequence - 1);
    await this.tell(entry);
  }

  private async look(): Promise<void> {
    if (!this.log.reachable) return;
    await this.inTurn(async () => this.catchUp(await this.log.bounds()));
  }

  private async catchUp({ createdAt, first, last }: LogBounds): Promise<void> {
    const isNew = createdAt !== this.createdAt || last < this.told;
    if (isNew || first > this.told + 1) {
      const reset = this.createdAt !== undefined;
      this.told = reset ? last : Math.max(first - 1, last - READ_AT_START);
      this.window.beginAfter(this.told);
      this.createdAt = createdAt;
      if (reset) this.listeners.forEach((listener) => listener.onReset?.());
    }
    await this.fill(last);
    this.begun();
  }

  private async fill(upTo: number): Promise<void> {
    while (this.told < upTo) {
      const entry = await this.log.next(this.told + 1);
      if (entry === undefined || entry.sequence > upTo) this.told = upTo;
      else await this.tell(entry);
    }
  }

  private async tell(entry: LogEntry): Promise<void> {
    const event = await this.describe(entry);
    this.told = entry.sequence;
    if (event === undefined) return;
    this.window.add(event);
    for (const listener of this.listeners) listener.onEvent(event);
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.work.then(step);
    this.work = done.catch(() => undefined);
    return done;
  }
}
