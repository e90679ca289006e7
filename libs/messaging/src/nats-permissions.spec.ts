import {
  type ConsumerDefinition,
  CONSUMERS,
  deadLetterSubject,
  eventSubject,
  redeliverySubject,
  SERVICES,
  subjectMatches,
} from '@app/contracts';
import { COMMANDS, EVENTS as DEFINED, RPCS } from '../../contracts/testing/definitions';
import { EVENTS } from './event-catalogue';
import { natsPermissions } from './nats-permissions';

const ORGANIZATION = '0d9f6b1e-3c52-4c7a-9f10-000000000001';
const consumers = Object.values<ConsumerDefinition>(CONSUMERS);
const mayPublish = (subject: string) =>
  SERVICES.filter((service) => natsPermissions(service).publish.some((pattern) => subjectMatches(pattern, subject)));
const maySubscribe = (subject: string) =>
  SERVICES.filter((service) => natsPermissions(service).subscribe.some((pattern) => subjectMatches(pattern, subject)));

describe('the rights of the services', () => {
  it('know every event of the contracts', () => {
    expect(new Set(EVENTS)).toEqual(new Set(DEFINED));
  });

  it.each(EVENTS.map((event) => [event.name, event] as const))('let exactly one of them tell %s', (_name, event) => {
    expect(mayPublish(eventSubject(event, ORGANIZATION))).toHaveLength(1);
  });

  it.each(COMMANDS.map(({ name, subject }) => [name, subject] as const))(
    'let the gateway give the command %s, and whoever does it ask for it once more',
    (_name, subject) => {
      const doers = consumers.filter(({ filterSubjects }) => filterSubjects.includes(subject));
      expect(new Set(mayPublish(subject))).toEqual(new Set(['gateway', ...doers.map(({ service }) => service)]));
    },
  );

  it.each(RPCS.map(({ name, subject }) => [name, subject] as const))(
    'let the one that the question %s names answer it, and somebody else ask it',
    (name, subject) => {
      expect(maySubscribe(subject)).toEqual([name.split('.')[0]]);
      expect(mayPublish(subject).length).toBeGreaterThan(0);
      expect(mayPublish(subject)).not.toContain(name.split('.')[0]);
    },
  );

  it.each(consumers)(
    'let $service alone read the consumer $durable, settle it and bury its dead letters',
    (consumer) => {
      const { stream, durable, service, filterSubjects } = consumer;
      for (const subject of [`CONSUMER.INFO.${stream}.${durable}`, `CONSUMER.MSG.NEXT.${stream}.${durable}`])
        expect(mayPublish(`$JS.API.${subject}`)).toEqual([service]);
      expect(mayPublish(`$JS.ACK.${stream}.${durable}.1.1.1.1.0`)).toEqual([service]);
      if (stream === 'DEAD') return;
      for (const filter of [...filterSubjects, ...(stream === 'EVENTS' ? [redeliverySubject(durable, 'x')] : [])])
        expect(mayPublish(deadLetterSubject(stream, filter.replaceAll(/[*>]/g, 'x')))).toContain(service);
    },
  );

  it('hold the events of no stream open to a plain subscription, nor the words of a new connection', () => {
    for (const event of EVENTS) expect(maySubscribe(eventSubject(event, ORGANIZATION))).toEqual([]);
    for (const { subject } of COMMANDS) expect(maySubscribe(subject)).toEqual([]);
    expect(maySubscribe('$SYS.REQ.USER.AUTH')).toEqual(['gateway']);
    expect(mayPublish('$SYS.REQ.USER.AUTH')).toEqual([]);
  });
});
