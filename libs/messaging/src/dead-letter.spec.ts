import { headers as natsHeaders } from '@nats-io/transport-node';
import { CONSUMERS, redeliverySubject } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { readDeadLetter, toDeadLetter } from './dead-letter';
import { DeliveryContext } from './delivery-context';
import { MESSAGE_HEADERS, REPLAY_HEADER } from './message-headers';

const SUBJECT = 'events.0d9f6b1e-3c52-4c7a-9f10-000000000001.backup.completed';
const diedAt = new Date('2026-01-01T00:00:00Z');
const refused = new StrongroomError('SSH_AUTH_FAILED', 'refused:\r\nlook at the key\u0000');

function buried(subject: string, headers: Record<string, string> = {}) {
  const own = natsHeaders();
  for (const [name, value] of Object.entries(headers)) own.set(name, value);
  const context = new DeliveryContext('message 1', subject, 'notifier', new AbortController().signal, 4);
  const letter = toDeadLetter({ headers: own, subject, seq: 7 }, CONSUMERS.notifierEvents, context, refused);
  return readDeadLetter({ ...letter, seq: 99, data: Buffer.from('{"half'), time: diedAt });
}

describe('a dead letter', () => {
  it('says after its way through the stream what died, where and why', () => {
    const headers = {
      [MESSAGE_HEADERS.name]: 'backup.completed',
      [REPLAY_HEADER]: '2',
      'Nats-Msg-Id': 'x',
      other: 'y',
    };
    expect(buried(SUBJECT, headers)).toEqual({
      stream: 'EVENTS',
      consumer: 'notifier',
      sequence: 7,
      messageId: 'message 1',
      subject: SUBJECT,
      headers: { [MESSAGE_HEADERS.name]: 'backup.completed' },
      body: Buffer.from('{"half'),
      code: 'SSH_AUTH_FAILED',
      message: 'refused: look at the key',
      attempts: 4,
      replay: 2,
      diedAt,
    });
  });

  it('of an event that was sent once more to one consumer is known by its first subject', () => {
    expect(buried(redeliverySubject('notifier', SUBJECT)).subject).toBe(SUBJECT);
  });

  it('of somebody who knows none of our headers is read as well', () => {
    const foreign = { subject: 'dead.JOBS.jobs.backup.run', seq: 5, data: Buffer.from([0, 255]), time: diedAt };
    expect(readDeadLetter({ ...foreign, headers: undefined })).toMatchObject({
      stream: 'JOBS',
      subject: 'jobs.backup.run',
      consumer: '',
      sequence: 5,
      messageId: 'DEAD-5',
      code: 'INTERNAL',
      attempts: 0,
      replay: 0,
    });
  });
});
