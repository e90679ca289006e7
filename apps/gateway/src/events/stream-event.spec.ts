import { type CloudEvent, toCloudEvent } from '@app/contracts';
import { EVENTS } from '@app/messaging';
import { fixtureOf } from '../../../../libs/contracts/testing/definitions';
import type { Caller } from '../access/is-allowed';
import type { Role } from '../access/roles';
import { EVENT_TYPES, frameOf, isTold, isWanted, maySee, progressStreamEvent, storedStreamEvent } from './stream-event';

const ORGANIZATION = '0d9f6b1e-3c52-4c7a-9f10-000000000001';
const cloudEvent = (definition: (typeof EVENTS)[number]): CloudEvent<unknown> =>
  toCloudEvent(definition, fixtureOf(definition), {
    service: 'spec',
    organizationId: ORGANIZATION,
    subject: 'task/t',
    time: new Date('2026-01-01T00:00:00Z'),
    id: 'e1',
  });
const told = EVENTS.filter((definition) => isTold({ name: definition.name, event: cloudEvent(definition) }));
const streamed = (definition: (typeof EVENTS)[number], projectId?: string) =>
  storedStreamEvent(
    { sequence: 7, name: definition.name, organizationId: ORGANIZATION, event: cloudEvent(definition) },
    { projectId },
  );
const named = (name: string) => told.find((definition) => definition.name === name)!;
const caller = (role: Role, organization_id: string | null, project_id: string | null = null): Caller => ({
  userId: 'u',
  userName: 'U',
  tokenId: 't',
  signedInBy: 'api_token',
  assignments: [{ role, organization_id, project_id }],
});

describe('an event of the stream', () => {
  it.each(told.map((definition) => [definition.name, definition] as const))(
    'has the fields of %s at the top, its envelope beside them, and its place as id',
    (name, definition) => {
      const data = JSON.parse(JSON.stringify(cloudEvent(definition).data)) as object;
      expect(data).not.toHaveProperty('cloudevent');
      const [id, event, text] = streamed(definition).frame.toString().split('\n');
      expect([id, event]).toEqual(['id: 7', `event: ${name}`]);
      expect(JSON.parse(text!.slice('data: '.length))).toEqual({
        ...data,
        cloudevent: {
          id: 'e1',
          source: '/strongroom/spec',
          type: `strongroom.${name}.v${definition.version}`,
          subject: 'task/t',
          time: '2026-01-01T00:00:00.000Z',
        },
      });
    },
  );

  it('is of a task, a backup, a restore, a policy, retention, a storage, a quota or a dead letter; what happens to the directory is not told', () => {
    expect(new Set(told.map(({ name }) => name.split('.')[0]))).toEqual(
      new Set(['task', 'backup', 'restore', 'policy', 'retention', 'storage', 'quota', 'dead_letter']),
    );
    expect(EVENT_TYPES).toEqual(
      expect.arrayContaining(['task.status', 'task.progress', 'backup.*', 'restore.completed']),
    );
    expect(EVENT_TYPES).not.toContain('environment.deleted');
  });

  it('is one block, whatever its text holds', () => {
    const frame = frameOf({ id: 1, event: 'a', data: { text: 'one\n\ndata: two\r\n' } }).toString();
    expect(frame.split('\n')).toHaveLength(5);
    expect(frame).not.toContain('\r');
  });
});

describe('who gets an event', () => {
  it.each<[string, Caller, string | undefined, boolean]>([
    ['the portal', caller('portal_admin', null), undefined, true],
    ['a member of the organization', caller('org_member', ORGANIZATION), undefined, true],
    ['a member of the organization, of a project', caller('org_member', ORGANIZATION), 'p', true],
    ['a member of another organization', caller('org_owner', 'other'), 'p', false],
    ['a member of the project', caller('project_member', ORGANIZATION, 'p'), 'p', true],
    ['a member of another project', caller('project_admin', ORGANIZATION, 'q'), 'p', false],
    ['a member of a project, of none', caller('project_admin', ORGANIZATION, 'q'), undefined, false],
    ['nobody', { ...caller('org_member', ORGANIZATION), assignments: [] }, 'p', false],
  ])('%s', (_, who, projectId, expected) => {
    for (const name of ['task.status', 'backup.completed', 'restore.failed'])
      expect(maySee(who, streamed(named(name), projectId))).toBe(expected);
  });

  it('is told by the project that the message names, where the task has none', () => {
    const { project_id } = fixtureOf(named('backup.recovered')) as { project_id: string };
    expect(streamed(named('backup.recovered')).scope.projectId).toBe(project_id);
    expect(streamed(named('backup.recovered'), 'p').scope.projectId).toBe('p');
  });

  it.each([
    [{}, true],
    [{ types: ['backup.completed'] }, true],
    [{ types: ['task.status', 'backup.*'] }, true],
    [{ types: ['restore.*'] }, false],
    [{ types: ['backup.complete'] }, false],
    [{ organizationId: ORGANIZATION }, true],
    [{ organizationId: 'other' }, false],
    [{ taskId: 'other' }, false],
    [{ environmentId: 'other' }, false],
    [{ organizationId: ORGANIZATION, types: ['restore.*'] }, false],
  ])('is narrowed by the filter %j', (filter, expected) => {
    expect(isWanted(streamed(named('backup.completed')), filter)).toBe(expected);
  });
});

describe('progress', () => {
  it('has no id, so that it takes no part in resuming', () => {
    const progress = {
      task_id: 't',
      organization_id: ORGANIZATION,
      attempt: 1,
      stage: 'database',
      stages: ['database'],
      bytes: 1,
      total_bytes: null,
      rate_bytes_per_second: 1,
    };
    const { frame, sequence, environmentId } = progressStreamEvent(progress, { projectId: 'p', environmentId: 'e' });
    expect([sequence, environmentId]).toEqual([undefined, 'e']);
    expect(frame.toString()).toBe(
      `event: task.progress\ndata: ${JSON.stringify({ ...progress, environment_id: 'e' })}\n\n`,
    );
  });
});
