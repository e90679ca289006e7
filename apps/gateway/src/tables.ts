import { ApiToken } from './access/api-token.entity';
import { RoleAssignment } from './access/role-assignment.entity';
import { User } from './access/user.entity';
import { AuditEntry } from './audit/audit-entry.entity';
import { BackupCopy } from './backups/backup-copy.entity';
import { Backup } from './backups/backup.entity';
import { EncryptionKey } from './directory/encryption-key.entity';
import { DeadLetter } from './dead-letters/dead-letter.entity';
import { Environment } from './directory/environment.entity';
import { EventCredential } from './event-credentials/event-credential.entity';
import { Organization } from './directory/organization.entity';
import { Project } from './directory/project.entity';
import { Server } from './directory/server.entity';
import { StorageConfig } from './directory/storage-config.entity';
import { OidcIssuer } from './oidc/oidc-issuer.entity';
import { UserIdentity } from './oidc/user-identity.entity';
import { BackupRate } from './intake/backup-rate.entity';
import { IdempotencyKey } from './intake/idempotency-key.entity';
import { Policy } from './policies/policy.entity';
import { Restore } from './restores/restore.entity';
import { Session } from './sign-in/session.entity';
import { SignInAttempts } from './sign-in/sign-in-attempts.entity';
import { SigningKey } from './sign-in/signing-key.entity';
import { UserPassword } from './sign-in/user-password.entity';
import { Task } from './tasks/task.entity';

/** Every table of the schema `gateway` that is the gateway's own. */
export const TABLES = [
  Organization,
  Project,
  Server,
  Environment,
  User,
  RoleAssignment,
  ApiToken,
  UserPassword,
  Session,
  SigningKey,
  OidcIssuer,
  UserIdentity,
  SignInAttempts,
  StorageConfig,
  EncryptionKey,
  Task,
  Backup,
  BackupCopy,
  Restore,
  Policy,
  DeadLetter,
  EventCredential,
  IdempotencyKey,
  BackupRate,
  AuditEntry,
];
