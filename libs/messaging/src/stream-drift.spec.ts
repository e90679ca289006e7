import { RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { destructiveChanges } from './stream-drift';

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-01-02T00:00:00Z');
const declared = {
  name: 'JOBS',
  subjects: ['jobs.>'],
  retention: RetentionPolicy.Workqueue,
  storage: StorageType.File,
  max_age: nanos(HOUR_MS),
  max_bytes: 1_000,
};
const full = { bytes: 900, messages: 3, first_ts: '2026-01-01T00:00:00Z' };
const empty = { bytes: 0, messages: 0, first_ts: '0001-01-01T00:00:00Z' };

describe('destructiveChanges', () => {
  it.each([
    ['nothing differs', {}, full, undefined],
    ['it grows', { max_bytes: 500, subjects: [], max_age: nanos(HOUR_MS / 2) }, full, undefined],
    ['another retention', { retention: RetentionPolicy.Limits }, empty, 'retention is limits, declared is workqueue'],
    ['another storage', { storage: StorageType.Memory }, empty, 'storage is memory'],
    ['a subject goes', { subjects: ['jobs.>', 'work.>'] }, empty, 'work.>'],
    ['it shrinks below what it holds', { max_bytes: 5_000 }, { ...full, bytes: 1_001 }, 'holds 1001 bytes'],
    ['it shrinks above what it holds', { max_bytes: 5_000 }, full, undefined],
    ['it forgets sooner than its oldest message', { max_age: 0 }, full, 'oldest message is 86400 s old'],
    ['it forgets sooner and is empty', { max_age: 0 }, empty, undefined],
  ])('%s: %j', (_title, config, state, problem) => {
    const problems = destructiveChanges(declared, { config: { ...declared, ...config }, state }, NOW);
    expect(problems.join()).toMatch(problem === undefined ? /^$/ : new RegExp(problem));
  });
});
