/** The types of the parts of an OpenAPI document that `@nestjs/swagger` keeps to itself. */
import type { OpenAPIObject } from '@nestjs/swagger';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & Record<`x-${string}`, unknown>;
export type Response = Exclude<NonNullable<Operation['responses']['default']>, { $ref: string }>;
export type MediaType = NonNullable<Response['content']>[string];
export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type Schema = Exclude<Schemas[string], { $ref: string }>;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export interface Route {
  method: (typeof METHODS)[number];
  path: string;
  operation: Operation;
}

/** Every operation of the document, in its order. */
export function routesOf(document: OpenAPIObject): Route[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => ({
      method,
      path,
      operation: item[method] as Operation,
    })),
  );
}
