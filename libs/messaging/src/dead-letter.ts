import type { JsMsg } from '@nats-io/jetstream';
import { headers as natsHeaders, type MsgHdrs } from '@nats-io/transport-node';
import { type ConsumerDefinition, deadLetterSubject } from '@app/contracts';
import type { StrongroomError } from '@app/core';
import { DEAD_LETTER_HEADERS } from './message-headers';
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

/** A header ends at a line break. */
function headerValue(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .slice(0, MAX_HEADER_CHARS)
    .trim();
}
