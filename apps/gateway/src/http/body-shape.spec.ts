import { shapeFault } from './body-shape';

const nested = (depth: number): unknown => JSON.parse(`${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`);

describe('the shape of a body', () => {
  it.each([[undefined], [null], ['text'], [7], [{}], [{ a: [1, { b: null }] }], [nested(32)]])(
    'may be case %#',
    (body) => expect(shapeFault(body)).toBeUndefined(),
  );

  it.each([
    [nested(34), 'nested deeper than 32'],
    [nested(200_000), 'nested deeper than 32'],
    [JSON.parse('{"a":[{"__proto__":{"admin":true}}]}'), 'named __proto__'],
    [{ name: { constructor: { prototype: 1 } } }, 'named constructor'],
    [JSON.parse('{"toString":"x"}'), 'named toString'],
    [{ a: ['\ud800'] }, 'surrogate'],
  ])('is refused in case %#', (body, fault) => expect(shapeFault(body)).toContain(fault));
});
