import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type CommandDefinition,
  type EventDefinition,
  eventSubject,
  type ServiceName,
  toCloudEvent,
  validatePayload,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { insertRows } from '@app/database';
import { traceHeaders } from '@app/telemetry';
import { MESSAGE_HEADERS } from './message-headers';
import { OutboxMessage } from './outbox-message.entity';
import { MESSAGING_SERVICE } from './settings';

/** Well below the broker's limit of 1 MiB: a message that it refuses would hold up all behind it. */
const MAX_PAYLOAD_BYTES = 900_000;

/** `subject`: the thing that the fact is about, as `{kind}/{id}`. */
export interface EventOrigin {
  organizationId: string;
  subject?: string;
}

/**
 * Commands and events leave a service only through here, inside the transaction that changes the state they speak
 * of. With the row goes the trace that it was written in, so that whoever works on the message goes on with it. All methods
 * throw StrongroomError MESSAGE_INVALID for a payload that its contract refuses.
 */
@Injectable()
export class Outbox {
  constructor(@Inject(MESSAGING_SERVICE) private readonly service: ServiceName) {}

  command<P extends object>(manager: EntityManager, definition: CommandDefinition<P>, payload: P): Promise<void> {
    return this.commands(manager, definition, [payload]);
  }

  /** Many requests for work of one kind in one statement. */
  async commands<P extends object>(
    manager: EntityManager,
    definition: CommandDefinition<P>,
    payloads: readonly P[],
  ): Promise<void> {
    const { name, subject } = definition;
    const messages = payloads.map((payload) => {
      const valid = validatePayload(name, definition.payload, payload);
      return { messageId: definition.id(valid), subject, payload: valid };
    });
    await this.write(manager, definition, messages);
  }

  event<P extends object>(
    manager: EntityManager,
    definition: EventDefinition<P>,
    payload: P,
    origin: EventOrigin,
  ): Promise<void> {
    return this.events(manager, definition, [{ payload, origin }]);
  }

  /** Many facts of one kind in one statement. */
  async events<P extends object>(
    manager: EntityManager,
    definition: EventDefinition<P>,
    facts: readonly { payload: P; origin: EventOrigin }[],
  ): Promise<void> {
    const messages = facts.map(({ payload, origin }) => {
      const event = toCloudEvent(definition, payload, { ...origin, service: this.service });
      return { messageId: event.id, subject: eventSubject(definition, origin.organizationId), payload: event };
    });
    await this.write(manager, definition, messages);
  }

  /**
   * Sends a message of this or another service once more, as it was. Whoever may settle it twice has to be idempotent.
   * @param message `messageId`: one that the stream has not seen, else it drops the message as a duplicate
   */
  async again(
    manager: EntityManager,
    message: { messageId: string; subject: string; headers: Record<string, string>; payload: object },
  ): Promise<void> {
    await manager.insert(OutboxMessage, message);
  }

  private async write(
    manager: EntityManager,
    { kind, name, version }: { kind: string; name: string; version: number },
    messages: readonly { messageId: string; subject: string; payload: object }[],
  ): Promise<void> {
    if (messages.length === 0) return;
    const headers = {
      [MESSAGE_HEADERS.name]: name,
      [MESSAGE_HEADERS.version]: String(version),
      [MESSAGE_HEADERS.contentType]: kind === 'event' ? 'application/cloudevents+json' : 'application/json',
      ...traceHeaders(),
    };
    const rows = messages.map(({ messageId: message_id, subject, payload }) => {
      requireSendable(name, payload);
      return { message_id, subject, headers, payload };
    });
    await insertRows(manager, 'outbox', rows);
  }
}

function requireSendable(name: string, payload: object): void {
  const sizeBytes = Buffer.byteLength(JSON.stringify(payload));
  if (sizeBytes > MAX_PAYLOAD_BYTES)
    throw new StrongroomError(
      'MESSAGE_INVALID',
      `${name}: ${sizeBytes} bytes are more than a message may have (${MAX_PAYLOAD_BYTES})`,
    );
}
