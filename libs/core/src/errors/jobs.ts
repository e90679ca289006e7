import { define } from './define';

/** Jobs and their messages. */
export const JOB_ERRORS = {
  LEASE_LOST: define('transient', 503, 'Another executor took the job over', 'Nothing: the other attempt goes on.'),
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
  EXECUTOR_UNREACHABLE: define(
    'transient',
    503,
    'No executor answers',
    'Start an executor, or look in its log why it does not answer; nothing was begun.',
  ),
  SCHEDULER_UNREACHABLE: define(
    'transient',
    503,
    'No scheduler answers',
    'Start the scheduler. `may_have_happened` in the details says whether what was asked for may be done all the same: then look before you ask again. Backups that are asked for by hand go on meanwhile.',
  ),
  RETENTION_UNREACHABLE: define(
    'transient',
    503,
    'No retention service answers',
    'Start the retention service. `may_have_happened` in the details says whether what was asked for may be done all the same: then look before you ask again. No backup goes meanwhile.',
  ),
  NOTIFIER_UNREACHABLE: define(
    'transient',
    503,
    'No notifier answers',
    'Start the notifier. `may_have_happened` in the details says whether what was asked for may be done all the same: then look before you ask again. What happens meanwhile is told once it is back.',
  ),
  MESSAGE_INVALID: define(
    'bug',
    500,
    'A message does not have the form of its contract',
    'Run all services in the same version; if they are, report it with the dead letter.',
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
};
