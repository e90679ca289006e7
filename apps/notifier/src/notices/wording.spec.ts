import { momentOf, sizeOf, spanOf } from './wording';

describe('for people', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1024, '1.0 KiB'],
    [147_286_400, '140.5 MiB'],
    [5 * 1024 ** 4, '5.0 TiB'],
  ])('%d bytes are %s', (bytes, text) => expect(sizeOf(bytes)).toBe(text));

  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [999, '1 s'],
    [72_000, '1 min 12 s'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [90_061_000, '1 d 1 h'],
  ])('%d ms are %s', (ms, text) => expect(spanOf(ms)).toBe(text));

  it('a moment has its zone', () => expect(momentOf('2024-12-11T10:30:00.123Z')).toBe('2024-12-11 10:30:00 UTC'));
});
