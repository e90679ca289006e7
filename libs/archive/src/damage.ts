import { StrongroomError } from '@app/core';

const DAMAGE: readonly string[] = ['ARCHIVE_CORRUPT', 'ARCHIVE_INVALID', 'ARCHIVE_OTHER_BACKUP', 'OBJECT_NOT_FOUND'];

/** Whether a failure speaks about the object itself, and not about the way to it. */
export function isDamage(error: unknown): error is StrongroomError {
  return error instanceof StrongroomError && DAMAGE.includes(error.code);
}

/** What tools that load a backup say when they stumble: it may be the backup, and it may be the place. */
const STUMBLES: readonly string[] = [
  'ARCHIVE_UNSAFE',
  'CHECKSUM_MISMATCH',
  'COMMAND_FAILED',
  'FILESTORE_WRITE_FAILED',
  'PG_RESTORE_FAILED',
  'PG_VERSION_MISMATCH',
];

/** Whether damage of what was read may be what is behind a failure. */
export function mayBeDamage(error: unknown): boolean {
  return error instanceof StrongroomError && STUMBLES.includes(error.code);
}
