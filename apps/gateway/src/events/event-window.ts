/** The newest events in memory, for clients that were away shortly. It is bounded by number and by bytes. */
import type { StreamEvent } from './stream-event';

export type WindowEvent = StreamEvent & { sequence: number };

export class EventWindow {
  private readonly events: WindowEvent[] = [];
  private bytes = 0;
  /** Of everything later it has what there is. */
  private floor = Infinity;

  constructor(
    private readonly most: number,
    private readonly mostBytes: number,
  ) {}

  /** Forgets what it has; what is told after this sequence comes in from now on, without a gap. */
  beginAfter(sequence: number): void {
    this.events.length = 0;
    this.bytes = 0;
    this.floor = sequence;
  }

  add(event: WindowEvent): void {
    this.events.push(event);
    this.bytes += event.frame.length;
    while (this.events.length > this.most || this.bytes > this.mostBytes) {
      const oldest = this.events.shift()!;
      this.bytes -= oldest.frame.length;
      this.floor = oldest.sequence;
    }
  }

  /** At most so many events after a sequence, the oldest first; undefined: it does not reach back so far. */
  after(sequence: number, most: number): WindowEvent[] | undefined {
    if (sequence < this.floor) return undefined;
    const before = this.events.findLastIndex((event) => event.sequence <= sequence);
    return this.events.slice(before + 1, before + 1 + most);
  }
}
