import type { JsMsg } from '@nats-io/jetstream';
import { headers as natsHeaders, type MsgHdrs } from '@nats-io/transport-node';
import { type ConsumerDefinition, deadLetterSubject, redeliveredSubject } from '@app/contracts';
import type { StrongroomError } from '@app/core';
import { TRACE_HEADERS } from '@app/telemetry';
import { DEAD_LETTER_HEADERS, MESSAGE_HEADERS, REPLAY_HEADER } from './message-headers';
import type { DeliveryContext } from './delivery-context';

const MAX_HEADER_CHARS = 500;

export interface DeadLetter {
  subject: string;
  headers: MsgHdrs;
  /** The same for every try to bury the same message, so that it is buried once. */
  messageId: string;
}

/** The message as it goes to the dead letters: its own headers without those of NATS, and why it ended. */
export function toDeadLetter(
  message: Pick<JsMsg, 'headers' | 'subject' | 'seq'>,
  consumer: ConsumerDefinition,
  context: DeliveryContext,
  error: StrongroomError,
): DeadLetter {
  const headers = natsHeaders();
  for (const [name, values] of message.headers ?? [])
    if (!name.toLowerCase().startsWith('nats-')) for (const value of values) headers.append(name, value);
  const facts: Record<keyof typeof DEAD_LETTER_HEADERS, string> = {
    code: error.code,
    message: error.message,
    attempt: String(context.attempt),
    subject: message.subject,
    messageId: context.messageId,
    consumer: consumer.durable,
    sequence: String(message.seq),
  };
  for (const [fact, value] of Object.entries(facts))
    headers.set(DEAD_LETTER_HEADERS[fact as keyof typeof facts], headerValue(value));
  return {
    subject: deadLetterSubject(consumer.stream, message.subject),
    headers,
    messageId: `dead-${consumer.stream}-${consumer.durable}-${message.seq}`,
  };
}

/** A dead letter as it comes out of the stream again; of a foreign message whatever can be told. */
export interface ReceivedDeadLetter {
  /** The stream and the consumer that could not settle it, and its place and id there. */
  stream: string;
  consumer: string;
  sequence: number;
  messageId: string;
  /** Where it was published first, also when it was sent once more to one consumer alone. */
  subject: string;
  /** Those that say what the message is, as `MESSAGE_HEADERS` names them, and which trace it belongs to. */
  headers: Record<string, string>;
  /** The message itself, byte for byte. */
  body: Buffer;
  /** Of the last attempt; the code may be one that this version does not know. */
  code: string;
  message: string;
  attempts: number;
  /** Which replay has died; 0: the message as it was sent first. */
  replay: number;
  diedAt: Date;
}

/** Never throws: a letter that cannot be read has no other place to go to. */
export function readDeadLetter(
  message: Pick<JsMsg, 'headers' | 'subject' | 'seq' | 'data' | 'time'>,
): ReceivedDeadLetter {
  const header = (name: string) => message.headers?.get(name) ?? '';
  const [, stream = '', ...rest] = message.subject.split('.');
  const subject = header(DEAD_LETTER_HEADERS.subject) || rest.join('.');
  return {
    stream,
    consumer: header(DEAD_LETTER_HEADERS.consumer),
    sequence: wholeNumber(header(DEAD_LETTER_HEADERS.sequence)) || message.seq,
    messageId: header(DEAD_LETTER_HEADERS.messageId) || `DEAD-${message.seq}`,
    subject: redeliveredSubject(subject) ?? subject,
    headers: Object.fromEntries(
      [...Object.values(MESSAGE_HEADERS), ...TRACE_HEADERS].flatMap((name) =>
        header(name) === '' ? [] : [[name, header(name)]],
      ),
    ),
    body: Buffer.from(message.data),
    code: header(DEAD_LETTER_HEADERS.code) || 'INTERNAL',
    message: header(DEAD_LETTER_HEADERS.message),
    attempts: wholeNumber(header(DEAD_LETTER_HEADERS.attempt)),
    replay: wholeNumber(header(REPLAY_HEADER)),
    diedAt: message.time,
  };
}

function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** A header ends at a line break. */
function headerValue(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .slice(0, MAX_HEADER_CHARS)
    .trim();
}
