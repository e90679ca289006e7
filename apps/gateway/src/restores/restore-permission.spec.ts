import { restorePermission } from './restore-permission';

const clone = { mode: 'clone' as const, neutralize: true, post_restore_sql: [] };

it.each([
  ['a neutralized clone', {}, 'project.backups.restore'],
  ['a clone that acts in the world', { neutralize: false }, 'project.backups.restore_in_place'],
  ['a clone with SQL of its own', { post_restore_sql: ['SELECT 1'] }, 'project.backups.restore_in_place'],
  ['one in place', { mode: 'in_place' as const, neutralize: false }, 'project.backups.restore_in_place'],
])('%s needs its permission', (_, change, permission) =>
  expect(restorePermission({ ...clone, ...change })).toBe(permission),
);
