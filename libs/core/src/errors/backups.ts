import { define } from './define';

/** Backups that are deleted or downloaded. */
export const BACKUP_ERRORS = {
  BACKUP_DELETED: define(
    'operator',
    409,
    'The backup was deleted',
    'Choose another backup; the record of this one is all that is kept.',
  ),
  BACKUP_IN_PROGRESS: define(
    'operator',
    409,
    'The backup is still being made',
    'Cancel its task, which the details name, or wait for its end; then delete the backup.',
  ),
  BACKUP_IN_USE: define(
    'operator',
    409,
    'Something works with the backup',
    'Wait for the tasks that the details name, or cancel them; then send the request again.',
  ),
  BACKUP_INSURED: define(
    'operator',
    409,
    'The backup is the way back from something dangerous',
    'Wait until the moment that the details name; to delete it before, send `force=true`.',
  ),
  BACKUP_NOT_COMPLETED: define(
    'operator',
    409,
    'The backup has no object',
    'Choose a backup whose status is `completed`.',
  ),
};
