import { chooseCompression } from './compression';

describe('chooseCompression', () => {
  it.each([
    ['auto', ['zstd', 'lz4', 'gzip'], { method: 'zstd', level: 1 }],
    ['auto', ['lz4', 'gzip'], { method: 'lz4', level: 1 }],
    ['auto', ['gzip'], { method: 'gzip', level: 1 }],
    ['zstd', ['gzip'], { method: 'gzip', level: 1 }],
    ['zstd:3', ['zstd', 'lz4', 'gzip'], { method: 'zstd', level: 3 }],
    ['lz4', ['zstd', 'lz4', 'gzip'], { method: 'lz4', level: 1 }],
    ['gzip:9', ['zstd', 'lz4', 'gzip'], { method: 'gzip', level: 9 }],
    ['zstd:3', ['gzip'], { method: 'gzip', level: 1 }],
  ] as const)('turns %s with %j into %j', (wanted, offered, chosen) => {
    expect(chooseCompression(wanted, offered)).toEqual(chosen);
  });
});
