import { runInNewContext } from 'node:vm';
import { StrongroomError, toStrongroomError } from './strongroom-error';

describe('a StrongroomError', () => {
  it('takes kind and remedy from its code', () => {
    const error = new StrongroomError('SSH_AUTH_FAILED', 'refused', { details: { host: 'vm1' } });
    expect(error).toMatchObject({ kind: 'operator', retryable: false, details: { host: 'vm1' } });
    expect(error.remedy).toContain('authorized_keys');
  });

  it('may be narrowed by who throws it', () => {
    expect(new StrongroomError('COMMAND_FAILED', 'no such option', { kind: 'operator' }).retryable).toBe(false);
  });

  it('crosses a process boundary unchanged, a narrowed kind included', () => {
    const error = new StrongroomError('COMMAND_FAILED', 'no such option', {
      kind: 'operator',
      details: { exit_code: 2 },
      cause: new Error('stays here'),
    });
    const report = JSON.parse(JSON.stringify(error.toReport())) as ReturnType<StrongroomError['toReport']>;
    expect(StrongroomError.fromReport(report).toReport()).toEqual(error.toReport());
    expect(JSON.stringify(report)).not.toContain('stays here');
  });
});

describe('toStrongroomError', () => {
  const known = new StrongroomError('LEASE_LOST', 'taken over');

  it('leaves a StrongroomError as it is', () => {
    expect(toStrongroomError(known)).toBe(known);
  });

  it('finds the reason of an abort', () => {
    expect(toStrongroomError(new DOMException('aborted', { name: 'AbortError', cause: known }))).toBe(known);
    expect(toStrongroomError(Object.assign(new Error('aborted', { cause: known }), { name: 'AbortError' }))).toBe(
      known,
    );
  });

  it('keeps an unknown failure with its message and its cause, and lets it be tried again', () => {
    const failure = new TypeError('x is not a function');
    expect(toStrongroomError(failure)).toMatchObject({
      code: 'INTERNAL',
      message: 'x is not a function',
      retryable: true,
      cause: failure,
    });
  });

  it.each([
    [
      'getaddrinfo ENOTFOUND in postgres://scheduler:p4ss/w0rd@db:5432/strongroom',
      'scheduler:p4ss',
      'postgres://***@db',
    ],
    ['nats://user:secret@one:4222,nats://user:secret@two:4222 refused', 'secret', 'nats://***@two:4222 refused'],
    ['GET https://token:@host/path: 404', 'token', 'https://***@host/path: 404'],
  ])('tells of “%s” without the password', (message, secret, kept) => {
    const { message: told } = toStrongroomError(new Error(message));
    expect(told).not.toContain(secret);
    expect(told).toContain(kept);
  });

  it.each(['https://host:8080/a?b=c', 'ssh deploy@host: refused', 'http://[::1]:80/'])(
    'leaves “%s” as it is',
    (text) => {
      expect(toStrongroomError(text).message).toBe(text);
    },
  );

  it('does not tell endlessly', () => {
    expect(toStrongroomError(new Error('x'.repeat(1_000_000))).message).toHaveLength(2_000);
  });

  it('knows the errors of another realm', () => {
    expect(toStrongroomError(runInNewContext(`new Error('from afar')`)).message).toBe('from afar');
  });

  it.each([['a string'], [42], [undefined], [null]])('makes an error of %p', (thrown) => {
    expect(toStrongroomError(thrown)).toMatchObject({ code: 'INTERNAL', message: String(thrown) });
  });
});
