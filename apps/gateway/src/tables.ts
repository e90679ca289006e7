import { ApiToken } from './access/api-token.entity';
import { RoleAssignment } from './access/role-assignment.entity';
import { User } from './access/user.entity';
import { Backup } from './backups/backup.entity';
import { Environment } from './directory/environment.entity';
import { Organization } from './directory/organization.entity';
import { Project } from './directory/project.entity';
import { Server } from './directory/server.entity';
import { StorageConfig } from './directory/storage-config.entity';
import { Restore } from './restores/restore.entity';
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
  StorageConfig,
  Task,
  Backup,
  Restore,
];
