import { slugOf } from './slug';

describe('slugOf', () => {
  it.each([
    ['Production', 'production'],
    ['E-commerce Platform', 'e-commerce-platform'],
    ['  Zürich & Söhne (2) ', 'zurich-sohne-2'],
    ['日本', 'unnamed'],
    ['a'.repeat(70), 'a'.repeat(63)],
    [`${'a'.repeat(62)} b`, 'a'.repeat(62)],
  ])('makes of %j the slug %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });
});
