import { chooseTool } from './dump-reader';

const found = (...tools: [string, string][]) => tools.map((tool) => `${tool.join('\n')}\n`).join('');

describe('chooseTool', () => {
  it.each<[string, string, number, string | undefined]>([
    ['nothing', '', 15, undefined],
    ['one that is too old', found(['/a', 'pg_restore (PostgreSQL) 13.4']), 15, undefined],
    ['the same version', found(['/a', 'pg_restore (PostgreSQL) 15.4 (Debian 15.4-1)']), 15, '/a'],
    [
      'the nearest of several',
      found(
        ['/usr/bin/pg_restore', 'pg_restore (PostgreSQL) 18.1'],
        ['/a b', 'pg_restore (PostgreSQL) 16.2'],
        ['/c', 'pg_restore (PostgreSQL) 15.0'],
      ),
      16,
      '/a b',
    ],
    [
      'the first of two alike',
      found(['/a', 'pg_restore (PostgreSQL) 17.1'], ['/b', 'pg_restore (PostgreSQL) 17.2']),
      17,
      '/a',
    ],
    ['a beta', found(['/a', 'pg_restore (PostgreSQL) 19beta1']), 18, '/a'],
  ])('takes %s', (_what, text, major, path) => expect(chooseTool(text, major)).toBe(path));
});
