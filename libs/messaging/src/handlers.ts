/** The decorators that make a controller's method a consumer of commands or events, or the answerer of a question. */
import { applyDecorators, Catch, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import type { CommandDefinition, ConsumerDefinition, RpcDefinition } from '@app/contracts';

/** The transport that these handlers belong to. */
export const JETSTREAM = Symbol('JETSTREAM');

/** What differs from the service's settings for one consumer. */
export interface ConsumerOptions {
  /**
   * Messages that one process works on at once, beside those of other consumers. Default: commands share MAX_JOBS with
   * all commands of the process, events come one at a time.
   */
  concurrency?: number;
  /** Default: RETRY_DELAYS_MS. */
  retryDelaysMs?: readonly number[];
}

export type HandlerExtras =
  | { kind: 'command'; definition: CommandDefinition<object>; consumer: ConsumerDefinition; options: ConsumerOptions }
  | { kind: 'event'; consumer: ConsumerDefinition; options: ConsumerOptions }
  | { kind: 'dead-letter'; consumer: ConsumerDefinition; options: ConsumerOptions }
  | { kind: 'rpc'; definition: RpcDefinition<object, object> };

/** The method gets `(payload, context: DeliveryContext)`; the payload is validated. */
export function CommandConsumer<P extends object>(
  definition: CommandDefinition<P>,
  consumer: ConsumerDefinition,
  options: ConsumerOptions = {},
): MethodDecorator {
  return onConsumer(consumer, {
    kind: 'command',
    definition: definition as unknown as CommandDefinition<object>,
    consumer,
    options,
  });
}

/** The method gets `(event: CloudEvent<unknown>, context: DeliveryContext)`, one at a time; data of known types is validated. */
export function EventConsumer(consumer: ConsumerDefinition, options: ConsumerOptions = {}): MethodDecorator {
  return onConsumer(consumer, { kind: 'event', consumer, options });
}

/** The method gets `(letter: ReceivedDeadLetter, context: DeliveryContext)`, one at a time, whatever has died. */
export function DeadLetterConsumer(consumer: ConsumerDefinition, options: ConsumerOptions = {}): MethodDecorator {
  return onConsumer(consumer, { kind: 'dead-letter', consumer, options });
}

/** The method gets the validated request and returns the answer; what it throws reaches the asker as a StrongroomError. */
export function RpcHandler<Q extends object, A extends object>(definition: RpcDefinition<Q, A>): MethodDecorator {
  const extras: HandlerExtras = { kind: 'rpc', definition: definition as unknown as RpcDefinition<object, object> };
  return applyDecorators(
    MessagePattern<string>(definition.subject, JETSTREAM, extras),
    parameters(Payload()),
    UseFilters(new PassThroughFilter()),
  );
}

function onConsumer({ stream, durable }: ConsumerDefinition, extras: HandlerExtras): MethodDecorator {
  return applyDecorators(
    // <string> skips Nest's overloads for typed events, which refuse a typed @Ctx()
    // oxlint-disable-next-line typescript/no-unnecessary-type-arguments
    EventPattern<string>(`${stream}/${durable}`, JETSTREAM, extras),
    parameters(Payload(), Ctx()),
    UseFilters(new PassThroughFilter()),
  );
}

/** Declares what the method's parameters are, so that writing @Payload() and @Ctx() is optional. */
function parameters(...decorators: ParameterDecorator[]): MethodDecorator {
  return (target, name) => decorators.forEach((decorate, index) => decorate(target, name, index));
}

/**
 * Hands the error on as it is; Nest would turn it into "Internal server error". It sits at the method, so that no
 * global filter (of the HTTP side of the same process) comes before it.
 */
@Catch()
class PassThroughFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
