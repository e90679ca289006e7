import type { Request } from 'express';

interface Layer {
  route?: { methods: Record<string, boolean> };
  match(path: string): object | false;
}

/** What could be asked for at the path of a request; nothing where no route leads. */
export function allowedMethods({ app, path }: Request): string[] {
  const { stack } = app.router as unknown as { stack: Layer[] };
  const methods = stack.flatMap((layer) =>
    layer.route === undefined || layer.match(path) === false ? [] : Object.keys(layer.route.methods),
  );
  const named = new Set(methods.map((method) => method.toUpperCase()));
  if (named.has('GET')) named.add('HEAD');
  return [...named].sort();
}
