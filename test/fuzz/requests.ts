/** Requests made from the OpenAPI document: every route in turn, right, nearly right, and hostile ones. The same seed makes the same. */
import { randomUUID } from 'node:crypto';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type Route, routesOf } from '../../apps/gateway/src/openapi/document-parts';
import type { SeededRandom } from '../chaos/random';
import { chance, type FieldSchema, HOSTILE, type Known, rightValue, spoiled } from './values';

export interface FuzzRequest {
  route: Route;
  method: string;
  /** With its query, as it goes onto the wire. */
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: FieldSchema;
}

const BROKEN_BODIES: readonly (string | Buffer)[] = [
  '',
  '{',
  '[1,',
  'null',
  '"text"',
  '[]',
  '{"a":1}}',
  '\ufeff{}',
  '{"a":1,"a":2}',
  Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  `{"name":"${'x'.repeat(2 * 1024 * 1024)}"}`,
];
const CONTENT_TYPES = [
  'text/plain',
  'application/xml',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  ';;;',
];

export class FuzzRequests {
  private readonly routes: Route[];
  private readonly schemas: Record<string, FieldSchema>;
  /** Grows with what the gateway makes. */
  readonly ids: string[] = [];
  private turn = 0;

  constructor(
    document: OpenAPIObject,
    private readonly random: SeededRandom,
    private readonly token: string,
  ) {
    this.routes = random.shuffled(routesOf(document).filter(({ path }) => path.startsWith('/api/')));
    this.schemas = document.components!.schemas as Record<string, FieldSchema>;
  }

  get routeCount(): number {
    return this.routes.length;
  }

  next(): FuzzRequest {
    const route = this.routes[this.turn++ % this.routes.length]!;
    const parameters = (route.operation.parameters ?? []) as unknown as Parameter[];
    const headers = { ...this.authorization(), ...this.headers(parameters) };
    const body = this.body(route, headers);
    return { route, method: route.method.toUpperCase(), path: this.path(route, parameters), headers, body };
  }

  private get known(): Known {
    return { schemas: this.schemas, ids: this.ids };
  }

  private authorization(): Record<string, string> {
    if (chance(this.random, 0.92)) return { authorization: `Bearer ${this.token}` };
    return this.random.oneOf([
      {},
      ...[
        'Bearer',
        'Bearer x',
        `Basic ${this.token}`,
        `Bearer ${this.token}x`,
        `Bearer ${'e'.repeat(9000)}`,
        'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.',
      ].map((authorization) => ({ authorization })),
    ]);
  }

  private headers(parameters: Parameter[]): Record<string, string> {
    const given = parameters.filter((parameter) => parameter.in === 'header' && chance(this.random, 0.3));
    return Object.fromEntries(
      given.map(({ name }) => [
        name,
        this.random.oneOf([randomUUID(), '0', '1', '-1', '99999999999999999999', 'x'.repeat(300), 'ü', "'", ' ']),
      ]),
    );
  }

  private path(route: Route, parameters: Parameter[]): string {
    const path = route.path.replace(/\{(\w+)\}/g, () => this.pathValue());
    const query = parameters.filter((parameter) => parameter.in === 'query' && chance(this.random, 0.35));
    const pairs = query.flatMap((parameter) => this.queryOf(parameter));
    if (chance(this.random, 0.05)) pairs.push(`unknown=${encoded(this.random.oneOf(HOSTILE))}`);
    return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
  }

  private pathValue(): string {
    if (chance(this.random, 0.75) && this.ids.length > 0) return this.random.oneOf(this.ids);
    return this.random.oneOf([
      randomUUID(),
      'me',
      '%',
      '%ff',
      '%00',
      '..',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      "'%20OR%201=1--",
      '00000000-0000-0000-0000-000000000000',
      'x'.repeat(3000),
      encoded(this.random.oneOf(HOSTILE)).slice(0, 4000),
    ]);
  }

  private queryOf({ name, schema = {} }: Parameter): string[] {
    const right = () => `${name}=${encoded(rightValue(schema, this.known, this.random))}`;
    if (chance(this.random, 0.6)) return [right()];
    return this.random.oneOf([
      [right(), right()],
      [`${name}[]=1`],
      [`${name}[a][b]=1`],
      [`${name}=%`],
      [`${name}=%ff`],
      [name],
      [`${name}=${encoded(this.random.oneOf(HOSTILE)).slice(0, 6000)}`],
    ]);
  }

  /** Adds the headers that go with the body. */
  private body({ operation }: Route, headers: Record<string, string>): Buffer | undefined {
    const { requestBody } = operation;
    if (requestBody === undefined || !('content' in requestBody)) {
      if (chance(this.random, 0.9)) return undefined;
    } else if (chance(this.random, 0.04)) return undefined;
    headers['content-type'] = chance(this.random, 0.93) ? 'application/json' : this.random.oneOf(CONTENT_TYPES);
    if (chance(this.random, 0.03)) headers['content-encoding'] = this.random.oneOf(['gzip', 'br', 'zstd', 'x']);
    if (chance(this.random, 0.08)) return Buffer.from(this.random.oneOf(BROKEN_BODIES));
    const schema =
      requestBody !== undefined && 'content' in requestBody
        ? requestBody.content['application/json']?.schema
        : undefined;
    const right = rightValue(schema ?? {}, this.known, this.random);
    const value = chance(this.random, 0.5) ? right : spoiled(right, this.random);
    return Buffer.from(JSON.stringify(value) ?? '');
  }
}

/** In a query: as text, percent-encoded; half a surrogate pair has no encoding. */
function encoded(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return encodeURIComponent(Buffer.from(text).toString());
}
