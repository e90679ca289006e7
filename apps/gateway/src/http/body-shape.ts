/** What no body of a request may be, whatever route it goes to. */

/** Deeper than any route asks for; every walk through a body that comes later is recursive. */
const MOST_DEPTH = 32;
/** Names that every object has by itself: with a value of the caller's under one of them libraries stumble. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Does not recurse, since depth is what it looks for. @returns undefined when nothing is wrong */
export function shapeFault(body: unknown): string | undefined {
  let level: object[] = [body].filter(isNesting);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return `must not be nested deeper than ${MOST_DEPTH}`;
    const name = level.flatMap((each) => Object.keys(each)).find((key) => INHERITED.has(key));
    if (name !== undefined) return `must not have a field named ${name}`;
    const values = level.flatMap((each) => Object.values(each) as unknown[]);
    if (values.some((value) => typeof value === 'string' && LONE_SURROGATE.test(value)))
      return 'must not have half of a surrogate pair in a text';
    level = values.filter(isNesting);
  }
  return undefined;
}

const isNesting = (value: unknown): value is object => typeof value === 'object' && value !== null;
