/**
 * JSON Schema of the payload classes, from what class-validator knows of them: the description is what is checked. A rule
 * that is not known here is an error, so that none is left out in silence.
 */
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import type { DocComments } from './doc-comments';

export type Schema = Record<string, unknown>;
type PayloadClass = ClassConstructor<object>;
type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const RULES: Record<string, (...constraints: never[]) => Schema> = {
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isString: () => ({ type: 'string' }),
  isIso8601: () => ({ type: 'string', format: 'date-time' }),
  isIn: (values: readonly string[]) => ({ type: 'string', enum: [...values] }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  min: (minimum: number) => ({ minimum }),
  max: (maximum: number) => ({ maximum }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object' }),
  isArray: () => ({ type: 'array' }),
  matches: (form: RegExp) => ({ type: 'string', pattern: form.source }),
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayMaxSize: (maxItems: number) => ({ maxItems }),
};

export class PayloadSchemas {
  /** Every class that was asked for, and those inside it, by their names. */
  readonly schemas: Record<string, Schema> = {};
  private readonly classes = new Map<string, PayloadClass>();

  constructor(private readonly comments: DocComments) {}

  /** A reference to the schema of the class. */
  refTo(type: PayloadClass): Schema {
    const known = this.classes.get(type.name);
    if (known !== undefined && known !== type) throw new Error(`two payload classes are called ${type.name}`);
    if (known === undefined) {
      this.classes.set(type.name, type);
      this.schemas[type.name] = this.schemaOf(type);
    }
    return { $ref: `#/components/schemas/${type.name}` };
  }

  private schemaOf(type: PayloadClass): Schema {
    const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
    const names = [...new Set(rules.map(({ propertyName }) => propertyName))].sort();
    const properties = names.map((name) => [name, rules.filter((rule) => rule.propertyName === name)] as const);
    const required = properties.filter(([, those]) => !those.some(isOptional)).map(([name]) => name);
    return {
      type: 'object',
      ...described(this.comments.ofClass(type)),
      required,
      properties: Object.fromEntries(properties.map(([name, those]) => [name, this.propertyOf(type, name, those)])),
    };
  }

  private propertyOf(type: PayloadClass, property: string, rules: Rule[]): Schema {
    const isList = rules.some(({ name }) => name === 'isArray');
    const ofItems = isList
      ? this.valueOf(
          type,
          property,
          rules.filter(({ each }) => each),
        )
      : undefined;
    const own = this.valueOf(type, property, isList ? rules.filter(({ each }) => !each) : rules);
    const schema = ofItems === undefined ? own : { ...own, items: ofItems };
    return withDescription(rules.some(isOptional) ? orNull(schema) : schema, this.comments.ofProperty(type, property));
  }

  private valueOf(type: PayloadClass, property: string, rules: Rule[]): Schema {
    if (rules.some((rule) => rule.type === 'nestedValidation')) return this.refTo(nestedClass(type, property));
    const parts = rules
      .filter((rule) => !isOptional(rule))
      .map(({ name = '', constraints }) => {
        const schema = RULES[name];
        if (schema === undefined) throw new Error(`${type.name}.${property}: the rule ${name} has no JSON Schema here`);
        return schema(...((constraints ?? []) as never[]));
      });
    return Object.assign({}, ...parts) as Schema;
  }
}

/** May be null or missing: the two are the same to a reader. */
const isOptional = ({ type }: Rule) => type === 'conditionalValidation';

/** What `@Type` says, asked of class-transformer itself. */
function nestedClass(type: PayloadClass, property: string): PayloadClass {
  const instance = plainToInstance(type, { [property]: {} }) as Record<string, object>;
  return instance[property]!.constructor as PayloadClass;
}

function orNull(schema: Schema): Schema {
  if ('$ref' in schema) return { oneOf: [schema, { type: 'null' }] };
  const { type, enum: values } = schema as { type: string; enum?: string[] };
  return { ...schema, type: [type, 'null'], ...(values === undefined ? {} : { enum: [...values, null] }) };
}

/** Beside a `$ref` nothing else is looked at. */
function withDescription(schema: Schema, description: string | undefined): Schema {
  if (description === undefined) return schema;
  return '$ref' in schema ? { allOf: [schema], description } : { ...schema, description };
}

const described = (description: string | undefined): Schema => (description === undefined ? {} : { description });
