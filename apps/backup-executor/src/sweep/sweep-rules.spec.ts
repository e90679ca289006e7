import type { JobStatus } from '@app/executor';
import { judgeUnfinished, judgeUnlisted, readKey, type SweptBackupJob } from './sweep-rules';

const HOUR_MS = 3_600_000;
const ages = { minAgeMs: HOUR_MS, foreignAgeMs: 24 * HOUR_MS };
const HERE = 'here';
const jobs = (statuses: string): SweptBackupJob[] =>
  statuses
    .split(' ')
    .filter(Boolean)
    .map((entry) => {
      const [status, storage_config_id = HERE] = entry.split('@');
      return { status: status as JobStatus, payload: { storage_config_id } };
    });

describe('an unfinished write', () => {
  it.each([
    // jobs, hours, removed
    ['', 23, false],
    ['', 25, true],
    ['running', 100, false],
    ['waiting', 100, false],
    ['failed running', 100, false],
    ['failed', 0.5, false],
    ['failed', 2, true],
    ['cancelled', 2, true],
    ['completed', 2, true],
    ['completed failed', 2, true],
  ])('of the jobs "%s" after %d h: removed %s', (statuses, hours, remove) =>
    expect(judgeUnfinished(jobs(statuses), hours * HOUR_MS, ages).remove).toBe(remove),
  );
});

describe('a ZIP without its manifest', () => {
  it.each([
    ['', 1000, false],
    ['failed@elsewhere', 1000, false],
    ['running', 1000, false],
    ['failed running@elsewhere', 1000, false],
    ['completed', 1000, false],
    ['completed failed', 1000, false],
    ['failed', 0.5, false],
    ['failed', 2, true],
    ['cancelled', 2, true],
    ['completed@elsewhere failed', 2, true],
  ])('of the jobs "%s" after %d h: removed %s', (statuses, hours, remove) =>
    expect(judgeUnlisted(jobs(statuses), hours * HOUR_MS, HERE, ages).remove).toBe(remove),
  );

  it('is known or not by the jobs of its storage', () => {
    expect(judgeUnlisted(jobs('failed@elsewhere'), 0, HERE, ages)).toEqual({ remove: false, known: false });
    expect(judgeUnlisted(jobs('running'), 0, HERE, ages)).toEqual({ remove: false, known: true });
  });
});

describe('a key', () => {
  const id = '0d9f6b1e-3c52-4c7a-9f10-000000000001';
  const folder = 'organizations/o/projects/p/environments/e';
  it.each([
    [`${folder}/${id}.zip`, { backupId: id, isArchive: true }],
    [`${folder}/${id}.manifest.json`, { backupId: id, isArchive: false }],
    [`${folder}/notes.zip`, undefined],
    [`${folder}/below/${id}.zip`, undefined],
    [`elsewhere/${id}.zip`, undefined],
  ])('%s says whose it is', (key, expected) => expect(readKey(key)).toEqual(expected));
});
