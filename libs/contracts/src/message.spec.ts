import { fixtureOf } from '../testing/definitions';
import { BackupAccess, BackupCompleted, BackupFailed, BackupRun } from './index';
import { eventData, toCloudEvent, validatePayload } from './message';

const completed = fixtureOf(BackupCompleted) as unknown as InstanceType<typeof BackupCompleted.payload>;
const origin = {
  service: 'backup-executor',
  organizationId: completed.organization_id,
  subject: `backup/${completed.backup_id}`,
};

describe('validatePayload', () => {
  it('names every violated constraint with its path, in one message', () => {
    const wrong = { ...fixtureOf(BackupRun), backup_type: 'weekly', retention: { type: 'hourly', expires_at: 'soon' } };
    const failure = (() => {
      try {
        return validatePayload('backup.run', BackupRun.payload, wrong);
      } catch (error) {
        return error as Error;
      }
    })();
    expect(failure).toMatchObject({ code: 'MESSAGE_INVALID', kind: 'bug' });
    for (const path of ['backup_type: ', 'retention.type: ', 'retention.expires_at: '])
      expect((failure as Error).message).toContain(path);
  });

  it.each([[null], [undefined], ['text'], [7], [[]], [[fixtureOf(BackupRun)]]])('refuses %j', (raw) => {
    expect(() => validatePayload('backup.run', BackupRun.payload, raw)).toThrow(
      expect.objectContaining({ code: 'MESSAGE_INVALID' }) as Error,
    );
  });

  it('refuses a list where one thing belongs', () => {
    const wrong = { ...fixtureOf(BackupRun), retention: [] };
    expect(() => validatePayload('backup.run', BackupRun.payload, wrong)).toThrow('retention');
  });

  it('refuses an answer that lacks one of its parts', () => {
    expect(() => validatePayload(BackupAccess.name, BackupAccess.answer, {})).toThrow(
      /environment: .*project: .*server: .*storage: /,
    );
  });

  it('gives instances of the payload classes, also inside', () => {
    const payload = validatePayload('backup.run', BackupRun.payload, fixtureOf(BackupRun));
    expect(payload).toBeInstanceOf(BackupRun.payload);
    expect(payload.retention.constructor.name).toBe('RetentionPayload');
  });
});

describe('a CloudEvent', () => {
  const event = toCloudEvent(BackupCompleted, completed, origin);

  it('says what happened to what, where and for whom', () => {
    expect(event).toMatchObject({
      specversion: '1.0',
      source: '/strongroom/backup-executor',
      type: 'strongroom.backup.completed.v1',
      subject: `backup/${completed.backup_id}`,
      datacontenttype: 'application/json',
      organizationid: completed.organization_id,
      data: completed,
    });
    expect(toCloudEvent(BackupCompleted, completed, origin).id).not.toBe(event.id);
  });

  it('leaves out a subject that there is not', () => {
    expect('subject' in toCloudEvent(BackupCompleted, completed, { ...origin, subject: undefined })).toBe(false);
  });

  it('is not made of a payload that its contract refuses', () => {
    expect(() => toCloudEvent(BackupCompleted, { ...completed, key: 7 as never }, origin)).toThrow('key: ');
  });

  it('has data for its own definition and version only', () => {
    expect(eventData(BackupCompleted, event)).toEqual(completed);
    expect(eventData(BackupFailed, event)).toBeUndefined();
    expect(eventData(BackupCompleted, { ...event, type: 'strongroom.backup.completed.v2' })).toBeUndefined();
  });
});
