/** Values for the fields of a request: right ones by their schema, and ones that somebody would send who means harm. */
import type { SeededRandom } from '../chaos/random';

/** JSON Schema, as far as the OpenAPI document uses it. */
export interface FieldSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  example?: unknown;
  minimum?: number;
  maximum?: number;
  items?: FieldSchema;
  properties?: Record<string, FieldSchema>;
  required?: string[];
  allOf?: FieldSchema[];
  anyOf?: FieldSchema[];
}

export const HOSTILE: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '💥'.repeat(50),
  '\u202Eevil',
  'Ａ'.repeat(300),
  'A'.repeat(70_000),
  "'; DROP TABLE backups; --",
  '"; cat /etc/passwd #',
  '$(reboot)',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%',
  '{{7*7}}',
  'x\r\nSet-Cookie: a=b',
  'NaN',
  '1e400',
  '9'.repeat(40),
  '00000000-0000-0000-0000-000000000000',
  '{550e8400-e29b-41d4-a716-446655440000}',
  '2024-02-30T25:61:00Z',
  '+275760-09-13T00:00:00.001Z',
  '-000001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2024-W01',
  -1,
  0,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  -0,
  [],
  [[]],
  [null],
  Array.from({ length: 300 }, () => 'x'),
  {},
  { $gt: '' },
  { length: 1e9 },
  { toString: 'x', constructor: { prototype: 1 } },
  JSON.parse('{"__proto__": {"admin": true}}'),
];

export interface Known {
  schemas: Record<string, FieldSchema>;
  /** Ids of things that exist. */
  ids: readonly string[];
}

/** A value that the schema allows, as far as it says. */
export function rightValue(schema: FieldSchema, known: Known, random: SeededRandom): unknown {
  if (schema.$ref !== undefined) return rightValue(known.schemas[schema.$ref.split('/').at(-1)!]!, known, random);
  const inner = schema.allOf?.[0] ?? schema.anyOf?.[0];
  if (inner !== undefined) return rightValue(inner, known, random);
  if (schema.enum !== undefined) return random.oneOf(schema.enum);
  if (schema.format === 'uuid') return random.oneOf(known.ids);
  if (schema.format === 'date-time') return random.oneOf(['2024-12-11T10:30:00Z', '2099-01-01T00:00:00.000Z']);
  switch ([schema.type].flat()[0]) {
    case 'object':
      return rightObject(schema, known, random);
    case 'array':
      return chance(random, 0.2) ? [] : [rightValue(schema.items ?? {}, known, random)];
    case 'boolean':
      return chance(random, 0.5);
    case 'integer':
    case 'number':
      return random.oneOf([schema.minimum ?? 0, schema.maximum ?? 9, schema.example ?? 1]);
    default:
      return chance(random, 0.5) && schema.example !== undefined
        ? schema.example
        : `f${Math.floor(random.between(0, 1e9))}`;
  }
}

function rightObject(schema: FieldSchema, known: Known, random: SeededRandom): Record<string, unknown> {
  const fields = Object.entries(schema.properties ?? {}).filter(
    ([name]) => schema.required?.includes(name) || chance(random, 0.4),
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, rightValue(field, known, random)]));
}

/** The object with one thing wrong: a field hostile, missing, unknown, or there twice over as a list. */
export function spoiled(right: unknown, random: SeededRandom): unknown {
  if (typeof right !== 'object' || right === null || Array.isArray(right)) return random.oneOf(HOSTILE);
  const fields = Object.entries(right as Record<string, unknown>);
  if (fields.length === 0 || chance(random, 0.15))
    return { ...right, [`unknown${fields.length}`]: random.oneOf(HOSTILE) };
  const [name, value] = random.oneOf(fields);
  if (chance(random, 0.15)) return Object.fromEntries(fields.filter(([each]) => each !== name));
  if (chance(random, 0.1)) return { ...right, [name]: [value, value] };
  if (typeof value === 'object' && value !== null && chance(random, 0.5))
    return { ...right, [name]: spoiled(value, random) };
  return { ...right, [name]: random.oneOf(HOSTILE) };
}

export function chance(random: SeededRandom, probability: number): boolean {
  return random.between(0, 1) < probability;
}
