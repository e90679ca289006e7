import { COMMANDS, EVENTS, fixtureOf, RPCS } from '../testing/definitions';
import { eventFilter, eventSubject, subjectMatches as matches, validatePayload } from './message';
import { CONSUMERS, deadLetterSubject, redeliveredSubject, redeliverySubject, SERVICES, STREAMS } from './streams';
import { PROGRESS_FILTER, progressSubject } from './task-messages';

const ORGANIZATION = '0d9f6b1e-3c52-4c7a-9f10-000000000001';
const dead = () =>
  subjects.map(({ stream, subject }) => ({ stream: 'DEAD', subject: deadLetterSubject(stream, subject) }));
const repeated = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index);
const subjects = [
  ...COMMANDS.map(({ stream, subject }) => ({ stream, subject })),
  ...EVENTS.map((event) => ({ stream: event.stream, subject: eventSubject(event, ORGANIZATION) })),
];

describe('the definitions', () => {
  it('are all found', () => {
    expect([COMMANDS.length, EVENTS.length, RPCS.length]).toEqual([9, 72, 31]);
  });

  it('have names of their own', () => {
    expect(repeated([...COMMANDS, ...EVENTS, ...RPCS].map(({ name }) => name))).toEqual([]);
  });

  it('have subjects of their own, of plain tokens', () => {
    const all = [...subjects.map(({ subject }) => subject), ...RPCS.map(({ subject }) => subject)];
    expect(repeated(all)).toEqual([]);
    for (const subject of all) expect(subject).toMatch(/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/);
  });

  it('give each command an id that is the same for the same work and no other', () => {
    const ids = COMMANDS.map((command) =>
      command.id(validatePayload(command.name, command.payload, fixtureOf(command))),
    );
    expect(repeated(ids)).toEqual([]);
    const other = '0d9f6b1e-3c52-4c7a-9f10-000000000099';
    COMMANDS.forEach((command, index) => {
      const fixture = fixtureOf(command);
      const elsewhere = {
        ...fixture,
        ...Object.fromEntries(['backup_id', 'restore_id', 'task_id'].map((id) => [id, other])),
      };
      expect(command.id(fixture)).toBe(ids[index]);
      expect(command.id(elsewhere)).not.toBe(ids[index]);
    });
  });

  it('carry the organization in the subject of every event', () => {
    for (const event of EVENTS) {
      expect(eventSubject(event, ORGANIZATION)).toBe(`events.${ORGANIZATION}.${event.name}`);
      expect(matches(eventFilter(event.name), eventSubject(event, ORGANIZATION))).toBe(true);
    }
    expect(matches(PROGRESS_FILTER, progressSubject({ organization_id: ORGANIZATION, task_id: 'task' }))).toBe(true);
  });

  it('ask rpcs of services that exist', () => {
    for (const { name } of RPCS) expect(SERVICES).toContain(name.split('.')[0]);
  });
});

describe('the streams', () => {
  it('hold each subject once, in the stream that its definition names', () => {
    for (const { stream, subject } of subjects) expect(streamsOf(subject)).toEqual([stream]);
    for (const { stream, subject } of subjects) expect(streamsOf(deadLetterSubject(stream, subject))).toEqual(['DEAD']);
  });
});

describe('an event that is sent once more', () => {
  it('goes to one consumer alone, and is still known by its subject', () => {
    const subject = `events.${ORGANIZATION}.backup.completed`;
    const again = redeliverySubject('notifier', subject);
    expect(streamsOf(again)).toEqual(['EVENTS']);
    expect(matches(redeliverySubject('notifier', '>'), again)).toBe(true);
    for (const { filterSubjects } of Object.values(CONSUMERS))
      expect(filterSubjects.filter((filter) => matches(filter, again))).toEqual([]);
    expect([redeliveredSubject(again), redeliveredSubject(subject)]).toEqual([subject, undefined]);
  });
});

describe('the consumers', () => {
  const consumers = Object.values(CONSUMERS);

  it('have names of their own and belong to a service that exists', () => {
    expect(repeated(consumers.map(({ stream, durable }) => `${stream}/${durable}`))).toEqual([]);
    for (const { service } of consumers) expect(SERVICES).toContain(service);
  });

  it('each have filters that match a defined message of their stream', () => {
    for (const { stream, filterSubjects } of consumers)
      for (const filter of filterSubjects)
        expect(
          [...subjects, ...dead()].filter((defined) => defined.stream === stream && matches(filter, defined.subject)),
        ).not.toEqual([]);
  });

  it('leave no command without exactly one consumer', () => {
    for (const { subject } of COMMANDS)
      expect(
        consumers.filter(({ filterSubjects }) => filterSubjects.some((filter) => matches(filter, subject))),
      ).toHaveLength(1);
  });

  it('of one stream have filters that do not overlap within a consumer', () => {
    for (const { filterSubjects } of consumers)
      for (const { subject } of subjects)
        expect(filterSubjects.filter((filter) => matches(filter, subject)).length).toBeLessThan(2);
  });
});

function streamsOf(subject: string): string[] {
  return Object.values(STREAMS)
    .filter((stream) => stream.subjects.some((pattern) => matches(pattern, subject)))
    .map(({ name }) => name);
}
