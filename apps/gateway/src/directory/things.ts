/** What the directory holds: how each thing is called, what may refer to it, and which events tell of its changes. */
import { DIRECTORY_EVENTS } from '@app/contracts';
import type { ErrorCode } from '@app/core';
import { ApiToken } from '../access/api-token.entity';
import { RoleAssignment } from '../access/role-assignment.entity';
import { User } from '../access/user.entity';
import { OidcIssuer } from '../oidc/oidc-issuer.entity';
import { Environment } from './environment.entity';
import { Organization } from './organization.entity';
import { Project } from './project.entity';
import { Server } from './server.entity';
import { StorageConfig } from './storage-config.entity';

export interface Reference {
  table: string;
  /** Whose value is the id, or `ANY(…)` of an array with it. */
  column: string;
  called: string;
  /** The column whose value names one of them. */
  label: string;
  /** Only these rows count: a condition of SQL. */
  where: string;
}

export interface ThingDefinition {
  called: string;
  references: readonly Reference[];
  /** The code of a refusal to delete it. Default IN_USE. */
  inUse?: ErrorCode;
  /** Statements by which the rows that do not count forget it when it is removed; $1 is its id. */
  forget?: readonly string[];
  events?: (typeof DIRECTORY_EVENTS)[keyof typeof DIRECTORY_EVENTS];
}

const reference = (table: string, column: string, called: string, label = 'name', where = 'true'): Reference => ({
  table,
  column,
  called,
  label,
  where,
});

/** Of a deleted backup whose objects are gone, nothing is left in the storage. */
const STILL_THERE = 'object_removed_at IS NULL';

const THINGS = new Map<unknown, ThingDefinition>([
  [
    Organization,
    {
      called: 'organization',
      events: DIRECTORY_EVENTS.organization,
      references: [
        reference('projects', 'organization_id', 'project'),
        reference('servers', 'organization_id', 'server'),
        reference('storage_configs', 'organization_id', 'storage config'),
      ],
    },
  ],
  [
    Project,
    {
      called: 'project',
      events: DIRECTORY_EVENTS.project,
      references: [
        reference('environments', 'project_id', 'environment'),
        reference('role_assignments', 'project_id', 'role assignment', 'role'),
      ],
    },
  ],
  [
    Server,
    {
      called: 'server',
      events: DIRECTORY_EVENTS.server,
      references: [reference('environments', 'server_id', 'environment')],
    },
  ],
  [
    Environment,
    {
      called: 'environment',
      events: DIRECTORY_EVENTS.environment,
      references: [],
    },
  ],
  [
    StorageConfig,
    {
      called: 'storage config',
      inUse: 'STORAGE_CONFIG_IN_USE',
      events: DIRECTORY_EVENTS.storage_config,
      references: [
        reference('backups', 'storage_config_id', 'backup', 'id', STILL_THERE),
        reference('backup_copies', 'storage_config_id', 'copy', 'backup_id', STILL_THERE),
        reference('encryption_keys', 'storage_config_id', 'encryption key', 'id'),
        reference(
          'policies',
          'ANY(copy_storage_config_ids || storage_config_id)',
          'policy',
          'environment_id',
          'NOT is_deleted',
        ),
      ],
      forget: [
        `UPDATE backups SET storage_config_id = NULL WHERE storage_config_id = $1 AND NOT ${STILL_THERE}`,
        `DELETE FROM backup_copies WHERE storage_config_id = $1 AND NOT ${STILL_THERE}`,
      ],
    },
  ],
  [
    User,
    {
      called: 'user',
      references: [
        reference('role_assignments', 'user_id', 'role assignment', 'role'),
        reference('api_tokens', 'user_id', 'API token'),
        reference('backups', 'created_by', 'backup', 'id'),
        reference('tasks', 'created_by', 'task', 'id'),
      ],
    },
  ],
  [RoleAssignment, { called: 'role assignment', references: [] }],
  [ApiToken, { called: 'API token', references: [] }],
  [OidcIssuer, { called: 'issuer', references: [] }],
]);

export function definitionOf(type: unknown): ThingDefinition {
  const definition = THINGS.get(type);
  if (definition === undefined) throw new Error(`${String(type)} is no thing of the directory`);
  return definition;
}

/** As audit log and events name it: `storage_config`. */
export function kindOf(type: unknown): string {
  return definitionOf(type).called.replaceAll(' ', '_');
}
