import { define } from './define';

/** The archive of a backup. */
export const ARCHIVE_ERRORS = {
  ARCHIVE_INVALID: define(
    'operator',
    422,
    'The object is not a backup that Strongroom can read',
    'Verify the backup, and restore another one.',
  ),
  ARCHIVE_CORRUPT: define(
    'operator',
    422,
    'The object in storage differs from what was backed up',
    'Restore another backup, and find out what changed the object.',
  ),
  ARCHIVE_OTHER_BACKUP: define(
    'operator',
    422,
    'The object is another backup than the one that was asked for',
    'Restore another backup, and find out who put this object under the key of another one.',
  ),
  ENCRYPTION_KEY_MISSING: define(
    'operator',
    409,
    'The key that opens this backup is not here',
    'Store the identity of the named key with its storage config, out of the recovery kit; without it nobody can read the backup.',
  ),
  ENCRYPTION_KEY_INVALID: define(
    'operator',
    422,
    'The encryption key cannot be used',
    'Send an X25519 recipient of age (`age1…`) and, unless it is only to write, the identity (`AGE-SECRET-KEY-1…`) that belongs to it; `age-keygen` makes both.',
  ),
};
