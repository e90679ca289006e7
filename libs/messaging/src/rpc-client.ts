import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { headers as natsHeaders, type Msg, RequestError } from '@nats-io/transport-node';
import { type RpcDefinition, validatePayload } from '@app/contracts';
import { type ErrorCode, StrongroomError, toStrongroomError } from '@app/core';
import { inSpan, METRICS, traceHeaders } from '@app/telemetry';
import { jsonOf } from './json-of';
import { NatsLink } from './nats-link';
import { answerOf } from './rpc-wire';

export interface AskOptions {
  /** How long one try waits for an answer. The question is asked again afterwards, so it must bear repetition. */
  timeoutMs?: number;
  /** When to give up asking. */
  deadlineMs?: number;
  /** When to give up while there is nobody at all who could answer; the deadline, unless said otherwise. */
  absentMs?: number;
  signal?: AbortSignal;
}

const PAUSE_MS = 250;

@Injectable()
export class RpcClient {
  constructor(private readonly link: NatsLink) {}

  /**
   * Asks until somebody answers or the deadline (15 s) is over.
   * @throws StrongroomError GATEWAY_UNREACHABLE or EXECUTOR_UNREACHABLE when nobody answers, otherwise what the answerer threw
   */
  async ask<Q extends object, A extends object>(
    definition: RpcDefinition<Q, A>,
    request: Q,
    { timeoutMs = 5_000, deadlineMs = 15_000, absentMs = deadlineMs, signal }: AskOptions = {},
  ): Promise<A> {
    const { name } = definition;
    return inSpan(`ask ${name}`, { kind: 'CLIENT' }, () =>
      timed(name, () => this.askUntil(definition, request, { timeoutMs, deadlineMs, absentMs, signal })),
    );
  }

  /**
   * For what must not be done twice: one question, whose answer may take all of the time. While nobody is there to be asked, it waits for
   * somebody.
   * @throws StrongroomError as `ask` does. `may_have_happened` in the details of an unreachable service says whether somebody was asked and
   * has not answered.
   */
  askOnce<Q extends object, A extends object>(
    definition: RpcDefinition<Q, A>,
    request: Q,
    patienceMs: number,
    absentMs = patienceMs,
  ): Promise<A> {
    return this.ask(definition, request, { timeoutMs: patienceMs, deadlineMs: patienceMs, absentMs });
  }

  private async askUntil<Q extends object, A extends object>(
    definition: RpcDefinition<Q, A>,
    request: Q,
    { timeoutMs, deadlineMs, absentMs, signal }: Required<Omit<AskOptions, 'signal'>> & Pick<AskOptions, 'signal'>,
  ): Promise<A> {
    const { name } = definition;
    const headers = natsHeaders();
    for (const [header, value] of Object.entries(traceHeaders())) headers.set(header, value);
    const question = JSON.stringify(validatePayload(name, definition.request, request));
    const askedAt = Date.now();
    const giveUpAt = askedAt + deadlineMs;
    let mayHaveHappened = false;
    for (;;) {
      signal?.throwIfAborted();
      const remainingMs = giveUpAt - Date.now();
      let reply: Msg;
      try {
        reply = await this.link.connection.request(definition.subject, question, {
          // never too short to be told that nobody is there
          timeout: Math.min(timeoutMs, Math.max(PAUSE_MS, remainingMs)),
          headers,
        });
      } catch (error) {
        const isAbsent = error instanceof RequestError && error.isNoResponders();
        mayHaveHappened ||= !isAbsent;
        const patienceMs = isAbsent ? Math.min(absentMs, deadlineMs) : deadlineMs;
        if (Date.now() + PAUSE_MS >= askedAt + patienceMs)
          throw unreachable(name, patienceMs, error as Error, mayHaveHappened);
        await sleep(PAUSE_MS, undefined, { signal });
        continue;
      }
      return validatePayload(name, definition.answer, answerOf(name, jsonOf(reply, `${name}: the reply`)));
    }
  }
}

async function timed<T>(question: string, ask: () => Promise<T>): Promise<T> {
  const observe = METRICS.rpcDuration.startTimer({ question });
  try {
    const answer = await ask();
    observe({ outcome: 'answered' });
    return answer;
  } catch (error) {
    observe({ outcome: toStrongroomError(error).code });
    throw error;
  }
}

const UNREACHABLE: Readonly<Record<string, ErrorCode>> = {
  gateway: 'GATEWAY_UNREACHABLE',
  scheduler: 'SCHEDULER_UNREACHABLE',
  retention: 'RETENTION_UNREACHABLE',
  notifier: 'NOTIFIER_UNREACHABLE',
};

/** The first part of a question's name is the service that answers it. */
function unreachable(name: string, deadlineMs: number, cause: Error, mayHaveHappened: boolean): StrongroomError {
  const service = name.split('.')[0]!;
  const code = UNREACHABLE[service];
  const who = code ? service : 'executor';
  return new StrongroomError(
    code ?? 'EXECUTOR_UNREACHABLE',
    `No ${who} answered ${name} within ${deadlineMs / 1000} s: ${cause.message}`,
    { cause, details: { may_have_happened: mayHaveHappened } },
  );
}
