import { define } from './define';

/** Backups that are deleted, kept or downloaded. */
export const BACKUP_ERRORS = {
  BACKUP_DELETED: define(
    'operator',
    409,
    'The backup was deleted',
    'Choose another backup; the record of this one is all that is kept.',
  ),
  BACKUP_EXPIRED: define(
    'operator',
    409,
    'The time of the backup is over',
    'Choose another backup; the record of this one is all that is kept. To keep one beyond its time, pin it.',
  ),
  BACKUP_NEWEST: define(
    'operator',
    409,
    'The backup is the newest good one of its environment',
    'Nothing has to be done: it may go once a newer one is completed and verified.',
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
  DOWNLOAD_LINK_INVALID: define(
    'operator',
    403,
    'The download address is not valid',
    'Copy the address whole, or ask for a new one: `GET /api/v1/backups/{id}/download`.',
  ),
  DOWNLOAD_LINK_EXPIRED: define(
    'operator',
    403,
    'The download address has expired',
    'Ask for a new one, if need be with a longer `expires_in`; a download that broke goes on with it by `Range`.',
  ),
  DOWNLOADS_BUSY: define(
    'transient',
    503,
    'The gateway streams as many downloads as it may',
    'Come again after `Retry-After`; `DOWNLOAD_MAX_CONCURRENT` of the gateway raises the bound.',
  ),
  BACKUP_FILE_NOT_FOUND: define(
    'operator',
    404,
    'The filestore of the backup has no such file',
    'Take a name out of `GET /api/v1/backups/{id}/files`: `store_fname` of the attachment, without the name of the database.',
  ),
  BACKUP_FILES_TIMEOUT: define(
    'transient',
    504,
    'The file was not found in time',
    'It lies far behind in a large filestore: raise `DOWNLOAD_FILES_TIMEOUT_MS` of the gateway, or download the whole backup.',
  ),
  RANGE_NOT_SATISFIABLE: define(
    'operator',
    416,
    'The range lies beyond the end of the object',
    'Ask for a range within the size that `Content-Range` names.',
  ),
};
