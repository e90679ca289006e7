/**
 * Makes the streams and consumers that the contracts declare, and brings the present ones to what is declared. A
 * change that would lose messages is refused before anything is changed.
 */
import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerInfo,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import {
  type ConsumerDefinition,
  CONSUMERS,
  redeliverySubject,
  type StreamDefinition,
  type StreamName,
  STREAMS,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { destructiveChanges } from './stream-drift';

export interface ProvisionOptions {
  /** Copies of each stream; more than one needs a cluster. Default 1. */
  replicas?: number;
  /** How long a consumer waits for a sign of life: the ACK_WAIT_MS of the services. Default 30 s. */
  ackWaitMs?: number;
  /** Sizes other than the declared ones. */
  maxBytes?: Partial<Record<StreamName, number>>;
}

/** Also jobs that wait for their server count: whatever is put off must not keep back what could run. */
const MAX_ACK_PENDING = 50_000;

/**
 * @param connection of a user with all rights
 * @throws StrongroomError CONFLICT, naming every change that would lose messages
 */
export async function provision(
  connection: NatsConnection,
  { replicas = 1, ackWaitMs = 30_000, maxBytes = {} }: ProvisionOptions = {},
): Promise<void> {
  const manager = await jetstreamManager(connection);
  const streams = Object.values<StreamDefinition>(STREAMS).map((definition) =>
    streamConfig(definition, replicas, maxBytes[definition.name as StreamName] ?? definition.maxBytes),
  );
  const present = await Promise.all(streams.map(({ name }) => streamInfo(manager, name)));
  const refused = streams.flatMap((declared, index) =>
    present[index] ? destructiveChanges(declared, present[index]) : [],
  );
  const consumers = Object.values<ConsumerDefinition>(CONSUMERS);
  const presentConsumers = await Promise.all(
    consumers.map(({ stream, durable }) => consumerInfo(manager, stream, durable)),
  );
  for (const [index, { stream, durable }] of consumers.entries()) {
    const policy = presentConsumers[index]?.config.ack_policy;
    if (policy !== undefined && policy !== AckPolicy.Explicit)
      refused.push(`consumer ${stream}/${durable}: ack_policy is ${policy}, declared is ${AckPolicy.Explicit}`);
  }
  if (refused.length > 0) {
    throw new StrongroomError(
      'CONFLICT',
      `The message streams differ from what is declared, and the change would lose messages: ${refused.join('; ')}`,
      {
        details: { refused },
      },
    );
  }

  for (const [index, declared] of streams.entries()) {
    if (present[index]) await manager.streams.update(declared.name, declared);
    else await manager.streams.add(declared);
  }
  for (const [index, definition] of consumers.entries()) {
    const { stream, durable } = definition;
    if (presentConsumers[index]) await manager.consumers.update(stream, durable, changeable(definition, ackWaitMs));
    else await manager.consumers.add(stream, newConsumer(definition, ackWaitMs));
  }
}

function streamConfig(
  { name, subjects, retention, maxAgeMs, duplicateWindowMs, toldAs }: StreamDefinition,
  replicas: number,
  maxBytes: number,
): StreamConfig & { name: string } {
  return {
    name,
    subjects: [...subjects],
    retention: retention === 'workqueue' ? RetentionPolicy.Workqueue : RetentionPolicy.Limits,
    storage: StorageType.File,
    // a full work queue refuses new jobs, which then wait in the outbox; it never forgets old ones
    discard: retention === 'workqueue' ? DiscardPolicy.New : DiscardPolicy.Old,
    max_age: nanos(maxAgeMs),
    max_bytes: maxBytes,
    duplicate_window: nanos(duplicateWindowMs),
    num_replicas: replicas,
    ...(toldAs === undefined ? {} : { republish: { src: '>', dest: `${toldAs}.>` } }),
  } as StreamConfig & { name: string };
}

/** A consumer of events also gets what is sent once more to it alone. */
export function allFilters({ stream, durable, filterSubjects }: ConsumerDefinition): string[] {
  return stream === 'EVENTS' ? [...filterSubjects, redeliverySubject(durable, '>')] : [...filterSubjects];
}

/** No `backoff` and no `max_deliver`: the delays and the last attempt are decided by the settlement. */
function changeable(definition: ConsumerDefinition, ackWaitMs: number): Partial<ConsumerConfig> {
  const filterSubjects = allFilters(definition);
  const [only, ...more] = filterSubjects;
  return {
    ack_wait: nanos(ackWaitMs),
    max_deliver: -1,
    max_ack_pending: MAX_ACK_PENDING,
    // both are named, because an update keeps what is not
    filter_subject: more.length === 0 ? only : undefined,
    filter_subjects: more.length === 0 ? undefined : filterSubjects,
  };
}

function newConsumer(definition: ConsumerDefinition, ackWaitMs: number): Partial<ConsumerConfig> {
  return {
    durable_name: definition.durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ...changeable(definition, ackWaitMs),
  };
}

async function streamInfo(manager: JetStreamManager, name: string): Promise<StreamInfo | undefined> {
  return manager.streams.info(name).catch((error: unknown) => orMissing(error));
}

async function consumerInfo(
  manager: JetStreamManager,
  stream: string,
  durable: string,
): Promise<ConsumerInfo | undefined> {
  return manager.consumers.info(stream, durable).catch((error: unknown) => orMissing(error));
}

const STREAM_NOT_FOUND = 10059;
const CONSUMER_NOT_FOUND = 10014;
function orMissing(error: unknown): undefined {
  if (error instanceof JetStreamApiError && (error.code === STREAM_NOT_FOUND || error.code === CONSUMER_NOT_FOUND))
    return undefined;
  throw error;
}
