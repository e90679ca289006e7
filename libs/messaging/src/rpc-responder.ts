import { Logger } from '@nestjs/common';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { type RpcDefinition, validatePayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { inSpan, withLogFields } from '@app/telemetry';
import { jsonOf } from './json-of';
import type { NatsLink } from './nats-link';
import { workFields } from './work-fields';
import { errorReply, type RpcReply } from './rpc-wire';

/** Answers one question on core NATS; the replicas of a service share the questions as one queue group. */
export class RpcResponder {
  private readonly logger: Logger;
  private readonly answering = new Set<Promise<void>>();
  private subscription: Subscription | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly definition: RpcDefinition<object, object>,
    private readonly handle: (request: object) => Promise<unknown>,
  ) {
    this.logger = new Logger(`Rpc ${definition.name}`);
  }

  listen(queue: string): void {
    this.subscription = this.link.connection.subscribe(this.definition.subject, {
      queue,
      callback: (error, message) => {
        if (error) return this.logger.error(error.message);
        const answering = this.answer(message).finally(() => this.answering.delete(answering));
        this.answering.add(answering);
      },
    });
  }

  /** Takes no further question, and waits for the answers that are on their way. */
  async stop(): Promise<void> {
    if (!this.link.connection.isClosed()) this.subscription?.unsubscribe();
    await Promise.allSettled(this.answering);
  }

  private async answer(message: Msg): Promise<void> {
    const reply = await this.replyTo(message);
    try {
      message.respond(JSON.stringify(reply));
    } catch (error) {
      this.logger.warn(`an answer was lost: ${(error as Error).message}`);
    }
  }

  private async replyTo(message: Msg): Promise<RpcReply> {
    const { name, request, answer } = this.definition;
    try {
      const question = validatePayload(name, request, jsonOf(message, `${name}: the request`));
      const askedBy = (header: string) => message.headers?.get(header);
      return await inSpan(`answer ${name}`, { kind: 'SERVER', askedBy }, async () =>
        withLogFields({ question: name, ...workFields(question) }, async () => ({
          answer: validatePayload(name, answer, await this.handle(question)),
        })),
      );
    } catch (thrown) {
      if (!(thrown instanceof StrongroomError)) this.logger.error(thrown);
      return errorReply(thrown);
    }
  }
}
