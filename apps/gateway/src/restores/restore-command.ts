import type { RestoreRunPayload, StoredAt } from '@app/contracts';
import type { ReachableEnvironment } from '../directory/working-environment';
import type { RestorableBackup } from './restore-rules';
import type { RestoreRequest } from './wanted-restore';

/** What is restored, whereto, and from where. */
export interface RestoreSubject {
  backup: RestorableBackup;
  environment: ReachableEnvironment;
  sources: StoredAt[];
  target_db: string;
}

/** The command to an executor: what a request comes to, once it is decided that it may be. */
export function restoreCommand(
  ids: Pick<RestoreRunPayload, 'restore_id' | 'task_id' | 'created_by' | 'drill'>,
  { backup, environment, sources, target_db }: RestoreSubject,
  { in_place, ...request }: RestoreRequest,
): RestoreRunPayload {
  return {
    ...ids,
    organization_id: environment.organization_id,
    backup_id: backup.id,
    backup_timestamp: backup.create_date.toISOString(),
    environment_id: environment.id,
    server_id: environment.server_id,
    storage_config_id: backup.storage_config_id,
    key: backup.database_key,
    sources,
    target_db,
    restore_database: request.restore_database,
    restore_filestore: request.restore_filestore,
    neutralize: request.neutralize,
    ...(request.regenerate_assets !== null && { regenerate_assets: request.regenerate_assets }),
    ...(request.post_restore_sql.length > 0 && { post_restore_sql: request.post_restore_sql }),
    ...(request.allow_older_postgres && { allow_older_postgres: true }),
    ...(request.allow_other_odoo && { allow_other_odoo: true }),
    ...(in_place !== null && {
      in_place: {
        strategy: in_place.strategy,
        freeze: in_place.freeze,
        keep_replaced_seconds: in_place.keep_replaced_seconds,
        ...(in_place.skip_insurance_reason !== null && { skip_insurance_reason: in_place.skip_insurance_reason }),
        stops_environments: in_place.stops_environments,
      },
    }),
  };
}
