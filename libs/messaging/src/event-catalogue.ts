import * as contracts from '@app/contracts';
import { type CloudEvent, type EventDefinition, validatePayload } from '@app/contracts';
import { StrongroomError } from '@app/core';

type AnyEvent = EventDefinition<object>;

const isEvent = (value: unknown): value is AnyEvent =>
  typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'event';

const exported: unknown[] = [
  ...Object.values(contracts),
  ...Object.values(contracts.DIRECTORY_EVENTS).flatMap((family) => Object.values(family)),
];
/** Every event that the contracts define. */
export const EVENTS: readonly AnyEvent[] = exported.filter(isEvent);

/** The same by their CloudEvents type. */
const EVENTS_BY_TYPE: ReadonlyMap<string, AnyEvent> = new Map(
  EVENTS.map((event) => [`strongroom.${event.name}.v${event.version}`, event]),
);

/**
 * The received event with its data validated. Types that this version does not know pass as they are: a newer
 * service may tell more than an older one understands.
 * @throws StrongroomError MESSAGE_INVALID
 */
export function readCloudEvent(raw: unknown): CloudEvent<unknown> {
  const event = raw as Partial<CloudEvent<unknown>> | null;
  if (typeof event !== 'object' || event === null || event.specversion !== '1.0' || typeof event.type !== 'string')
    throw new StrongroomError('MESSAGE_INVALID', 'an event is not a CloudEvent 1.0');
  for (const name of ['id', 'source', 'organizationid'] as const)
    if (typeof event[name] !== 'string')
      throw new StrongroomError('MESSAGE_INVALID', `${event.type}: ${name} is missing`);
  const definition = EVENTS_BY_TYPE.get(event.type);
  const data = definition ? validatePayload(definition.name, definition.payload, event.data) : event.data;
  return { ...(event as CloudEvent<unknown>), data };
}
