/** What the runbooks tell a tired operator to type is what the API takes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { routesOf } from './document-parts';

const DOCS = join(__dirname, '../../../../docs');
const PAGES = readdirSync(join(DOCS, 'runbooks'));
const document = JSON.parse(readFileSync(join(DOCS, 'openapi.json'), 'utf8')) as OpenAPIObject;
const ROUTES = routesOf(document);

interface Schema {
  $ref?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
}
interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
}

const textOf = (page: string) => readFileSync(join(DOCS, 'runbooks', page), 'utf8');
const commandsOf = (page: string) => [...textOf(page).matchAll(/^ *curl .*$/gm)].map(([line]) => line.trim());

/** A name in the path stands for any parameter: `$BACKUP` for `{id}`. */
const shapeOf = (path: string) => path.replaceAll(/\{\w+\}|\$\w+/g, '*');

function routeOf(command: string): { operation: Operation; query: string[] } | undefined {
  const [, path, search = ''] = /\$api(\/[^\s"?]*)(?:\?([^\s"]*))?/.exec(command)!;
  const method = /-X (\w+)/.exec(command)?.[1] ?? (command.includes(" -d '") ? 'POST' : 'GET');
  const found = ROUTES.find(
    (route) => route.method.toUpperCase() === method && shapeOf(route.path) === shapeOf(`/api/v1${path}`),
  );
  const encoded = [...command.matchAll(/--data-urlencode '(\w+)=/g)].map(([, name]) => name!);
  const query = [...new URLSearchParams(search).keys(), ...encoded];
  return found && { operation: found.operation as unknown as Operation, query };
}

/** The fields of a body that its schema does not have. */
function strangersIn(value: unknown, schema: Schema | undefined): string[] {
  const named = schema?.$ref ? (document.components!.schemas![schema.$ref.split('/').at(-1)!] as Schema) : schema;
  if (Array.isArray(value)) return value.flatMap((item) => strangersIn(item, named?.items));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = named?.properties?.[name];
    return field ? strangersIn(inner, field) : [name];
  });
}

describe('the runbook', () => {
  it.each(PAGES)('%s speaks of routes and fields that there are', (page) => {
    for (const command of commandsOf(page)) {
      const { operation, query } = routeOf(command) ?? {};
      expect([command, operation]).toEqual([command, expect.any(Object)]);
      const known = (operation!.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
      expect([command, query!.filter((name) => !known.includes(name))]).toEqual([command, []]);
      const body = / -d '(.*)'/.exec(command)?.[1];
      const schema = operation!.requestBody?.content['application/json'].schema;
      expect([command, body ? strangersIn(JSON.parse(body), schema) : []]).toEqual([command, []]);
    }
  });

  it('has commands to be checked', () => {
    expect(PAGES.flatMap(commandsOf).length).toBeGreaterThan(20);
  });

  it.each(PAGES)('%s links to pages that there are', (page) => {
    const links = [...textOf(page).matchAll(/\]\(([\w./-]+)\)/g)].map(([, link]) => link!);
    for (const link of links) expect(() => readFileSync(join(DOCS, 'runbooks', link))).not.toThrow();
  });

  it('that ROLLBACK_FAILED names is there', () => {
    expect(PAGES).toContain('when-a-rollback-fails.md');
  });
});
