import { StrongroomError } from '@app/core';
import { isUnclear, translateS3Error } from './s3-errors';

const answer = (name: string, httpStatusCode: number, message = 'words') =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode, requestId: 'request-1' } });
const broken = (code: string, message = 'words') => Object.assign(new Error(message), { code });

describe('translateS3Error', () => {
  it.each([
    [answer('SignatureDoesNotMatch', 403), 'STORAGE_AUTH_FAILED', 'operator'],
    [answer('InvalidAccessKeyId', 403), 'STORAGE_AUTH_FAILED', 'operator'],
    [answer('403', 403), 'STORAGE_AUTH_FAILED', 'operator'],
    [answer('AccessDenied', 403, 'Transaction cap exceeded'), 'STORAGE_FULL', 'operator'],
    [answer('QuotaExceeded', 403), 'STORAGE_FULL', 'operator'],
    [answer('Unknown', 507), 'STORAGE_FULL', 'operator'],
    [answer('NoSuchBucket', 404), 'STORAGE_BUCKET_NOT_FOUND', 'operator'],
    [answer('NoSuchKey', 404), 'OBJECT_NOT_FOUND', 'operator'],
    [answer('NotFound', 404), 'OBJECT_NOT_FOUND', 'operator'],
    [answer('PermanentRedirect', 301), 'STORAGE_CONFIG_INVALID', 'operator'],
    [answer('SlowDown', 503), 'STORAGE_FAILED', 'transient'],
    [answer('NoSuchUpload', 404), 'STORAGE_FAILED', 'transient'],
    [broken('ECONNREFUSED'), 'STORAGE_UNREACHABLE', 'transient'],
    [broken('EAI_AGAIN'), 'STORAGE_UNREACHABLE', 'transient'],
    [broken('DEPTH_ZERO_SELF_SIGNED_CERT'), 'STORAGE_CERTIFICATE_UNTRUSTED', 'operator'],
    [broken('ERR_TLS_CERT_ALTNAME_INVALID'), 'STORAGE_CERTIFICATE_UNTRUSTED', 'operator'],
    [Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), 'STORAGE_UNREACHABLE', 'transient'],
    [Object.assign(new Error('x'), { name: 'TimeoutError' }), 'STORAGE_UNREACHABLE', 'transient'],
    [new Error('AWS SDK error wrapper for Error: connect ECONNREFUSED'), 'STORAGE_UNREACHABLE', 'transient'],
    [new Error('something else'), 'STORAGE_FAILED', 'transient'],
    [undefined, 'STORAGE_FAILED', 'transient'],
  ])('makes of %s the code %s', (thrown, code, kind) => {
    expect(translateS3Error(thrown, 'try')).toMatchObject({ code, kind });
  });

  it('names the place, the words of the provider and its request', () => {
    const error = translateS3Error(answer('SlowDown', 503, 'Reduce your rate'), 'write s3://bucket/key');
    expect(error.message).toBe('cannot write s3://bucket/key: SlowDown: Reduce your rate');
    expect(error.details).toEqual({ provider_code: 'SlowDown', http_status: 503, request_id: 'request-1' });
  });

  it('carries nothing of the signed request on', () => {
    const thrown = Object.assign(answer('SignatureDoesNotMatch', 403), {
      StringToSign: 'signed',
      AWSAccessKeyId: 'id',
    });
    const { cause } = translateS3Error(thrown, 'try');
    expect(cause).not.toBe(thrown);
    expect(Object.keys(cause as Error)).toEqual([]);
  });

  it('leaves alone what has been translated', () => {
    const error = new StrongroomError('OBJECT_TRUNCATED', 'short');
    expect(translateS3Error(error, 'try')).toBe(error);
  });
});

describe('isUnclear', () => {
  it.each([
    [broken('ECONNRESET'), true],
    [answer('InternalError', 500), true],
    [answer('NoSuchUpload', 404), true],
    [answer('AccessDenied', 403), false],
    [answer('InvalidPart', 400), false],
  ])('says of %s: %s', (thrown, unclear) => {
    expect(isUnclear(thrown)).toBe(unclear);
  });
});
