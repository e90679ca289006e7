import { define } from './define';

/** What a request can meet. */
export const REQUEST_ERRORS = {
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
    'Wait as long as `Retry-After` says; `RateLimit` and `RateLimit-Policy` tell what is left. `BACKUP_RATE_LIMIT` and `INSURANCE_RATE_LIMIT` of the gateway raise the limits.',
  ),
  QUOTA_EXCEEDED: define(
    'operator',
    409,
    'The backup storage of the plan is used up',
    'Delete backups that are no longer needed, or have the plan of the organization raised; scheduled and insurance backups go on meanwhile. `GET /api/v1/organizations/{id}/usage` tells what takes how much.',
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
};
