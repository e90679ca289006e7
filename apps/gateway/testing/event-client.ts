/** A client of the event stream, as plain as the protocol. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { until } from './test-gateway';

export interface ReceivedEvent {
  event: string;
  /** As the client would send it on: the last id that came, with this event or before it. */
  lastEventId: string | undefined;
  hasId: boolean;
  // oxlint-disable-next-line typescript/no-explicit-any -- what events say is what the specs are about
  data: any;
}

export class EventClient {
  readonly events: ReceivedEvent[] = [];
  heartbeats = 0;
  lastEventId: string | undefined;
  ended = false;
  private rest = '';

  private constructor(
    private readonly asked: ClientRequest,
    readonly answer: IncomingMessage,
  ) {
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => this.take(text));
    answer.on('close', () => (this.ended = true));
    answer.on('error', () => (this.ended = true));
  }

  static connect(url: string, token: string, options: { lastEventId?: string } = {}): Promise<EventClient> {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
    };
    return new Promise((resolve, reject) => {
      const asked = request(url, { headers, agent: false }, (answer) => resolve(new EventClient(asked, answer)));
      asked.on('error', reject);
      asked.end();
    });
  }

  /** Until it has a place to resume from, and so is sure of what comes next. */
  async placed(): Promise<this> {
    await until(async () => this.lastEventId !== undefined);
    return this;
  }

  /** Reads nothing any more; what the system has buffered comes later. */
  stall(): void {
    this.answer.pause();
  }

  close(): void {
    this.asked.destroy();
  }

  named(name: string): ReceivedEvent[] {
    return this.events.filter(({ event }) => event === name);
  }

  private take(text: string): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop()!;
    for (const block of blocks) this.dispatch(block.split('\n'));
  }

  private dispatch(lines: string[]): void {
    if (lines.some((line) => line.startsWith(':'))) this.heartbeats++;
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    this.lastEventId = field('id') ?? this.lastEventId;
    const data = field('data');
    if (data === undefined) return;
    const event = field('event') ?? 'message';
    const hasId = field('id') !== undefined;
    this.events.push({ event, lastEventId: this.lastEventId, hasId, data: JSON.parse(data) });
  }
}
