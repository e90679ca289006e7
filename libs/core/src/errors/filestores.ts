import { define } from './define';

/** The filestore of an environment. */
export const FILESTORE_ERRORS = {
  FILESTORE_READ_FAILED: define(
    'transient',
    502,
    'tar could not read the filestore',
    'Read the end of its error output in the details; check permissions and the disk of the server.',
  ),
  FILESTORE_TRUNCATED: define(
    'transient',
    502,
    'The archive of the filestore ended early',
    'It is tried again by itself; if it keeps happening, look for killed processes on the server.',
  ),
  FILESTORE_EXISTS: define(
    'operator',
    409,
    'The target filestore exists already',
    'Remove the directory named in the message, or choose another `target_db`.',
  ),
  FILESTORE_WRITE_FAILED: define(
    'operator',
    502,
    'The filestore could not be written',
    'Read the end of the error output in the details; check free space and permissions.',
  ),
  ARCHIVE_UNSAFE: define(
    'operator',
    422,
    'The archive holds an entry that must not be unpacked',
    'Do not use this archive: the named entry points out of its directory. Find out who wrote it.',
  ),
};
