import { define } from './define';

/** The database of an environment. */
export const DATABASE_ERRORS = {
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
    'Correct the database user or password of the environment, or give its role the right that the message names: `ALTER ROLE … CREATEDB`, `ALTER DATABASE … OWNER TO …`.',
  ),
  DATABASE_EXISTS: define(
    'operator',
    409,
    'The target database exists already',
    'Choose another `target_db`: a clone never overwrites a database. An older clone goes by `DELETE /api/v1/restores/{id}`; the live database is replaced with `mode: "in_place"`.',
  ),
  DATABASE_BUSY: define(
    'transient',
    502,
    'Sessions of the database do not end',
    'Look in `pg_stat_activity` and `pg_prepared_xacts` for who holds the database, and end that. Sessions of other roles are ended by the restore itself where the role of the environment has `pg_signal_backend`; those of a superuser only a superuser can end.',
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
    'Install the postgresql-client package of the major version named in the message, or a newer one, on the executor (`PG_RESTORE_DIRS` says where else to look) or next to the database; for a ZIP for Odoo, on the gateway.',
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
  FOREIGN_DUMP_REFUSED: define(
    'operator',
    422,
    'The dump holds what a dump of a database has no need of',
    'Look at the named line of the dump: it may be an attack. If it is not, dump the database anew with `pg_dump -Fc`.',
  ),
  FOREIGN_DUMP_NEEDS_ROLE: define(
    'operator',
    409,
    'A dump of plain SQL needs a role of its own to be loaded safely',
    'Let the database role of the environment create roles (`ALTER ROLE … CREATEROLE`), or restore onto a server where it may.',
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
};
