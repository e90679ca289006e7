/**
 * The stream EVENTS as a log that is read along: what is stored from now on, in its order, and what was stored before, by
 * sequence. No consumer is made and nothing is acknowledged, so that a reader needs no right over the consumers of others.
 */
import { Injectable, Logger } from '@nestjs/common';
import { type CloudEvent, STREAMS } from '@app/contracts';
import { readCloudEvent } from './event-catalogue';
import { NatsLink } from './nats-link';

/** The server names the place of what it tells once more. */
const SEQUENCE_HEADER = 'Nats-Sequence';
const EVENT_SUBJECT = /^events\.([^.]+)\.(.+)$/;
const { name: STREAM, toldAs: TOLD } = STREAMS.EVENTS;

export interface StoredEvent {
  sequence: number;
  /** Such as `backup.completed`. */
  name: string;
  organizationId: string;
  event: CloudEvent<unknown>;
}

/** A place of the log. Without an event: something for another reader, or something unreadable. */
export interface LogEntry {
  sequence: number;
  stored?: StoredEvent;
}

export interface LogBounds {
  /** Another one than before: the stream was made anew, and its sequences began again. */
  createdAt: string;
  /** Of the oldest message that is still there; one more than `last` when the stream is empty. */
  first: number;
  last: number;
}

@Injectable()
export class EventLog {
  private readonly logger = new Logger(EventLog.name);

  constructor(private readonly link: NatsLink) {}

  /** Whether it makes sense to ask. */
  get reachable(): boolean {
    return this.link.connected;
  }

  async bounds(): Promise<LogBounds> {
    const { created, state } = await (await this.link.manager()).streams.info(STREAM);
    return { createdAt: created, first: state.first_seq, last: state.last_seq };
  }

  /**
   * The first event at or after a sequence, asked of the leader of the stream, which knows of all of them.
   * @returns undefined: there is none (yet)
   */
  async next(sequence: number, organizationId = '*'): Promise<LogEntry | undefined> {
    const query = { seq: sequence, next_by_subj: `events.${organizationId}.>` };
    const message = await (await this.link.manager()).streams.getMessage(STREAM, query);
    return message === null ? undefined : this.entry(message.seq, message.subject, () => message.json());
  }

  /**
   * Tells each message once it is stored. One that is lost on the way (the connection broke) leaves a gap in the sequences.
   * @returns what ends it
   */
  follow(onEntry: (entry: LogEntry) => void): () => void {
    const subscription = this.link.connection.subscribe(`${TOLD}.>`, {
      callback: (error, message) => {
        const sequence = Number(message.headers?.get(SEQUENCE_HEADER));
        if (error !== null || !(sequence > 0))
          return this.logger.warn(`a stored message is not readable: ${error?.message ?? message.subject}`);
        onEntry(this.entry(sequence, message.subject.slice(TOLD.length + 1), () => message.json()));
      },
    });
    return () => {
      if (!this.link.connection.isClosed()) subscription.unsubscribe();
    };
  }

  private entry(sequence: number, subject: string, payload: () => unknown): LogEntry {
    const [, organizationId, name] = EVENT_SUBJECT.exec(subject) ?? [];
    if (organizationId === undefined || name === undefined) return { sequence };
    try {
      return { sequence, stored: { sequence, name, organizationId, event: readCloudEvent(payload()) } };
    } catch (error) {
      this.logger.warn(`event ${sequence} (${subject}) is passed over: ${(error as Error).message}`);
      return { sequence };
    }
  }
}
