/**
 * One decorator for each kind of field: what the API accepts (class-validator) and what its description says
 * (OpenAPI) cannot drift apart. `optional`: may be left out; `nullable`: may be null as well.
 */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

interface FieldOptions {
  optional?: boolean;
  nullable?: boolean;
  description?: string;
  example?: unknown;
  default?: unknown;
}

function field(options: FieldOptions, schema: ApiPropertyOptions, ...validators: PropertyDecorator[]) {
  const { optional = false, nullable = false, ...documentation } = options;
  const presence = nullable ? [IsOptional()] : optional ? [ValidateIf((_, value) => value !== undefined)] : [];
  return applyDecorators(
    ApiProperty({
      required: !optional,
      ...(nullable ? { nullable } : {}),
      ...documentation,
      ...schema,
    } as ApiPropertyOptions),
    ...validators,
    ...presence,
  );
}

export function Text(
  options: FieldOptions & { max?: number; pattern?: RegExp; patternSays?: string; writeOnly?: boolean } = {},
) {
  const { max = 200, pattern, patternSays, writeOnly, ...rest } = options;
  return field(
    rest,
    {
      type: 'string',
      maxLength: max,
      ...(pattern ? { pattern: pattern.source } : {}),
      ...(writeOnly ? { writeOnly } : {}),
    },
    IsString(),
    MinLength(1),
    MaxLength(max),
    Matches(/^[^\0]*$/, { message: '$property must not hold a NUL character' }),
    ...(pattern ? [Matches(pattern, { message: `$property must be ${patternSays ?? `like ${pattern.source}`}` })] : []),
  );
}

/** Lower-case letters, digits and hyphens, as in a host name. */
export function Slug(options: FieldOptions = {}) {
  return Text({
    max: 63,
    pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    patternSays: 'lower-case letters, digits and inner hyphens',
    ...options,
  });
}

export function Texts(options: FieldOptions = {}) {
  return field(options, { type: 'array', items: { type: 'string' } }, IsArray(), IsString({ each: true }));
}

export function Uuid(options: FieldOptions = {}) {
  return field(options, { type: 'string', format: 'uuid' }, IsUUID());
}

/** Ids, each once. */
export function Uuids(options: FieldOptions & { max?: number } = {}) {
  const { max = 10, ...rest } = options;
  const items = { type: 'string', format: 'uuid' };
  return field(
    rest,
    { type: 'array', items, uniqueItems: true, maxItems: max },
    IsArray(),
    ArrayMaxSize(max),
    ArrayUnique(),
    IsUUID(undefined, { each: true }),
  );
}

export function OneOf(values: readonly string[], options: FieldOptions = {}) {
  return field(options, { type: 'string', enum: [...values] }, IsIn(values));
}

/** Some of the values, each once, and at least one. */
export function Choices(values: readonly string[], options: FieldOptions = {}) {
  return field(
    options,
    { type: 'array', items: { type: 'string', enum: [...values] }, uniqueItems: true, minItems: 1 },
    IsArray(),
    ArrayNotEmpty(),
    ArrayUnique(),
    IsIn(values, { each: true }),
  );
}

export function Whole(options: FieldOptions & { min?: number; max?: number } = {}) {
  const { min = 0, max = Number.MAX_SAFE_INTEGER, ...rest } = options;
  return field(rest, { type: 'integer', minimum: min, maximum: max }, IsInt(), Min(min), Max(max));
}

/** A number that need not be whole; only in answers. */
export function Decimal(options: FieldOptions & { min?: number } = {}) {
  const { min = 0, ...rest } = options;
  return field(rest, { type: 'number', minimum: min }, IsNumber(), Min(min));
}

/** A whole number that arrives as text, in a query. */
export function QueryWhole(options: FieldOptions & { min?: number; max?: number } = {}) {
  return applyDecorators(
    Whole(options),
    Transform(({ value }) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value)),
  );
}

export function Flag(options: FieldOptions = {}) {
  return field(options, { type: 'boolean' }, IsBoolean());
}

/** `true` or `false`, as text, in a query. */
export function QueryFlag(options: FieldOptions = {}) {
  return applyDecorators(
    Flag(options),
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
  );
}

/** A moment, ISO 8601 in UTC. */
export function Moment(options: FieldOptions = {}) {
  return field(options, { type: 'string', format: 'date-time' }, IsISO8601({ strict: true, strictSeparator: true }));
}

/** Moments; only in answers. */
export function Moments(options: FieldOptions = {}) {
  return field(options, { type: 'array', items: { type: 'string', format: 'date-time' } }, IsArray());
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment with its offset that arrives as text in a query; the handler gets a Date. */
export function QueryMoment(options: FieldOptions = {}) {
  return applyDecorators(
    field(
      options,
      { type: 'string', format: 'date-time' },
      IsDate({ message: '$property must be a moment of RFC 3339 such as 2024-12-11T10:30:00Z' }),
    ),
    Transform(({ value }) => momentFromText(value) ?? value),
  );
}

/** The years that both sides know: PostgreSQL has no year 0. */
function momentFromText(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !RFC3339.test(value)) return undefined;
  const moment = new Date(value);
  return moment.getUTCFullYear() >= 1 ? moment : undefined;
}

export function Nested(type: () => new () => object, options: FieldOptions & { list?: boolean } = {}) {
  const { list = false, ...rest } = options;
  // a function is taken for a lazy type by its name, which it gets here
  const validators = [...(list ? [IsArray()] : []), ValidateNested({ each: list }), Type(type)];
  return field(rest, { type: () => type(), isArray: list }, ...validators);
}

/** A JSON object without a schema of its own; only in answers. */
export function AnyObject(options: FieldOptions = {}) {
  return field(options, { type: 'object', additionalProperties: true });
}
