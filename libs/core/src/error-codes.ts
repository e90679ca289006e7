import { ARCHIVE_ERRORS } from './errors/archives';
import { BACKUP_ERRORS } from './errors/backups';
import { CONTAINER_ERRORS } from './errors/containers';
import { DATABASE_ERRORS } from './errors/databases';
import { FILESTORE_ERRORS } from './errors/filestores';
import { JOB_ERRORS } from './errors/jobs';
import { NOTIFICATION_ERRORS } from './errors/notifications';
import { POLICY_ERRORS } from './errors/policies';
import { REQUEST_ERRORS } from './errors/requests';
import { RESTORE_ERRORS } from './errors/restores';
import { ROLE_ERRORS } from './errors/roles';
import { SERVER_ERRORS } from './errors/servers';
import { SIGN_IN_ERRORS } from './errors/sign-ins';
import { STORAGE_ERRORS } from './errors/storages';
import type { ErrorDefinition } from './errors/define';

export type { ErrorDefinition, ErrorKind } from './errors/define';

/**
 * Every failure that a person can meet, once: its stable code, who must act, what happened and what to do; a table
 * per room in `errors/`. docs/errors.md is generated from this list. A code is never reused for another situation.
 */
export const ERRORS = {
  ...REQUEST_ERRORS,
  ...SIGN_IN_ERRORS,
  ...BACKUP_ERRORS,
  ...RESTORE_ERRORS,
  ...POLICY_ERRORS,
  ...ROLE_ERRORS,
  ...SERVER_ERRORS,
  ...CONTAINER_ERRORS,
  ...DATABASE_ERRORS,
  ...FILESTORE_ERRORS,
  ...ARCHIVE_ERRORS,
  ...STORAGE_ERRORS,
  ...JOB_ERRORS,
  ...NOTIFICATION_ERRORS,
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;
