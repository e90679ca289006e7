import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ERRORS, type ErrorCode } from '@app/core';
import { describeApi } from '../describe-api';
import { type MediaType, type Response, type Route, routesOf } from './document-parts';

const named = ({ method, path }: Route) => `${method.toUpperCase()} ${path}`;
const examplesOf = ({ example, examples }: MediaType): unknown[] =>
  examples === undefined ? [example] : Object.values(examples).map((each) => (each as { value: unknown }).value);

describe('the OpenAPI document', () => {
  let document: OpenAPIObject;
  let routes: Route[];
  beforeAll(async () => {
    document = JSON.parse(JSON.stringify(await describeApi())) as OpenAPIObject;
    routes = routesOf(document);
  });
  /** Each route that the check finds something wrong with, and what. */
  const faults = (check: (route: Route) => unknown[]) =>
    routes.flatMap((route) => check(route).map((fault) => `${named(route)}: ${JSON.stringify(fault)}`));

  it('is what the OpenAPI specification says', async () => {
    const { valid, errors } = await new Validator({ strict: false }).validate(
      structuredClone(document) as object as Record<string, unknown>,
    );
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    const known = Object.keys(document.components?.schemas ?? {});
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(known).toContain(name);
  });

  it('says of every route what it does, and answers with words', () => {
    expect(routes.length).toBeGreaterThan(60);
    expect(faults(({ operation: { summary } }) => (/^[A-Z][^.]+$/.test(summary ?? '') ? [] : [summary]))).toEqual([]);
    expect(
      faults(({ operation }) =>
        Object.entries(operation.responses).filter(([, response]) => (response as Response).description === ''),
      ),
    ).toEqual([]);
  });

  it('gives every operation a name of its own', () => {
    const names = routes.map(({ operation }) => operation.operationId!);
    expect(names.filter((name) => !/^[a-z]+[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has an example of every JSON body, and the example fits its schema', () => {
    const check = validatorOf(document);
    expect(
      faults(({ method, operation: { requestBody, responses } }) => {
        const bodies = Object.entries(responses).map(([status, response]) => [status, response as Response] as const);
        const contents: [string, Record<string, MediaType>][] = bodies.map(([status, { content = {} }]) => [
          status,
          content,
        ]);
        if (requestBody !== undefined && 'content' in requestBody) contents.push([method, requestBody.content]);
        return contents.flatMap(([where, content]) =>
          Object.entries(content)
            .filter(([type]) => type.endsWith('json'))
            .flatMap(([, media]) => examplesOf(media).flatMap((example) => check(media.schema!, example)))
            .map((fault) => `${where} ${fault}`),
        );
      }),
    ).toEqual([]);
  });

  it('tells the codes of every failure, each with an example, and nothing fails without one', () => {
    const failures = ({ operation }: Route) =>
      Object.entries(operation.responses)
        .filter(([status]) => !status.startsWith('2'))
        .map(([status, response]) => ({ status, content: (response as Response).content ?? {} }));
    expect(
      faults((route) =>
        failures(route).filter(({ status, content }) => {
          const codes = Object.entries(content['application/problem+json']?.examples ?? {});
          const fits = ([code, { value }]: [string, object & { value?: { code: string; status: number } }]) =>
            ERRORS[code as ErrorCode].status === Number(status) && value?.code === code;
          return codes.length === 0 || !codes.every((each) => fits(each as never));
        }),
      ),
    ).toEqual([]);
    const everywhere = ['400', '422', '500', '503'];
    expect(faults((route) => everywhere.filter((status) => !(status in route.operation.responses)))).toEqual([]);
  });
});

/** Checks an example against a schema of the document; a list of what is wrong. */
function validatorOf(document: OpenAPIObject) {
  const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema({ $id: 'api', components: document.components }, 'api');
  const compiled = new Map<string, ValidateFunction>();
  return (schema: object, example: unknown): string[] => {
    const pointed = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as object;
    const key = JSON.stringify(pointed);
    const validate = compiled.get(key) ?? ajv.compile(pointed);
    compiled.set(key, validate);
    if (example === undefined) return ['no example'];
    return validate(example)
      ? []
      : validate.errors!.map(({ instancePath, message }: ErrorObject) => `${instancePath} ${message}`);
  };
}
