/** What was sent once can be read for ever: the committed fixtures of every command and event. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS, EVENTS, fixtureOf } from '../testing/definitions';
import { validatePayload } from './message';

const MESSAGES = [...COMMANDS, ...EVENTS].map((definition) => ({ name: definition.name, definition }));
/** Fields that may be null; a sender may then leave them out. All others are required. */
const NULLABLE = new Set([
  'deleted_by',
  'created_by',
  'filestore',
  'attachments',
  'error',
  'name',
  'retention.expires_at',
  'task.status: environment_id',
  'backup_storage_quota',
  'used_percent',
  'verify_after_upload',
  'dump_compression',
  'drill_cron',
  'drill_environment_id',
  'last_good_backup_at',
  'pinned_by',
  'unpinned_by',
  'backup.promoted: expires_at',
  'backup.pinned: reason',
  ...['project_id', 'environment_id', 'task_id'].map((field) => `dead_letter.kept: ${field}`),
  ...['policy.created', 'policy.updated'].flatMap((name) => [
    `${name}: storage_config_id`,
    `${name}: alert_after_hours`,
  ]),
  ...['backup.cancel', 'backup.cancelled'].flatMap((name) => [`${name}: environment_id`, `${name}: backup_id`]),
]);
/** There a null says something else than a missing failure. */
const FAILURES = /\.(failed|retrying|\w+_failed|\w+_retrying)$/;

describe.each(MESSAGES)('$name', ({ name, definition }) => {
  const fixture = fixtureOf(definition);
  const read = (raw: unknown) => JSON.parse(JSON.stringify(validatePayload(name, definition.payload, raw))) as unknown;
  const mayBeMissing = (path: string) =>
    (NULLABLE.has(path) || NULLABLE.has(`${name}: ${path}`)) && !(path === 'error' && FAILURES.test(name));

  it('is read from its fixture, and nothing of it is lost', () => {
    expect(read(fixture)).toEqual(fixture);
  });

  it('drops the fields of a newer sender', () => {
    const newer = Object.fromEntries(
      Object.entries(fixture).map(([field, value]) => [field, isPart(value) ? { ...value, newer: 1 } : value]),
    );
    const kept = read({ ...newer, newer: { deep: true } }) as object;
    expect(kept).toEqual(
      name === 'backup.completed' ? { ...fixture, environment_snapshot: newer.environment_snapshot } : fixture,
    );
  });

  it('is refused when a required field is missing or null', () => {
    for (const field of Object.keys(fixture)) {
      const { [field]: _removed, ...rest } = fixture;
      for (const incomplete of [rest, { ...rest, [field]: null }]) {
        if (mayBeMissing(field)) expect(read(incomplete)).toMatchObject(rest);
        else expect(() => read(incomplete)).toThrow(expect.objectContaining({ code: 'MESSAGE_INVALID' }) as Error);
      }
    }
  });

  it('is refused when a field of a part is missing', () => {
    for (const [field, part] of Object.entries(fixture)) {
      if (!isPart(part) || field === 'environment_snapshot') continue;
      for (const inner of Object.keys(part)) {
        const { [inner]: _removed, ...rest } = part;
        const incomplete = { ...fixture, [field]: rest };
        if (mayBeMissing(`${field}.${inner}`)) expect(read(incomplete)).toMatchObject(incomplete);
        else expect(() => read(incomplete)).toThrow(`${field}.${inner}`);
      }
    }
  });
});

describe('the fixtures', () => {
  it('belong to a message each', () => {
    const files = readdirSync(join(__dirname, '../testing/fixtures/v1')).map((file) => file.replace('.json', ''));
    const known = new Set(MESSAGES.map(({ name }) => name));
    expect(files.filter((name) => !known.has(name))).toEqual([]);
  });
});

function isPart(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
