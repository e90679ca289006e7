import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { StrongroomError } from '@app/core';

/** A request for work on JOBS: exactly one consumer does it. */
export interface CommandDefinition<P extends object> {
  readonly kind: 'command';
  readonly name: string;
  readonly version: number;
  readonly stream: 'JOBS';
  readonly subject: string;
  readonly payload: ClassConstructor<P>;
  /** The id that makes a repeated publish a duplicate. */
  readonly id: (payload: P) => string;
}

/** A fact on EVENTS: anyone may listen. Its subject carries the organization: `events.{organization_id}.{name}`. */
export interface EventDefinition<P extends object> {
  readonly kind: 'event';
  readonly name: string;
  readonly version: number;
  readonly stream: 'EVENTS';
  readonly payload: ClassConstructor<P>;
}

/** A question that needs an answer now, on core NATS. */
export interface RpcDefinition<Q extends object, A extends object> {
  readonly kind: 'rpc';
  readonly name: string;
  readonly subject: string;
  readonly request: ClassConstructor<Q>;
  readonly answer: ClassConstructor<A>;
}

export function defineCommand<P extends object>(
  name: string,
  version: number,
  payload: ClassConstructor<P>,
  id: (payload: P) => string,
): CommandDefinition<P> {
  return { kind: 'command', name, version, stream: 'JOBS', subject: `jobs.${name}`, payload, id };
}

export function defineEvent<P extends object>(
  name: string,
  version: number,
  payload: ClassConstructor<P>,
): EventDefinition<P> {
  return { kind: 'event', name, version, stream: 'EVENTS', payload };
}

export function defineRpc<Q extends object, A extends object>(
  name: string,
  request: ClassConstructor<Q>,
  answer: ClassConstructor<A>,
): RpcDefinition<Q, A> {
  return { kind: 'rpc', name, subject: `rpc.${name}`, request, answer };
}

/** The subject of one event of one organization. */
export function eventSubject(event: EventDefinition<object>, organizationId: string): string {
  return `events.${organizationId}.${event.name}`;
}

/** A filter that matches an event (`backup.completed`), or a family (`backup.>`), of every organization. */
export function eventFilter(nameOrFamily: string): string {
  return `events.*.${nameOrFamily}`;
}

/** Every event of one organization. */
export function eventsOfOrganization(organizationId: string): string {
  return `events.${organizationId}.>`;
}

/** Whether a subject matches a pattern, as NATS has it: `*` is one token, `>` one or more at the end. */
export function subjectMatches(pattern: string, subject: string): boolean {
  const [wanted, given] = [pattern.split('.'), subject.split('.')];
  const matches = (part: string, n: number) => part === '*' || part === given[n];
  if (wanted.at(-1) === '>') return given.length >= wanted.length && wanted.slice(0, -1).every(matches);
  return wanted.length === given.length && wanted.every(matches);
}

/** CloudEvents 1.0, structured mode, JSON. */
export interface CloudEvent<P> {
  specversion: '1.0';
  id: string;
  source: string;
  /** `strongroom.{name}.v{version}` */
  type: string;
  /** The thing that the fact is about: `{kind}/{id}`. */
  subject?: string;
  time: string;
  datacontenttype: 'application/json';
  /** Extension attribute: the organization that the fact belongs to. */
  organizationid: string;
  data: P;
}

export interface EventOrigin {
  /** The service that states the fact, such as `backup-executor`. */
  service: string;
  organizationId: string;
  subject?: string;
  id?: string;
  time?: Date;
}

/** Wraps a validated payload as a CloudEvent. */
export function toCloudEvent<P extends object>(
  event: EventDefinition<P>,
  payload: P,
  origin: EventOrigin,
): CloudEvent<P> {
  return {
    specversion: '1.0',
    id: origin.id ?? randomUUID(),
    source: `/strongroom/${origin.service}`,
    type: `strongroom.${event.name}.v${event.version}`,
    ...(origin.subject === undefined ? {} : { subject: origin.subject }),
    time: (origin.time ?? new Date()).toISOString(),
    datacontenttype: 'application/json',
    organizationid: origin.organizationId,
    data: validatePayload(event.name, event.payload, payload),
  };
}

/** The validated data of an event if it is of this definition. A newer version of the same event is not. */
export function eventData<P extends object>(definition: EventDefinition<P>, event: CloudEvent<unknown>): P | undefined {
  if (event.type !== `strongroom.${definition.name}.v${definition.version}`) return undefined;
  return validatePayload(definition.name, definition.payload, event.data);
}

/**
 * The payload as an instance of its class. Unknown fields are dropped, so that a newer sender may add some.
 * @throws StrongroomError MESSAGE_INVALID with every violated constraint
 */
export function validatePayload<P extends object>(name: string, type: ClassConstructor<P>, raw: unknown): P {
  if (raw === null || typeof raw !== 'object')
    throw new StrongroomError('MESSAGE_INVALID', `${name}: the payload is not an object`);
  const payload = plainToInstance(type, raw);
  const errors = validateSync(payload, { whitelist: true, forbidUnknownValues: true });
  if (errors.length > 0)
    throw new StrongroomError('MESSAGE_INVALID', `${name}: ${describeViolations(errors).join('; ')}`);
  return payload;
}

/** Each violated constraint as `path: what is wrong`. */
export function describeViolations(errors: readonly ValidationError[], path = ''): string[] {
  return errors.flatMap((error) => [
    ...Object.values(error.constraints ?? {}).map((what) => `${path}${error.property}: ${what}`),
    ...describeViolations(error.children ?? [], `${path}${error.property}.`),
  ]);
}
