/** What SFTP servers and the SSH library tell, in the codes of Strongroom. */
import { StrongroomError } from '@app/core';

/** The status codes of the protocol, as far as they are relied on. */
export const SFTP_STATUS = { NO_SUCH_FILE: 2, PERMISSION_DENIED: 3, FAILURE: 4, OP_UNSUPPORTED: 8 } as const;

export function isSftpStatus(thrown: unknown, ...codes: number[]): boolean {
  return codes.includes((thrown as { code?: number } | undefined)?.code ?? -1);
}

/** Whether the server lacks an extension: the library throws this where the server has announced none. */
export function isNotOffered(thrown: unknown): boolean {
  const { message } = thrown as Error;
  return isSftpStatus(thrown, SFTP_STATUS.OP_UNSUPPORTED) || /does not support this extended request/.test(message);
}

/** Whether the server answered at all; otherwise the connection is gone. */
export function isSftpAnswer(thrown: unknown): boolean {
  return (
    thrown instanceof StrongroomError ||
    isNotOffered(thrown) ||
    typeof (thrown as { code?: unknown } | undefined)?.code === 'number'
  );
}

/** `doing` completes "cannot …" and names the place. */
export function translateSftpError(thrown: unknown, doing: string): StrongroomError {
  if (thrown instanceof StrongroomError) return thrown;
  const { message, code } = thrown as Error & { code?: number };
  const said = `cannot ${doing}: ${message}`;
  const options = { cause: thrown, details: { sftp_status: code ?? null } };
  if (!isSftpAnswer(thrown)) return new StrongroomError('STORAGE_UNREACHABLE', said, { cause: thrown });
  if (isSftpStatus(thrown, SFTP_STATUS.NO_SUCH_FILE, SFTP_STATUS.PERMISSION_DENIED)) {
    // Trying again does not help: somebody has to mend the directory first.
    return new StrongroomError('STORAGE_FAILED', said, { ...options, kind: 'operator' });
  }
  return new StrongroomError('STORAGE_FAILED', said, options);
}
