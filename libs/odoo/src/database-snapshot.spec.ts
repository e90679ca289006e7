import { unescapeCopyText } from './database-snapshot';

describe('text that COPY has written', () => {
  it.each([
    ['ab/abcdef', 'ab/abcdef'],
    ['a\\tb\\nc\\\\d', 'a\tb\nc\\d'],
    ['\\\\n', '\\n'],
    ['\\b\\f\\r\\v\\x', '\b\f\r\vx'],
  ])('%j means %j', (written, meant) => {
    expect(unescapeCopyText(written)).toBe(meant);
  });
});
