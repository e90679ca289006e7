import { Writable } from 'node:stream';
import { pino } from 'pino';
import { StrongroomError } from '@app/core';
import { loggingOptions } from './logging';

describe('the log', () => {
  const logged = (...entry: [object, string?]) => {
    let text = '';
    const sink = new Writable({ write: (chunk, _encoding, done) => ((text += String(chunk)), done()) });
    pino(loggingOptions('gateway', 'info'), sink).info(...entry);
    return { text, line: JSON.parse(text) as Record<string, unknown> };
  };

  it('masks what is named like a secret, however deep', () => {
    const { text, line } = logged({
      password: 'hunter2',
      headers: { Authorization: 'Bearer hunter2' },
      servers: [{ name: 'a', private_key_sealed: 'hunter2', credentials: { accessKeyId: 'hunter2' } }],
      masterKeys: 'hunter2',
      databaseUrl: 'postgres://a:hunter2@b/c',
    });
    expect(text).not.toContain('hunter2');
    expect(line.servers).toEqual([{ name: 'a', private_key_sealed: '***', credentials: '***' }]);
  });

  it('masks secrets in the details of an error, and keeps its code', () => {
    const err = new StrongroomError('SSH_AUTH_FAILED', 'refused', { details: { password: 'hunter2', host: 'a' } });
    const { text, line } = logged({ err });
    expect(text).not.toContain('hunter2');
    expect(line.err).toMatchObject({ code: 'SSH_AUTH_FAILED', details: { host: 'a' } });
  });

  it('says which service speaks, when, and how loud', () => {
    expect(logged({ port: 1 }, 'ready').line).toMatchObject({
      service: 'gateway',
      level: 'info',
      msg: 'ready',
      port: 1,
      time: expect.stringMatching(/Z$/),
    });
  });
});
