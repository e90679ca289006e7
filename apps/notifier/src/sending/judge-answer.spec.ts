import { judgeAnswer, retryAfterMs } from './judge-answer';
import { matrixCode, slackCode } from './payloads';

const judged = (status: number, retryAfter: string | null = null) => {
  try {
    judgeAnswer('https://example.com/secret', { status, retryAfter, text: '' });
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the answer to a notice', () => {
  it.each([
    [200, 'taken'],
    [204, 'taken'],
    [302, 'NOTICE_REFUSED'],
    [400, 'NOTICE_REFUSED'],
    [404, 'NOTICE_REFUSED'],
    [408, 'NOTICE_UNDELIVERED'],
    [410, 'NOTICE_REFUSED'],
    [429, 'NOTICE_UNDELIVERED'],
    [500, 'NOTICE_UNDELIVERED'],
    [503, 'NOTICE_UNDELIVERED'],
  ])('%d is %s', (status, code) => {
    expect(judged(status)).toBe(code);
  });

  it.each([
    [null, undefined],
    ['120', 120_000],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 60_000],
    ['999999999', 86_400_000],
  ])('asks with Retry-After %j for %j ms', (header, wait) => {
    expect(retryAfterMs(header, 0)).toBe(wait);
  });

  it('shows codes of the receiver, and no other text', () => {
    expect(['invalid_token', 'No Such Hook', '<html>', ''].map(slackCode)).toEqual([
      'invalid_token',
      undefined,
      undefined,
      undefined,
    ]);
    expect(['{"errcode":"M_FORBIDDEN","error":"x"}', '{"errcode":"no <b>"}', 'x'].map(matrixCode)).toEqual([
      'M_FORBIDDEN',
      undefined,
      undefined,
    ]);
  });
});
