/** The AsyncAPI document: every event with its subject, its envelope, the schema of its data and an example. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contracts from '@app/contracts';
import {
  type EventDefinition,
  eventsOfOrganization,
  eventSubject,
  SERVICES,
  STREAMS,
  subjectMatches,
  toCloudEvent,
  validatePayload,
} from '@app/contracts';
import { EVENTS, natsPermissions } from '@app/messaging';
import { projectFolder } from '../embedded/project-folder';
import { DocComments } from './doc-comments';
import { PayloadSchemas, type Schema } from './payload-schema';

type AnyEvent = EventDefinition<object>;

const CONTRACTS = 'libs/contracts';
const ORGANIZATION = '{organization_id}';
const DAY_MS = 86_400_000;
/** Of the examples, so that the document stays the same. */
const EXAMPLE_ID = '7d4c1f0a-95a1-4e0e-8a51-000000000001';
const EXAMPLE_TIME = new Date('2024-12-11T10:35:23.000Z');

export function describeEvents(): Schema {
  const comments = new DocComments(join(projectFolder(), CONTRACTS, 'src'));
  const payloads = new PayloadSchemas(comments);
  const events = [...EVENTS].sort((a, b) => a.name.localeCompare(b.name));
  const byName = (value: (event: AnyEvent) => Schema) =>
    Object.fromEntries(events.map((event) => [event.name, value(event)]));
  const messages = Object.fromEntries(
    events.map((event) => [messageId(event), messageOf(event, payloads, summaryOf(event, comments))]),
  );
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Strongroom',
      version: '1',
      description:
        'What Strongroom tells of the backups, restores, tasks and things of an organization, as CloudEvents 1.0 on NATS. ' +
        `A subscriber sees its own organization only: \`${eventsOfOrganization(ORGANIZATION)}\`. Within a version of an event fields are only ` +
        'added and lists of words only grow; the version is part of the type. docs/events.md tells how to listen.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      nats: {
        host: '{host}',
        protocol: 'nats',
        description: 'The address that the API answers with when it makes the credential.',
        variables: { host: { default: '127.0.0.1:4222', description: 'Host and port' } },
        security: [{ $ref: '#/components/securitySchemes/eventCredentials' }],
      },
    },
    channels: byName((event) => ({
      address: eventSubject(event, ORGANIZATION),
      title: event.name,
      messages: { [messageId(event)]: { $ref: `#/components/messages/${messageId(event)}` } },
      parameters: { organization_id: { $ref: '#/components/parameters/organization_id' } },
    })),
    operations: byName((event) => ({
      action: 'send',
      channel: { $ref: `#/channels/${event.name}` },
      messages: [{ $ref: `#/channels/${event.name}/messages/${messageId(event)}` }],
    })),
    components: {
      messages,
      schemas: { CloudEvent: ENVELOPE, ...sorted(payloads.schemas) },
      parameters: { organization_id: { description: 'Id of the organization' } },
      securitySchemes: {
        eventCredentials: {
          type: 'userPassword',
          description:
            'Made by `POST /api/v1/organizations/{id}/event-credentials`. They subscribe to the events of their organization, and do nothing else.',
        },
      },
    },
  };
}

const ENVELOPE: Schema = {
  type: 'object',
  description: `CloudEvents 1.0, structured mode. Kept for ${STREAMS.EVENTS.maxAgeMs / DAY_MS} days inside Strongroom.`,
  required: ['specversion', 'id', 'source', 'type', 'time', 'datacontenttype', 'organizationid', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', format: 'uuid', description: 'The same when the event is sent once more.' },
    source: { type: 'string', enum: SERVICES.map(sourceOf), description: 'The service that states the fact.' },
    type: { type: 'string', description: '`strongroom.{name}.v{version}`' },
    subject: { type: 'string', description: 'The thing that the fact is about: `{kind}/{id}`.' },
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    organizationid: { type: 'string', format: 'uuid' },
    data: { type: 'object' },
  },
};

function messageOf(event: AnyEvent, payloads: PayloadSchemas, summary: string | undefined): Schema {
  return {
    name: typeOf(event),
    title: `${event.name}, version ${event.version}`,
    ...(summary === undefined ? {} : { summary }),
    contentType: 'application/cloudevents+json',
    payload: {
      allOf: [
        { $ref: '#/components/schemas/CloudEvent' },
        {
          type: 'object',
          properties: { type: { const: typeOf(event) }, data: payloads.refTo(event.payload) },
        },
      ],
    },
    examples: [{ name: event.name, payload: exampleOf(event) }],
  };
}

/** What a released version has sent, as the contracts keep it. */
function exampleOf(event: AnyEvent): object {
  const file = join(projectFolder(), CONTRACTS, 'testing/fixtures', `v${event.version}`, `${event.name}.json`);
  const data = validatePayload(event.name, event.payload, JSON.parse(readFileSync(file, 'utf8')));
  const fields = data as unknown as Record<string, string>;
  const [kind = ''] = event.name.split('.');
  const id = fields[`${kind}_id`] ?? fields['id'];
  const otherwise = ['storage_config', 'task', 'organization'].find((thing) => fields[`${thing}_id`] !== undefined)!;
  const origin = {
    service: tellerOf(event),
    organizationId: fields['organization_id']!,
    subject: id === undefined ? `${otherwise}/${fields[`${otherwise}_id`]}` : `${kind}/${id}`,
    id: EXAMPLE_ID,
    time: EXAMPLE_TIME,
  };
  return toCloudEvent(event, data, origin);
}

/** The service whose rights let it tell the event. */
function tellerOf(event: AnyEvent): string {
  const subject = eventSubject(event, 'organization');
  return SERVICES.find((service) => natsPermissions(service).publish.some((right) => subjectMatches(right, subject)))!;
}

/** The comment at the definition; the events of the directory share theirs. */
function summaryOf(event: AnyEvent, comments: DocComments): string | undefined {
  const [constant] = Object.entries(contracts).find(([, value]) => value === event) ?? ['DIRECTORY_EVENTS'];
  return comments.of(constant);
}

function sourceOf(service: string): string {
  return `/strongroom/${service}`;
}

const typeOf = ({ name, version }: AnyEvent) => `strongroom.${name}.v${version}`;
const messageId = ({ name, version }: AnyEvent) => `${name}.v${version}`;
const sorted = (schemas: Record<string, Schema>) =>
  Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => a.localeCompare(b)));
