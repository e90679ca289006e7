import { define } from './define';

/** The storage of backups. */
export const STORAGE_ERRORS = {
  STORAGE_UNREACHABLE: define(
    'transient',
    502,
    'The storage does not answer',
    'Check the endpoint, the network and the state of the provider.',
  ),
  STORAGE_AUTH_FAILED: define(
    'operator',
    502,
    'The storage refused the credentials',
    'Store valid credentials that may read, write, list and delete in the bucket.',
  ),
  STORAGE_BUCKET_NOT_FOUND: define(
    'operator',
    502,
    'The bucket or directory does not exist',
    'Create it, or correct `bucket` (or `path`) of the storage config.',
  ),
  STORAGE_FULL: define(
    'operator',
    507,
    'The storage is full',
    'Free space or raise the quota of the storage, then start the backup again.',
  ),
  STORAGE_FAILED: define('transient', 502, 'The storage failed', 'Read the answer of the provider in the details.'),
  LAYOUT_WITHOUT_ENCRYPTION: define(
    'operator',
    422,
    "PLANA's layout knows no encryption",
    'Disable the encryption of the storage config, or set its `layout` to `zip`.',
  ),
  STORAGE_LISTING_INCOMPLETE: define(
    'operator',
    502,
    'The storage does not list what it holds',
    'Check that the storage config points to the right place, and that a directory is mounted where it should be; nothing is reported meanwhile.',
  ),
  STORAGE_HOST_KEY_UNKNOWN: define(
    'operator',
    502,
    'The storage has no pinned host key',
    'Compare the fingerprint named in the message with the server, then store the key of the details as `host_key` of the storage config.',
  ),
  STORAGE_HOST_KEY_MISMATCH: define(
    'operator',
    502,
    'The storage shows another host key than the pinned one',
    'Find out why before anything else: the server was reinstalled, or somebody stands in between. Then pin the new key.',
  ),
  STORAGE_CERTIFICATE_UNTRUSTED: define(
    'operator',
    502,
    'The TLS certificate of the storage is not trusted',
    'Compare the endpoint with the names of the certificate and look whether it has expired; give the authority of a private certificate as `ca_certificate` (provider ftp) or in NODE_EXTRA_CA_CERTS of the executors.',
  ),
  STORAGE_CONFIG_INVALID: define(
    'operator',
    422,
    'The storage config does not fit its provider',
    'Correct the setting named in the message.',
  ),
  STORAGE_CONFIG_IN_USE: define(
    'operator',
    409,
    'The storage config is in use',
    'Delete the backups that lie there and what else refers to it first; the details count them.',
  ),
  OBJECT_NOT_FOUND: define(
    'operator',
    404,
    'The object is not in the storage',
    'Look whether somebody deleted it; restore another backup.',
  ),
  OBJECT_TRUNCATED: define(
    'transient',
    502,
    'The storage delivered fewer bytes than it announced',
    'It is tried again by itself; if it keeps happening, verify the backup.',
  ),
  COPY_EXISTS: define(
    'operator',
    409,
    'The storage holds this backup already',
    'Check that the two storage configs do not name the same place; if they do not, remove the object that the message names.',
  ),
  UPLOAD_TOO_LARGE: define(
    'transient',
    502,
    'The upload outgrew its estimate',
    'It is tried again by itself with larger parts.',
  ),
};
