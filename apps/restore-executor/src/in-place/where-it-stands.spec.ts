import type { StepStatus } from '@app/contracts';
import { planInPlace, stepsFromFreeze } from './in-place-plan';
import { partStanding, type Seen, whereItStands } from './where-it-stands';

const seen = (names: string): Seen => ({
  live: names.includes('L'),
  staging: names.includes('S'),
  replaced: names.includes('R'),
});

describe('partStanding', () => {
  it.each([
    [true, '', 'lost'],
    [true, 'L', 'lost'],
    [true, 'S', 'lost'],
    [true, 'R', 'lost'],
    [true, 'LS', 'before'],
    [true, 'LR', 'after'],
    [true, 'SR', 'between'],
    [true, 'LSR', 'lost'],
    [false, '', 'lost'],
    [false, 'L', 'after'],
    [false, 'S', 'before'],
    [false, 'R', 'lost'],
    [false, 'LS', 'lost'],
    [false, 'LR', 'lost'],
    [false, 'SR', 'between'],
    [false, 'LSR', 'lost'],
  ])('of a part that was live before: %s, with %s, is %s', (had, names, standing) => {
    expect(partStanding(had, seen(names))).toBe(standing);
  });
});

describe('whereItStands', () => {
  const stands = (
    steps: Record<string, StepStatus>,
    [database, filestore]: [string, string],
    strategy: 'swap' | 'drop_first' = 'swap',
  ) => {
    const had = { database: true, filestore: true };
    return whereItStands({
      strategy,
      parts: had,
      had,
      status: (step) => steps[step],
      seen: { database: seen(database), filestore: seen(filestore) },
    });
  };
  const loaded = { load_database: 'done', load_filestore: 'done', prepare: 'done', checks: 'done' } as const;
  const frozen = { ...loaded, freeze: 'running' } as const;

  it.each<[string, Record<string, StepStatus>, [string, string], object]>([
    ['nothing is done', {}, ['L', 'L'], { next: 'build', again: [] }],
    ['the load was cut off', { load_database: 'running' }, ['LS', 'L'], { next: 'build', again: [] }],
    ['all is loaded', loaded, ['LS', 'LS'], { next: 'build', again: [] }],
    ['the loaded files are gone', loaded, ['LS', 'L'], { next: 'build', again: ['load_filestore', 'checks'] }],
    [
      'the loaded database is gone',
      loaded,
      ['L', 'LS'],
      { next: 'build', again: ['load_database', 'prepare', 'checks'] },
    ],
    ['it is frozen', frozen, ['LS', 'LS'], { next: 'go_on', again: [] }],
    ['the database is swapped', { ...frozen, swap_database: 'running' }, ['LR', 'LS'], { next: 'go_on', again: [] }],
    [
      'the files are half swapped',
      { ...frozen, swap_filestore: 'running' },
      ['LR', 'SR'],
      { next: 'go_on', again: [] },
    ],
    ['all is swapped', { ...frozen, unfreeze: 'running' }, ['LR', 'LR'], { next: 'go_on', again: [] }],
    ['a copy is lost after the freeze', frozen, ['L', 'LS'], { next: 'roll_back' }],
    ['a step after the freeze has failed', { ...frozen, swap_database: 'failed' }, ['LS', 'LS'], { next: 'roll_back' }],
    ['the rollback was begun', { ...frozen, rollback_unfreeze: 'running' }, ['LS', 'LS'], { next: 'roll_back' }],
  ])('when %s', (_when, steps, names, standing) => {
    expect(stands(steps, names)).toMatchObject(standing);
  });

  it.each<[string, Record<string, StepStatus>, [string, string], object]>([
    ['is dropped', { freeze: 'done', drop_database: 'done' }, ['', 'L'], { next: 'go_on', again: [] }],
    ['is loaded', { freeze: 'done', ...loaded }, ['S', 'S'], { next: 'go_on', again: [] }],
    [
      'was loaded and is gone',
      { freeze: 'done', ...loaded },
      ['', 'S'],
      { next: 'go_on', again: ['load_database', 'prepare', 'checks'] },
    ],
    [
      'bears its name',
      { freeze: 'done', ...loaded, swap_database: 'running' },
      ['L', 'S'],
      { next: 'go_on', again: [] },
    ],
    ['failed to load', { freeze: 'done', load_database: 'failed' }, ['S', ''], { next: 'roll_back' }],
  ])('with drop_first, when the database %s', (_when, steps, names, standing) => {
    expect(stands(steps, names, 'drop_first')).toMatchObject(standing);
  });
});

describe('the plan of a restore in place', () => {
  const names = (parts: { database: boolean; filestore: boolean }, strategy: 'swap' | 'drop_first') =>
    planInPlace({ strategy, freeze: 'database', parts }).map(({ name }) => name);

  it('loads before it freezes, unless it has to drop first', () => {
    const both = { database: true, filestore: true };
    const swap = names(both, 'swap');
    expect(swap.indexOf('checks')).toBeLessThan(swap.indexOf('freeze'));
    const dropFirst = names(both, 'drop_first');
    expect(dropFirst.indexOf('insurance')).toBeLessThan(dropFirst.indexOf('drop_database'));
    expect(dropFirst.indexOf('drop_database')).toBeLessThan(dropFirst.indexOf('load_database'));
    expect(stepsFromFreeze('swap')).toEqual(['freeze', 'swap_database', 'swap_filestore', 'unfreeze', 'checks_after']);
  });

  it('leaves out what concerns the other part', () => {
    expect(names({ database: true, filestore: false }, 'swap').join()).not.toMatch(/filestore/);
    expect(names({ database: false, filestore: true }, 'swap').join()).not.toMatch(/database|prepare/);
  });
});
