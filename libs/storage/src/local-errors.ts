import { StrongroomError } from '@app/core';

/** Whether a thrown value is the system's error of that name, as `ENOENT`. */
export function isSystemError(thrown: unknown, ...codes: string[]): boolean {
  return codes.includes((thrown as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** What the file system said, in the codes of Strongroom. `doing` completes "cannot …". */
export function translateSystemError(thrown: unknown, doing: string): StrongroomError {
  if (thrown instanceof StrongroomError) return thrown;
  const { code, message } = thrown as NodeJS.ErrnoException;
  const options = { cause: thrown, details: { system_code: code } };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StrongroomError('STORAGE_FULL', `cannot ${doing}: no space is left (${code})`, options);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EEXIST':
    case 'ENAMETOOLONG':
    case 'ENOTDIR':
    case 'EISDIR':
      // Trying again does not help: somebody has to mend the directory first.
      return new StrongroomError('STORAGE_FAILED', `cannot ${doing}: ${message}`, { ...options, kind: 'operator' });
    default:
      return new StrongroomError('STORAGE_FAILED', `cannot ${doing}: ${message}`, options);
  }
}
