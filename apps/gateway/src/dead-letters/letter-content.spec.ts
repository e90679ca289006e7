import { SecretBox } from '@app/secrets';
import { concernedBy, kindOf, messageOf, shownMessage } from './letter-content';

const [organization_id, environment_id, task_id] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
const of = (value: unknown) => Buffer.from(JSON.stringify(value));
const nobody = { organization_id: null, environment_id: null, task_id: null };

describe('the body of a dead letter', () => {
  it.each([
    ['no JSON', Buffer.from('{"half')],
    ['no text', Buffer.from([0, 0xff, 0xfe])],
    ['no object', of([1])],
    ['nothing', of(null)],
  ])('is no message when it is %s', (_, body) => expect(messageOf(body)).toBeUndefined());

  it.each([
    ['a command', { organization_id, environment_id, task_id }, { organization_id, environment_id, task_id }],
    [
      'an event',
      { specversion: '1.0', organizationid: organization_id, data: { organization_id, environment_id, task_id } },
      { organization_id, environment_id, task_id },
    ],
    ['an event without ids in it', { organizationid: organization_id, data: 'x' }, { ...nobody, organization_id }],
    ['something that is no id', { organization_id: "'; DROP", task_id: 7 }, nobody],
    ['something else', {}, nobody],
  ])('says whom it concerns: %s', (_, message, concerned) =>
    expect(concernedBy(messageOf(of(message)))).toEqual(concerned),
  );

  it.each([
    ['jobs.backup.run', 'backup.run'],
    [`events.${organization_id}.backup.completed`, 'backup.completed'],
    ['elsewhere', 'elsewhere'],
  ])('of %s is a %s', (subject, kind) => expect(kindOf(subject)).toBe(kind));

  it('is shown without secrets, however deep and under whatever name', () => {
    const sealed = SecretBox.fromMasterKeys(`k1:${Buffer.alloc(32).toString('base64')}`).seal('hush', 'spec');
    const deep = { a: { b: { c: { d: { e: { f: { g: { h: [sealed, 'fine'] } } } } } } } };
    const shown = shownMessage({ key: 'a/b.zip', private_key_sealed: sealed, password: 'hush', deep });
    expect(JSON.stringify(shown)).not.toContain(sealed);
    expect(JSON.stringify(shown)).not.toContain('hush');
    expect(shown).toMatchObject({ key: 'a/b.zip', private_key_sealed: '***', password: '***' });
    expect(JSON.stringify(shown)).toContain('["***","fine"]');
  });
});
