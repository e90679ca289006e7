import { Injectable } from '@nestjs/common';
import { EventLog } from '@app/messaging';
import { EventFeed } from './event-feed';
import type { WindowEvent } from './event-window';

const BATCH_EVENTS = 100;
const BATCH_BYTES = 256 * 1024;

export interface HistoryBatch {
  events: WindowEvent[];
  /** The batch has everything after the place it was asked for, up to here. */
  through: number;
}

/** What lies in the stream already, for a client that was away for longer. It reads a bounded batch at a time, and keeps nothing. */
@Injectable()
export class EventHistory {
  constructor(
    private readonly log: EventLog,
    private readonly feed: EventFeed,
  ) {}

  /**
   * @param organizationId the only one whose events matter; undefined: all
   * @returns undefined: the stream no longer has, or never had, what follows the place
   */
  async read(after: number, organizationId?: string): Promise<HistoryBatch | undefined> {
    const upTo = this.feed.position;
    const { first, last } = await this.log.bounds();
    if (after + 1 < first || after > last) return undefined;
    const events: WindowEvent[] = [];
    let through = after;
    let bytes = 0;
    while (through < upTo && events.length < BATCH_EVENTS && bytes < BATCH_BYTES) {
      const entry = await this.log.next(through + 1, organizationId);
      if (entry === undefined || entry.sequence > upTo) return { events, through: upTo };
      const event = await this.feed.describe(entry);
      if (event !== undefined) events.push(event);
      bytes += event?.frame.length ?? 0;
      through = entry.sequence;
    }
    return { events, through };
  }
}
