/**
 * Every failure that a person can meet, once: its stable code, who must act, what happened and what to do.
 * docs/errors.md is generated from this list. A code is never reused for another situation.
 *
 * `operator`: somebody has to mend something first; trying again by itself cannot help.
 * `transient`: the same attempt may pass a little later; it is retried.
 * `bug`: a fault of Strongroom.
 * `cancelled`: somebody asked for the end.
 */
export type ErrorKind = 'operator' | 'transient' | 'bug' | 'cancelled';

export interface ErrorDefinition {
  readonly kind: ErrorKind;
  /** HTTP status of the problem document, where a request can meet the failure. */
  readonly status: number;
  /** One line: what happened. */
  readonly title: string;
  /** One sentence: what the reader can do about it. */
  readonly remedy: string;
}

const define = (kind: ErrorKind, status: number, title: string, remedy: string): ErrorDefinition => ({
  kind,
  status,
  title,
  remedy,
});

export const ERRORS = {
  // Requests
  VALIDATION_FAILED: define(
    'operator',
    422,
    'The request is not valid',
    'Correct the fields named in `errors` and send the request again.',
  ),
  BAD_REQUEST: define(
    'operator',
    400,
    'The request cannot be read',
    'Send a JSON body with the header `Content-Type: application/json`.',
  ),
  UNAUTHENTICATED: define(
    'operator',
    401,
    'The request carries no valid token',
    'Send `Authorization: Bearer <token>` with a token that is neither expired nor revoked.',
  ),
  FORBIDDEN: define(
    'operator',
    403,
    'The token may not do this',
    'Ask an owner of the organization for a role that has the named permission.',
  ),
  NOT_FOUND: define(
    'operator',
    404,
    'There is no such thing',
    'Check the id; a thing that the token may not see is reported in the same way.',
  ),
  CONFLICT: define(
    'operator',
    409,
    'The request contradicts what is stored',
    'Read the current state and send a request that fits it.',
  ),
  RATE_LIMITED: define(
    'transient',
    429,
    'Too many backups were asked for',
    'Wait as long as `Retry-After` says; `RateLimit` and `RateLimit-Policy` tell what is left. `BACKUP_RATE_LIMIT` of the gateway raises the limit.',
  ),
  IDEMPOTENCY_KEY_REUSED: define(
    'operator',
    422,
    'The Idempotency-Key belongs to another request',
    'Choose a new key for each piece of work; repeat a request with its key and without any change.',
  ),
  IDEMPOTENCY_KEY_BUSY: define(
    'transient',
    409,
    'The first request with this Idempotency-Key is not answered yet',
    'Send the same request again after `Retry-After`.',
  ),
  IN_USE: define(
    'operator',
    409,
    'Something else still refers to this',
    'Remove or move what refers to it first; the answer names it.',
  ),
  NO_STORAGE_CONFIG: define(
    'operator',
    422,
    'The organization has no default storage config',
    'Create a storage config with `is_default: true`, or name one in the request.',
  ),
  ENVIRONMENT_DELETED: define(
    'operator',
    409,
    'The environment was deleted',
    'Its backups are still there: restore one beside another environment, which `environment_id` names.',
  ),
  ENVIRONMENT_DELETING: define(
    'operator',
    409,
    'The environment is being deleted',
    'Wait for its last backup, or cancel that: the environment then stays.',
  ),
  ENVIRONMENT_INCOMPLETE: define(
    'operator',
    409,
    'The environment has no server',
    'Say where it is: PATCH the environment with `server_id`, and with `db_password` where one is needed.',
  ),
  BACKUP_NOT_RESTORABLE: define(
    'operator',
    409,
    'This backup cannot be restored',
    'Choose a backup whose status is `completed`.',
  ),
  BACKUP_WITHOUT_FILESTORE: define(
    'operator',
    422,
    'The backup has no filestore',
    'Set `restore_filestore` to false, or choose another backup; the answer names the newest one that has a filestore.',
  ),
  DEAD_LETTER_REPLAYED: define(
    'operator',
    409,
    'The dead letter was replayed already',
    'Follow its task; if that failed again, there is a new dead letter to be replayed.',
  ),
  REPLAY_IMPOSSIBLE: define(
    'operator',
    409,
    'The dead letter cannot be replayed',
    'Read in the message why; dismiss the letter, and ask for the work anew if it is still wanted.',
  ),
  INTERNAL: define(
    'bug',
    500,
    'Strongroom failed in a way that it does not know',
    'Report it with the trace id and the log of that time.',
  ),

  // Reaching a server
  SSH_UNREACHABLE: define(
    'transient',
    502,
    'The server does not answer on its SSH port',
    'Check that the server runs, its address and port, and the firewall between it and the executor.',
  ),
  SSH_AUTH_FAILED: define(
    'operator',
    502,
    'The server refused the SSH key',
    'Put the public half of the key into the authorized_keys of the user named in the server record, or store the right private key.',
  ),
  SSH_KEY_INVALID: define(
    'operator',
    422,
    'The private key cannot be used',
    'Store a private key in OpenSSH or PEM format, without a passphrase or together with it.',
  ),
  SSH_HOST_KEY_UNKNOWN: define(
    'operator',
    502,
    'The server has no pinned host key',
    'Compare the fingerprint named in the message with the server, then store it as `host_key` of the server record.',
  ),
  SSH_HOST_KEY_MISMATCH: define(
    'operator',
    502,
    'The server shows another host key than the pinned one',
    'Find out why before anything else: the server was reinstalled, or somebody stands in between. Then pin the new key.',
  ),
  SSH_CONNECTION_LOST: define(
    'transient',
    502,
    'The SSH connection broke off',
    'It is tried again by itself; if it keeps happening, look at the network and the load of the server.',
  ),
  COMMAND_FAILED: define(
    'transient',
    502,
    'A command on the server failed',
    'Read the end of its error output in the details.',
  ),
  COMMAND_KILLED: define(
    'transient',
    502,
    'A command on the server was killed',
    'Look for the out-of-memory killer or an administrator in the log of the server.',
  ),
  STREAM_TRUNCATED: define(
    'transient',
    502,
    'A stream from the server ended early',
    'It is tried again by itself; if it keeps happening, look at the network between server and executor.',
  ),
  CHECKSUM_MISMATCH: define(
    'transient',
    502,
    'What arrived is not what was sent',
    'It is tried again by itself; if it keeps happening, suspect the memory or the network of one of the machines, or the storage where the message names one.',
  ),
  REMOTE_DISK_FULL: define('operator', 507, 'The disk of the server is full', 'Free space on the server.'),
  ENVIRONMENT_MISCONFIGURED: define(
    'operator',
    422,
    'The environment lacks a setting that its runtime needs',
    'Add the setting named in the message to the environment.',
  ),

  // Docker runtime
  DOCKER_UNAVAILABLE: define(
    'operator',
    502,
    'Docker does not answer on the server',
    'Start the Docker engine, and add the SSH user to the group that may use it.',
  ),
  CONTAINER_NOT_FOUND: define(
    'operator',
    502,
    'A container of the environment does not exist',
    'Compare the container names with `docker ps -a` on the server.',
  ),
  CONTAINER_DOWN: define(
    'operator',
    502,
    'A container of the environment is not running',
    'Start the container named in the message.',
  ),

  // Database
  DATABASE_NOT_FOUND: define(
    'operator',
    502,
    'The database does not exist',
    'Correct `db_name` of the environment; the message lists the databases that are there.',
  ),
  DATABASE_UNREACHABLE: define(
    'transient',
    502,
    'PostgreSQL does not answer',
    'Start PostgreSQL and check the host, port and user of the environment.',
  ),
  DATABASE_AUTH_FAILED: define(
    'operator',
    502,
    'PostgreSQL refused the user',
    'Correct the database user or password of the environment.',
  ),
  DATABASE_EXISTS: define(
    'operator',
    409,
    'The target database exists already',
    'Choose another `target_db`; a clone never overwrites a database.',
  ),
  PG_TOOLS_MISSING: define(
    'operator',
    502,
    'The PostgreSQL client tools of the right version are missing',
    'Install the postgresql-client package of the major version named in the message next to the database.',
  ),
  PG_RESTORE_MISSING: define(
    'operator',
    502,
    'No pg_restore at hand can read the dump',
    'Install the postgresql-client package of the major version named in the message, or a newer one, on the executor (`PG_RESTORE_DIRS` says where else to look) or next to the database.',
  ),
  PG_DUMP_FAILED: define('transient', 502, 'pg_dump failed', 'Read the end of its error output in the details.'),
  PG_DUMP_KILLED: define(
    'transient',
    502,
    'pg_dump was killed',
    'Look for the out-of-memory killer or an administrator in the log of the server.',
  ),
  PG_RESTORE_FAILED: define(
    'operator',
    502,
    'pg_restore failed',
    'Read its errors in the details; nothing of the attempt was kept.',
  ),
  PG_VERSION_MISMATCH: define(
    'operator',
    409,
    'The dump comes from a newer PostgreSQL than the target',
    'Restore onto a server of the same or a newer major version; where the message says that it can be allowed, set `allow_older_postgres`.',
  ),
  PG_VERSION_UNSUPPORTED: define(
    'operator',
    409,
    'The server runs a PostgreSQL that is too old',
    'Upgrade the server to PostgreSQL 13 or later.',
  ),

  // Filestore
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

  // Archive
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

  // Storage
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

  // Jobs
  LEASE_LOST: define('transient', 503, 'Another executor took the job over', 'Nothing: the other attempt goes on.'),
  ENVIRONMENT_BUSY: define(
    'transient',
    409,
    'Another job works on the environment',
    'Nothing: the job waits for its turn.',
  ),
  EXECUTOR_DIED: define(
    'transient',
    503,
    'The executor died in every attempt',
    'Look into the log of the executors; then replay the dead letter.',
  ),
  STALLED: define(
    'transient',
    504,
    'No byte moved for too long',
    'It is tried again by itself; if it keeps happening, look at the server and the network.',
  ),
  GATEWAY_UNREACHABLE: define(
    'transient',
    503,
    'No gateway answers',
    'Start the gateway; the job is tried again by itself.',
  ),
  EVENT_CREDENTIALS_UNAVAILABLE: define(
    'operator',
    503,
    'NATS is not set up for users from outside',
    'Give NATS a configuration with an `auth_callout` and the gateway the seed of its issuer, as docs/events.md tells.',
  ),
  DATABASE_UNAVAILABLE: define(
    'transient',
    503,
    'Strongroom cannot reach its own database',
    'Send the request again in a moment, with the same `Idempotency-Key` so that nothing is begun twice; if it stays so, start PostgreSQL.',
  ),
  EXECUTOR_UNREACHABLE: define('transient', 503, 'No executor answers', 'Start an executor.'),
  MESSAGE_INVALID: define(
    'bug',
    500,
    'A message does not have the form of its contract',
    'Report it with the dead letter.',
  ),
  SECRET_UNREADABLE: define(
    'operator',
    500,
    'A stored secret cannot be opened',
    'Give the services the master key that sealed it (`STRONGROOM_MASTER_KEYS`).',
  ),
  TASK_CANCELLED: define('cancelled', 409, 'The task was cancelled', 'Start the work again if it is still wanted.'),
  TASK_ENDED: define(
    'operator',
    409,
    'The task has ended already',
    'Read the outcome of the task; there is nothing left to cancel.',
  ),
  CANCELLED: define('cancelled', 409, 'A program was ended on request', 'Nothing.'),
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;
