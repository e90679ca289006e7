import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { eventData, eventSubject, validatePayload } from '@app/contracts';
import { EVENTS, fixtureOf } from '../../libs/contracts/testing/definitions';
import { projectFolder } from '../embedded/project-folder';
import { describeEvents } from './asyncapi';
import type { Schema } from './payload-schema';

// oxlint-disable-next-line typescript/no-explicit-any -- a document is what the spec is about
type Part = any;

const document: Part = describeEvents();
const messageOf = ({ name, version }: { name: string; version: number }): Part =>
  document.components.messages[`${name}.v${version}`];
const dataSchemaOf = (event: (typeof EVENTS)[number]): Schema =>
  resolved(messageOf(event).payload.allOf[1].properties.data);

describe('the AsyncAPI document', () => {
  it('has what AsyncAPI 3.0 requires', () => {
    expect(document).toMatchObject({ asyncapi: '3.0.0', info: { title: 'Strongroom', version: expect.any(String) } });
    expect(Object.keys(document)).toEqual(
      expect.arrayContaining(['servers', 'channels', 'operations', 'components', 'defaultContentType']),
    );
    for (const { host, protocol, variables, security } of Object.values<Part>(document.servers)) {
      expect([host, protocol]).toEqual(['{host}', 'nats']);
      expect(Object.keys(variables)).toEqual(['host']);
      for (const scheme of security) expect(resolved(scheme).type).toBe('userPassword');
    }
    for (const parts of Object.values<Part>(document.components))
      for (const name of Object.keys(parts)) expect(name).toMatch(/^[\w.-]+$/);
  });

  it('is AsyncAPI 3.0 by its published schema, as it lies in docs', () => {
    // the schema brings draft 7 along, which Ajv would know twice
    const ajv = new Ajv({ strict: false, meta: false, validateSchema: false });
    addFormats.default(ajv);
    const validate = ajv.compile(specs.schemas['3.0.0']);
    const published: Part = JSON.parse(readFileSync(join(projectFolder(), 'docs/asyncapi.json'), 'utf8'));
    validate(published);
    expect(validate.errors).toBeNull();
    const [operation] = Object.values<Part>(published.operations);
    operation.action = 'shout';
    expect(validate(published)).toBe(false);
  });

  it('refers to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!);
    expect(references.length).toBeGreaterThan(200);
    for (const reference of references)
      expect([reference, resolved({ $ref: reference })]).toEqual([reference, expect.any(Object)]);
  });

  it('tells of every event, and of nothing else', () => {
    const names = EVENTS.map(({ name }) => name).sort();
    expect(Object.keys(document.channels).sort()).toEqual(names);
    expect(Object.keys(document.operations).sort()).toEqual(names);
    expect(Object.keys(document.components.messages)).toHaveLength(names.length);
  });

  it.each(EVENTS.map((event) => [event.name, event] as const))(
    'has a channel that Strongroom sends %s on',
    (name, event) => {
      const channel = document.channels[name];
      expect(channel.address).toBe(eventSubject(event, '{organization_id}'));
      expect(Object.keys(channel.parameters)).toEqual(['organization_id']);
      const { action, channel: sentOn, messages } = document.operations[name];
      expect([action, resolved(sentOn)]).toEqual(['send', channel]);
      for (const { $ref } of messages) {
        expect($ref.startsWith(`${sentOn.$ref}/messages/`)).toBe(true);
        expect(resolved(resolved({ $ref }))).toBe(messageOf(event));
      }
      expect(messageOf(event).summary).toMatch(/\.$/);
    },
  );

  it.each(EVENTS.map((event) => [event.name, event] as const))(
    'has an example of %s that a reader accepts',
    (_name, event) => {
      const [{ payload }] = messageOf(event).examples;
      const { required, properties } = document.components.schemas.CloudEvent;
      expect(Object.keys(payload)).toEqual(expect.arrayContaining(required));
      for (const field of Object.keys(payload)) expect(Object.keys(properties)).toContain(field);
      expect(payload.type).toBe(messageOf(event).payload.allOf[1].properties.type.const);
      expect(payload.type).toBe(messageOf(event).name);
      expect(properties.source.enum).toContain(payload.source);
      expect(payload.subject).toMatch(/^\w+\/[0-9a-f-]{36}$/);
      expect(JSON.parse(JSON.stringify(eventData(event, payload)))).toEqual(fixtureOf(event));
    },
  );

  it.each(EVENTS.map((event) => [event.name, event] as const))(
    'says of each field of %s what is checked',
    (name, event) => {
      const accepts = (data: object): boolean => {
        try {
          return Boolean(validatePayload(name, event.payload, data));
        } catch {
          return false;
        }
      };
      const fixture = fixtureOf(event);
      const { required, properties } = dataSchemaOf(event) as Part;
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(fixture)));
      for (const [field, schema] of Object.entries<Part>(properties)) {
        const { [field]: _removed, ...rest } = fixture;
        const mayBeNull = kindsOf(schema).includes('null');
        expect({ field, may: accepts(rest) }).toEqual({ field, may: !required.includes(field) });
        expect({ field, may: accepts({ ...rest, [field]: null }) }).toEqual({ field, may: mayBeNull });
        for (const wrong of wrongFor(schema))
          expect({ field, wrong, may: accepts({ ...rest, [field]: wrong }) }).toEqual({ field, wrong, may: false });
      }
    },
  );

  it('says what the fields mean, in the words of the contracts', () => {
    const { key, retention } = document.components.schemas.BackupCompletedPayload.properties;
    expect(key).toEqual({ type: 'string', description: 'Key of the ZIP in its storage, or of the dump of a pair.' });
    expect(retention).toEqual({ $ref: '#/components/schemas/RetentionPayload' });
    expect(document.components.messages['backup.verified.v1'].summary).toBe(
      'A verification ended with a verdict, good or bad.',
    );
  });
});

function resolved({ $ref }: Part): Part {
  const path = String($ref).replace('#/', '').split('/');
  return path.reduce((part: Part, name) => part?.[name], document);
}

/** The JSON types that a schema allows. */
function kindsOf(schema: Part): string[] {
  if (schema.$ref !== undefined) return kindsOf(resolved(schema));
  const parts: Part[] = schema.oneOf ?? schema.allOf;
  return parts === undefined ? [schema.type].flat() : parts.flatMap(kindsOf);
}

/** Values that the schema refuses. */
function wrongFor(schema: Part): unknown[] {
  const kinds = kindsOf(schema);
  const kind = kinds.includes('string') ? [1] : ['no such word'];
  const words = schema.enum || schema.format ? ['no such word'] : [];
  const below = schema.minimum === undefined ? [] : [schema.minimum - 1];
  const between = kinds.includes('integer') && schema.minimum !== undefined ? [schema.minimum + 0.5] : [];
  return [...kind, ...words, ...below, ...between];
}
