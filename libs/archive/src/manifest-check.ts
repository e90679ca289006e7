/** Says about parsed JSON what does not have the expected form, with the path of each field. Unknown fields pass. */
export type Check = (value: unknown, path: string) => string[];

const expects =
  (what: string, test: (value: unknown) => boolean): Check =>
  (value, path) =>
    test(value) ? [] : [`${path} is ${value === undefined ? 'missing' : `not ${what}`}`];

export const text = expects('a text', (value) => typeof value === 'string' && value !== '');
export const anyText = expects('a text', (value) => typeof value === 'string');
export const flag = expects('true or false', (value) => typeof value === 'boolean');
export const count = expects(
  'a whole number from 0 on',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);
export const moment = expects('a time', (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)));
export const sha256 = expects('a SHA-256 in hex', (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
export const anyObject = expects('an object', isObject);

export const exactly = (wanted: string | number): Check => expects(JSON.stringify(wanted), (value) => value === wanted);

export const oneOf = (...wanted: string[]): Check =>
  expects(wanted.map((value) => JSON.stringify(value)).join(' or '), (value) => wanted.includes(value as string));

export const orNull =
  (check: Check): Check =>
  (value, path) =>
    value === null ? [] : check(value, path);

/** For fields that older documents do not have. */
export const optional =
  (check: Check): Check =>
  (value, path) =>
    value === undefined ? [] : check(value, path);

export const listOf =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => check(item, `${path}[${index}]`))
      : [`${path} is ${value === undefined ? 'missing' : 'not a list'}`];

export const object =
  (fields: Record<string, Check>): Check =>
  (value, path) =>
    isObject(value)
      ? Object.entries(fields).flatMap(([name, check]) => check(value[name], path === '' ? name : `${path}.${name}`))
      : [`${path || 'the document'} is ${value === undefined ? 'missing' : 'not an object'}`];

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
