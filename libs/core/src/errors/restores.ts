import { define } from './define';

/** What asking for a restore, and restoring over a live environment, can meet. */
export const RESTORE_ERRORS = {
  CONFIRMATION_MISSING: define(
    'operator',
    422,
    'A restore in place has to be confirmed',
    'Repeat the request with `backup_timestamp` as the message gives it and `accept_data_loss: true`, once you accept that what was written since is lost.',
  ),
  CONFIRMATION_MISMATCH: define(
    'operator',
    409,
    'The confirmed timestamp is not that of the backup',
    'Look which backup you mean: the message has the timestamp of the one that the request names.',
  ),
  ENVIRONMENT_BUSY: define(
    'operator',
    409,
    'Other work on the environment excludes this one',
    'Wait until the task that the message names has ended, or cancel it.',
  ),
  INSURANCE_FAILED: define(
    'operator',
    409,
    'The backup of the present state could not be made',
    'Mend what the message names and ask again. Where the live database is too broken for any backup, ask with `skip_insurance` and a reason.',
  ),
  ROLLBACK_FAILED: define(
    'operator',
    500,
    'The restore failed, and so did its rollback',
    'The message says under which names the databases and directories stand now, and which insurance backup there is. Follow docs/runbooks/when-a-rollback-fails.md.',
  ),
  NOT_A_CLONE: define(
    'operator',
    409,
    'The restore has made no clone that could be torn down',
    'Undo a restore in place with `POST /api/v1/restores/{id}/undo`, or restore its insurance backup. A drill is ended by cancelling its task.',
  ),
  DRILLS_NOT_ACCEPTED: define(
    'operator',
    409,
    'The server accepts no drills',
    'Set `accepts_drills` on that server, or restore on trial beside the environment that was backed up.',
  ),
  UNDO_NOT_POSSIBLE: define(
    'operator',
    409,
    'The restore cannot be undone',
    'Restore its insurance backup instead; the message says why there is nothing to swap back.',
  ),
  UNDO_TOO_LATE: define(
    'operator',
    409,
    'What the restore had replaced is no longer kept',
    'Restore the insurance backup of the restore instead. `keep_replaced_seconds` decides how long the next one keeps it.',
  ),
  CLONE_NOT_NEUTRALIZED: define(
    'operator',
    502,
    'The clone could not be made unable to act in the world, so it was dropped',
    'Read in the message which step failed. With `neutralize: false` a clone is left as the backup has it.',
  ),
  RESTORE_HOOK_FAILED: define(
    'operator',
    422,
    'SQL of the request failed on the restored database',
    'Correct the statement that the message names; nothing live was changed.',
  ),
  RESTORE_CHECK_FAILED: define(
    'operator',
    502,
    'What was restored did not pass its checks',
    'The message names the check. Choose another backup, or look into this one with a clone.',
  ),
  WEB_CHECK_FAILED: define(
    'operator',
    502,
    'Odoo does not answer as it should',
    'Read the log of Odoo; the message says which page was asked and what came back.',
  ),
  WORKLOAD_UNKNOWN: define(
    'operator',
    422,
    'It is not known what would have to be stopped',
    'Ask with `freeze: "database"`, which closes that one database alone.',
  ),
  WORKLOAD_SHARED: define(
    'operator',
    409,
    'Other environments would stop as well',
    'Name all environments of the message in `stops_environments`, or ask with `freeze: "database"`, which touches none of them.',
  ),
  DISK_TOO_SMALL: define(
    'operator',
    409,
    'The server has too little disk for the restore',
    'Free what the message says is lacking, or ask with `strategy: "drop_first"`, which does not hold both states at once.',
  ),
  ODOO_VERSION_MISMATCH: define(
    'operator',
    409,
    'The environment runs another version of Odoo than the backup',
    'Restore onto an environment of the version that the message names, or set `allow_other_odoo` when you mean to migrate by hand.',
  ),
};
