/** Whether an answer is one that the OpenAPI document promises: its status, its type, and its body by the schema. */
import addFormats from 'ajv-formats';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Response } from '../../apps/gateway/src/openapi/document-parts';
import type { FuzzRequest } from './requests';
import type { FuzzAnswer } from './send';

/** The gateway is well, and nobody has taken its database away. */
const NEVER = ['INTERNAL', 'DATABASE_UNAVAILABLE'];
/** What no route is asked for: the path has led elsewhere, the head was refused before, or a body came that no route wants. */
const ASTRAY = [400, 404, 405, 413, 415, 431];

export class Verdict {
  private readonly ajv = addFormats.default(new Ajv2020({ strict: false }));
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(document: OpenAPIObject) {
    this.ajv.addSchema({ $id: 'api', components: document.components }, 'api');
  }

  /** What is wrong with the answer; undefined: nothing. */
  fault({ route }: FuzzRequest, { status, contentType, text }: FuzzAnswer): string | undefined {
    const type = contentType.split(';')[0]!;
    if (status >= 400) {
      if (type !== 'application/problem+json') return `${status} is no problem document but ${contentType}`;
      const { code } = JSON.parse(text) as { code: string };
      if (status === 500 || NEVER.includes(code)) return `${status} ${code}: ${text}`;
    }
    const documented = route.operation.responses[status] as Response | undefined;
    if (documented === undefined) return ASTRAY.includes(status) ? undefined : `${status} is not documented: ${text}`;
    const content = documented.content ?? {};
    if (Object.keys(content).length === 0) return text === '' ? undefined : `${status} has a body: ${text}`;
    const media = content[type];
    if (media === undefined) return `${status} is ${contentType}, not ${Object.keys(content).join(' or ')}`;
    if (!type.endsWith('json')) return undefined;
    const errors = this.errors(media.schema!, JSON.parse(text));
    return errors === undefined ? undefined : `${status} does not fit its schema: ${errors}`;
  }

  private errors(schema: object, value: unknown): string | undefined {
    const key = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/');
    const validate = this.compiled.get(key) ?? this.ajv.compile(JSON.parse(key) as object);
    this.compiled.set(key, validate);
    if (validate(value)) return undefined;
    return (validate.errors ?? [])
      .map(({ instancePath, message }: ErrorObject) => `${instancePath} ${message}`)
      .join(', ');
  }
}
