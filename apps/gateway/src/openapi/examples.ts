/**
 * Examples of whole bodies, made from the examples of their fields. A field without an example gets one by its kind: an id, a
 * moment, the first of its values; one that may be null is null, and one that may be left out of a request is.
 */
import type { MediaType, Operation, Response, Schema, Schemas } from './document-parts';

const BY_FORMAT: Record<string, string> = {
  uuid: '550e8400-e29b-41d4-a716-446655440000',
  'date-time': '2024-12-11T10:30:00Z',
};

/** What a body is an example of: in a request, optional fields without an example of their own are left out. */
export type Side = 'request' | 'response';

/** Puts an example beside each JSON body of the operation that has none. */
export function addExamples(operation: Operation, schemas: Schemas): void {
  const { requestBody, responses } = operation;
  if (requestBody !== undefined && 'content' in requestBody) complete(requestBody.content, 'request');
  for (const [status, response] of Object.entries(responses))
    if (status.startsWith('2')) complete((response as Response).content ?? {}, 'response');

  function complete(content: Record<string, MediaType>, side: Side): void {
    for (const [type, media] of Object.entries(content))
      if (type === 'application/json' && media.example === undefined && media.examples === undefined)
        media.example = exampleOf(media.schema as Schema, schemas, side);
  }
}

/** @returns undefined for a text or a number of which nothing is known */
export function exampleOf(schema: Schema | { $ref: string }, schemas: Schemas, side: Side): unknown {
  if ('$ref' in schema) {
    const named = schemas[schema.$ref.split('/').at(-1)!];
    if (named === undefined) throw new Error(`there is no ${schema.$ref}`);
    return exampleOf(named, schemas, side);
  }
  if (schema.example !== undefined) return schema.example as unknown;
  if (schema.default !== undefined) return schema.default as unknown;
  if (allowsNull(schema)) return null;
  const inner = schema.allOf?.[0] ?? schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (inner !== undefined) return exampleOf(inner, schemas, side);
  if (schema.enum !== undefined) return schema.enum[0] as unknown;
  switch (schema.type) {
    case 'object':
      return objectOf(schema, schemas, side);
    case 'array': {
      const item = exampleOf(schema.items ?? {}, schemas, side);
      return item === undefined ? [] : [item];
    }
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    default:
      return BY_FORMAT[schema.format ?? ''];
  }
}

function objectOf(schema: Schema, schemas: Schemas, side: Side): Record<string, unknown> {
  const fields = Object.entries(schema.properties ?? {}).filter(
    ([name, field]) =>
      side === 'response' || schema.required?.includes(name) || ('example' in field && field.example !== undefined),
  );
  return Object.fromEntries(
    fields
      .filter(([, field]) => !(side === 'response' && 'writeOnly' in field && field.writeOnly))
      .map(([name, field]) => [name, exampleOf(field, schemas, side)]),
  );
}

function allowsNull({ type, anyOf = [] }: Schema): boolean {
  const isNull = (each: object) => 'type' in each && each.type === 'null';
  return (Array.isArray(type) && type.includes('null')) || anyOf.some(isNull);
}
