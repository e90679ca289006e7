/** What FTP servers answer and the library throws, in the codes of Strongroom. */
import { FTPError } from 'basic-ftp';
import { StrongroomError, type ErrorCode } from '@app/core';
import { CERTIFICATE_FAULT } from './certificate-fault';

/** What the server said to a command; undefined when it did not answer, or answered with the end of the connection. */
export function ftpAnswer(thrown: unknown): number | undefined {
  return thrown instanceof FTPError && thrown.code !== SERVICE_CLOSING ? thrown.code : undefined;
}

const SERVICE_CLOSING = 421;
/** Of the two kinds of "no" those that stay "no" until somebody mends something. */
const PERMANENT = 500;

const CODES: Readonly<Record<number, ErrorCode>> = {
  421: 'STORAGE_UNREACHABLE',
  425: 'STORAGE_UNREACHABLE',
  426: 'STORAGE_UNREACHABLE',
  430: 'STORAGE_AUTH_FAILED',
  452: 'STORAGE_FULL',
  530: 'STORAGE_AUTH_FAILED',
  532: 'STORAGE_AUTH_FAILED',
  552: 'STORAGE_FULL',
};

/** vsftpd calls a full disk 451, others 450, 550 or 553; the words tell it apart. */
const FULL = /no space|disk full|quota|insufficient|not enough (disk )?space|failure writing to local file/i;
const WANTS_TLS = /\b(tls|ssl|encrypt\w*)\b/i;

/** `doing` completes "cannot …" and names the place. */
export function translateFtpError(thrown: unknown, doing: string): StrongroomError {
  if (thrown instanceof StrongroomError) return thrown;
  const { message } = thrown as Error;
  const said = `cannot ${doing}: ${message}`;
  if (!(thrown instanceof FTPError)) {
    const { code } = thrown as NodeJS.ErrnoException;
    const untrusted = CERTIFICATE_FAULT.test(`${code} ${message}`);
    return new StrongroomError(untrusted ? 'STORAGE_CERTIFICATE_UNTRUSTED' : 'STORAGE_UNREACHABLE', said, {
      cause: thrown,
    });
  }
  const options = { cause: thrown, details: { ftp_code: thrown.code } };
  if (FULL.test(message)) return new StrongroomError('STORAGE_FULL', said, options);
  const code = CODES[thrown.code];
  if (code === 'STORAGE_AUTH_FAILED' && WANTS_TLS.test(message)) {
    return new StrongroomError('STORAGE_CONFIG_INVALID', `${said}: begin \`endpoint\` with ftps://`, {
      ...options,
      details: { ...options.details, field: 'endpoint' },
    });
  }
  if (code !== undefined) return new StrongroomError(code, said, options);
  return new StrongroomError('STORAGE_FAILED', said, {
    ...options,
    kind: thrown.code >= PERMANENT ? 'operator' : 'transient',
  });
}
