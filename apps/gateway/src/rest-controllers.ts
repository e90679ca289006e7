import { ApiTokensController } from './access/api-tokens.controller';
import { RoleAssignmentsController } from './access/role-assignments.controller';
import { UsersController } from './access/users.controller';
import { AuditController } from './audit/audit.controller';
import { BackupsController } from './backups/backups.controller';
import { BackupFilesController } from './download/backup-files.controller';
import { DownloadsController } from './download/downloads.controller';
import { DrillsController } from './drills/drills.controller';
import { EncryptionKeysController } from './directory/encryption-keys.controller';
import { DeadLettersController } from './dead-letters/dead-letters.controller';
import { ImportsController } from './catalog/imports.controller';
import { RescanController } from './catalog/rescan.controller';
import { EnvironmentsController } from './directory/environments.controller';
import { EventCredentialsController } from './event-credentials/event-credentials.controller';
import { EventsController } from './events/events.controller';
import { NotificationChannelsController } from './notifications/notification-channels.controller';
import { NotificationDeliveriesController } from './notifications/notification-deliveries.controller';
import { OrganizationsController } from './directory/organizations.controller';
import { ProjectsController } from './directory/projects.controller';
import { ServersController } from './directory/servers.controller';
import { StorageConfigsController } from './directory/storage-configs.controller';
import { PoliciesController } from './policies/policies.controller';
import { UsageController } from './quotas/usage.controller';
import { BackupDeletionController } from './removal/backup-deletion.controller';
import { BackupPinsController } from './retention/backup-pins.controller';
import { OrphanSweepsController } from './retention/orphan-sweeps.controller';
import { RetentionPreviewsController } from './retention/retention-previews.controller';
import { RetentionRunsController } from './retention/retention-runs.controller';
import { RestoresController } from './restores/restores.controller';
import { OidcIssuersController } from './oidc/oidc-issuers.controller';
import { SessionsController } from './sign-in/sessions.controller';
import { SignInController } from './sign-in/sign-in.controller';
import { UserSignInController } from './sign-in/user-sign-in.controller';
import { TasksController } from './tasks/tasks.controller';

/** Everything under /api/v1, in the order in which paths are matched. */
export const REST_CONTROLLERS = [
  OrganizationsController,
  UsageController,
  EventCredentialsController,
  NotificationChannelsController,
  NotificationDeliveriesController,
  ProjectsController,
  ServersController,
  EnvironmentsController,
  SignInController,
  SessionsController,
  UserSignInController,
  OidcIssuersController,
  UsersController,
  RoleAssignmentsController,
  ApiTokensController,
  StorageConfigsController, // before the backups: backups/storage-configs is not the id of a backup
  EncryptionKeysController,
  RescanController,
  ImportsController,
  OrphanSweepsController,
  PoliciesController, // before the backups as well
  BackupsController,
  BackupDeletionController,
  BackupPinsController,
  RetentionRunsController,
  RetentionPreviewsController,
  DownloadsController,
  BackupFilesController,
  RestoresController,
  DrillsController,
  TasksController,
  DeadLettersController,
  EventsController,
  AuditController,
];
