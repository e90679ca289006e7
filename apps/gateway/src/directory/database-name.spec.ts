import { cloneName, databaseNameFault } from './database-name';

describe('databaseNameFault', () => {
  it.each([
    'prod',
    'acme.planapulse.app',
    'a b',
    `o'brien"; DROP`,
    '$(id)',
    '-rf',
    'ünïcode',
    'new\nline',
    'x'.repeat(63),
  ])('takes %j', (name) => expect(databaseNameFault(name)).toBeUndefined());

  it.each([
    '',
    '.',
    '..',
    'template0',
    'template1',
    'postgres',
    'strongroom_old_0d9f6b1e3c524c7a9f10000000000007',
    'a/b',
    '../etc',
    'a\0b',
    'x'.repeat(64),
    'ü'.repeat(32),
    '\ud800',
  ])('refuses %j', (name) => expect(databaseNameFault(name)).toEqual(expect.any(String)));
});

describe('cloneName', () => {
  const now = new Date('2026-03-04T05:06:07.890Z');

  it('adds the moment to the name', () => {
    expect(cloneName('prod', now)).toBe('prod-clone-20260304050607');
  });

  it('cuts a long name between characters so that 63 bytes suffice', () => {
    const name = cloneName('ü'.repeat(31), now);
    expect(name).toBe(`${'ü'.repeat(21)}-clone-20260304050607`);
    expect(databaseNameFault(name)).toBeUndefined();
  });
});
