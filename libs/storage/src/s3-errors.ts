/** What S3 services and the SDK throw, in the codes of Strongroom. Nothing of a request (keys, signatures) is carried over. */
import { StrongroomError, type ErrorCode } from '@app/core';
import { CERTIFICATE_FAULT } from './certificate-fault';

/** The shape of the SDK's errors, as far as it is relied on. */
interface S3Fault {
  name?: string;
  Code?: string;
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string };
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  NoSuchBucket: 'STORAGE_BUCKET_NOT_FOUND',
  NoSuchKey: 'OBJECT_NOT_FOUND',
  QuotaExceeded: 'STORAGE_FULL',
  InsufficientStorage: 'STORAGE_FULL',
  InsufficientCapacity: 'STORAGE_FULL',
  XMinioStorageFull: 'STORAGE_FULL',
  XMinioAdminBucketQuotaExceeded: 'STORAGE_FULL',
  AccessDenied: 'STORAGE_AUTH_FAILED',
  AccountProblem: 'STORAGE_AUTH_FAILED',
  AllAccessDisabled: 'STORAGE_AUTH_FAILED',
  ExpiredToken: 'STORAGE_AUTH_FAILED',
  InvalidAccessKeyId: 'STORAGE_AUTH_FAILED',
  InvalidToken: 'STORAGE_AUTH_FAILED',
  RequestTimeTooSkewed: 'STORAGE_AUTH_FAILED',
  SignatureDoesNotMatch: 'STORAGE_AUTH_FAILED',
  Unauthorized: 'STORAGE_AUTH_FAILED',
  InvalidBucketName: 'STORAGE_CONFIG_INVALID',
  InvalidEncryptionAlgorithmError: 'STORAGE_CONFIG_INVALID',
  InvalidStorageClass: 'STORAGE_CONFIG_INVALID',
  AuthorizationHeaderMalformed: 'STORAGE_CONFIG_INVALID',
  PermanentRedirect: 'STORAGE_CONFIG_INVALID',
  TimeoutError: 'STORAGE_UNREACHABLE',
};

/** Also looked for in the message: the SDK keeps only that of an error that it does not recognize as one. */
const NETWORK_FAULT = new RegExp(
  '\\b(ECONN\\w+|EHOST\\w+|ENET\\w+|EADDR\\w+|EPIPE|EPROTO|ETIMEDOUT|ENOTFOUND|EAI_\\w+|HPE_\\w+|ERR_TLS\\w*|ERR_SSL\\w*|ERR_SOCKET\\w*' +
    '|ERR_STREAM_PREMATURE_CLOSE|socket hang up|TimeoutError)\\b',
);

const TITLES: Partial<Record<ErrorCode, string>> = {
  STORAGE_AUTH_FAILED: 'the storage refuses the credentials',
  STORAGE_BUCKET_NOT_FOUND: 'the bucket does not exist',
  STORAGE_FULL: 'the storage takes no more',
  STORAGE_UNREACHABLE: 'the storage does not answer',
  STORAGE_CERTIFICATE_UNTRUSTED: 'its TLS certificate is not trusted',
  STORAGE_CONFIG_INVALID: 'the storage refuses the settings',
  OBJECT_NOT_FOUND: 'the object does not exist',
};

/** `doing` completes "cannot …" and names the place, as "write s3://bucket/key". */
export function translateS3Error(thrown: unknown, doing: string): StrongroomError {
  if (thrown instanceof StrongroomError) return thrown;
  const fault = (thrown ?? {}) as S3Fault;
  const status = fault.$metadata?.httpStatusCode;
  const said = [faultName(fault), fault.message].filter(Boolean).join(': ') || 'no reason given';
  const code = codeOf(fault);
  const title = TITLES[code];
  return new StrongroomError(code, `cannot ${doing}: ${title === undefined ? said : `${title} (${said})`}`, {
    details: {
      provider_code: faultName(fault),
      ...(status === undefined ? {} : { http_status: status }),
      ...(fault.$metadata?.requestId === undefined ? {} : { request_id: fault.$metadata.requestId }),
    },
    // The SDK's own error holds the signed request: only its words go on.
    cause: new Error(said),
  });
}

export function isS3Fault(thrown: unknown, ...names: string[]): boolean {
  return names.includes(faultName(thrown ?? {}) ?? '');
}

export function httpStatusOf(thrown: unknown): number | undefined {
  return ((thrown ?? {}) as S3Fault).$metadata?.httpStatusCode;
}

/** Whether a request may have had its effect although its answer is missing or says otherwise. */
export function isUnclear(thrown: unknown): boolean {
  const status = httpStatusOf(thrown);
  // 404 is what a repeated CompleteMultipartUpload meets when the first one had its effect.
  return status === undefined || status === 200 || status === 404 || status >= 500;
}

function codeOf(fault: S3Fault): ErrorCode {
  const known = CODES[faultName(fault) ?? ''];
  const status = fault.$metadata?.httpStatusCode;
  // Backblaze reports a full account as AccessDenied with these words.
  if (known === 'STORAGE_AUTH_FAILED' && /\bcap exceeded\b/i.test(fault.message ?? '')) return 'STORAGE_FULL';
  if (known) return known;
  if (status === undefined) {
    const words = `${fault.code} ${fault.name} ${fault.message}`;
    if (CERTIFICATE_FAULT.test(words)) return 'STORAGE_CERTIFICATE_UNTRUSTED';
    if (NETWORK_FAULT.test(words)) return 'STORAGE_UNREACHABLE';
  }
  // HEAD answers have no body, so the status is all that they say.
  if (status === 301) return 'STORAGE_CONFIG_INVALID';
  if (status === 401 || status === 403) return 'STORAGE_AUTH_FAILED';
  if (status === 404 && fault.name === 'NotFound') return 'OBJECT_NOT_FOUND';
  if (status === 507) return 'STORAGE_FULL';
  return 'STORAGE_FAILED';
}

function faultName(fault: S3Fault): string | undefined {
  const generic = fault.name === undefined || fault.name === 'Error' || fault.name === 'AggregateError';
  return fault.Code ?? (generic ? fault.code : fault.name);
}
