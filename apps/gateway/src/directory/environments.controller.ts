import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
  OmitType,
  PartialType,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { RUNTIMES, type Runtime } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { SecretBox } from '@app/secrets';
import { type Caller, reachOf, requireAllowed } from '../access/is-allowed';
import { CurrentCaller, RequirePermission, named, of, withinReach } from '../access/require-permission';
import { narrowTo } from '../access/within-reach';
import { type Actor, CurrentActor } from '../audit/actor';
import { Flag, Moment, OneOf, QueryFlag, Slug, Text, Uuid, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id, validationFailed } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { TaskView, taskView } from '../tasks/task-view';
import { databaseNameFault } from './database-name';
import { DirectoryStore } from './directory-store';
import { EnvironmentDeletion } from './environment-deletion';
import { ENVIRONMENT_TYPES, Environment, type EnvironmentType, RECOVERED } from './environment.entity';
import { Project } from './project.entity';
import { Server } from './server.entity';
import { slugOf } from './slug';

const ABSOLUTE = { pattern: /^\//, patternSays: 'an absolute path' };

class EnvironmentFields {
  @Uuid() project_id: string;
  @Uuid() server_id: string;
  @Text({ example: 'Production' }) name: string;
  @OneOf(ENVIRONMENT_TYPES, { optional: true, default: 'production' }) type?: EnvironmentType;
  @Text({ optional: true, max: 50, default: 'running', example: 'running' }) status?: string;
  @Text({ max: 63, example: 'prod_db_main' }) db_name: string;
  @Text({
    optional: true,
    nullable: true,
    description: 'Runtime `docker`: the Odoo container; `{id}_odoo` when left out',
    example: '660e8400_odoo',
    max: 255,
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/,
    patternSays: 'the name of a container: letters, digits, "_", "." and "-"',
  })
  container_name?: string | null;
  @Text({ optional: true, nullable: true, max: 253, example: 'prod.example.com' }) domain?: string | null;
  @Slug({ optional: true, description: 'Made from the name when left out', example: 'prod' }) slug?: string;
  @OneOf(RUNTIMES, { description: 'How database and filestore are reached' }) runtime: Runtime;
  @Text({
    optional: true,
    nullable: true,
    max: 253,
    description: 'Runtime `host`: host or socket directory of PostgreSQL, as seen from the server',
  })
  db_host?: string | null;
  @Whole({ optional: true, nullable: true, min: 1, max: 65535 }) db_port?: number | null;
  @Text({ optional: true, max: 63, default: 'odoo' }) db_user?: string;
  @Text({
    optional: true,
    max: 500,
    default: '/var/lib/odoo/filestore',
    description: 'Directory that holds one filestore directory per database',
    ...ABSOLUTE,
  })
  filestore_root?: string;
  @Text({
    optional: true,
    nullable: true,
    max: 300,
    description:
      'Where Odoo answers, as seen from the server: restores ask it for its log-in page. When left out, that is port 8069 of the Odoo container, and an Odoo on a host is not asked',
    example: 'http://127.0.0.1:8069',
    pattern: /^https?:\/\/[^\s/@?#]+\/?$/,
    patternSays: 'an address such as http://127.0.0.1:8069, without a path',
  })
  odoo_url?: string | null;
}
class EnvironmentCreate extends EnvironmentFields {
  @Text({ optional: true, nullable: true, max: 1000, writeOnly: true, description: 'Stored sealed, and never shown' })
  db_password?: string | null;
}
class EnvironmentUpdate extends PartialType(OmitType(EnvironmentCreate, ['project_id']), {
  skipNullProperties: false,
}) {}

class EnvironmentView extends OmitType(EnvironmentFields, ['server_id']) {
  @Uuid() id: string;
  @Uuid({ nullable: true, description: 'null: deleted, or recovered from storage and not completed yet' })
  server_id: string | null;
  @Uuid() organization_id: string;
  @Flag() has_db_password: boolean;
  @Moment({ nullable: true }) deleted_at: string | null;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}

class EnvironmentQuery extends PageQuery {
  @Uuid({ optional: true }) organization_id?: string;
  @Uuid({ optional: true }) project_id?: string;
  @Uuid({ optional: true }) server_id?: string;
  @QueryFlag({ optional: true, default: false }) include_deleted?: boolean;
}

class EnvironmentOneQuery {
  @QueryFlag({ optional: true, default: false }) include_deleted?: boolean;
}

class EnvironmentDeletionQuery {
  @QueryFlag({
    optional: true,
    default: false,
    description: 'Make a backup of type pre_destroy first, and delete the environment when it is completed',
  })
  backup_first?: boolean;
  @Uuid({ optional: true, description: 'Where that backup goes; the default of the organization when left out' })
  storage_config_id?: string;
}

@ApiTags('environments')
@Controller('api/v1/environments')
export class EnvironmentsController {
  constructor(
    private readonly store: DirectoryStore,
    private readonly secrets: SecretBox,
    private readonly deletion: EnvironmentDeletion,
  ) {}

  @Get()
  @Describe({ summary: 'List environments', description: 'The newest first; only what the caller may see.' })
  @RequirePermission('project.environments.list', withinReach)
  @ApiPageOf(EnvironmentView)
  list(@Query() query: EnvironmentQuery, @CurrentCaller() caller: Caller): Promise<Page<EnvironmentView>> {
    const rows = narrowTo(reachOf(caller, 'project.environments.list'), this.store.query(Environment), 'project');
    for (const column of ['organization_id', 'project_id', 'server_id'] as const)
      if (query[column] !== undefined) rows.andWhere(`row.${column} = :${column}`, { [column]: query[column] });
    if (!query.include_deleted) rows.andWhere('row.deleted_at IS NULL');
    return pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, view);
  }

  @Post()
  @Describe({ summary: 'Create an environment', problems: { CONFLICT: 'The slug is taken' } })
  @RequirePermission('project.environments.create', named('project', 'project_id'))
  @ApiCreatedResponse({ type: EnvironmentView })
  async create(@Body() body: EnvironmentCreate, @CurrentActor() by: Actor): Promise<EnvironmentView> {
    const id = randomUUID();
    const { organization_id } = await this.store.get(Project, body.project_id);
    await this.requireServer(body.server_id, organization_id);
    return view(
      await this.store.create(
        Environment,
        {
          ...this.columns(id, body),
          type: body.type ?? 'production',
          slug: body.slug ?? slugOf(body.name),
          organization_id,
          id,
        },
        by,
      ),
    );
  }

  @Get(':id')
  @Describe({ summary: 'Get an environment' })
  @RequirePermission('project.environments.view', of('environment'))
  @ApiOkResponse({ type: EnvironmentView })
  async one(@Id() id: string, @Query() query: EnvironmentOneQuery): Promise<EnvironmentView> {
    return view(query.include_deleted ? await this.store.get(Environment, id) : await this.living(id));
  }

  @Patch(':id')
  @Describe({
    summary: 'Change an environment',
    description: 'Only the fields that are given.',
    problems: {
      CONFLICT: 'The slug is taken',
      ENVIRONMENT_DELETING: 'The status is that of a deletion that has begun',
    },
  })
  @RequirePermission('project.environments.update', of('environment'))
  @ApiOkResponse({ type: EnvironmentView })
  async update(@Id() id: string, @Body() body: EnvironmentUpdate, @CurrentActor() by: Actor): Promise<EnvironmentView> {
    const { name, organization_id, status, deletion_backup_id } = await this.living(id);
    if (body.status !== undefined && deletion_backup_id !== null)
      throw new StrongroomError('ENVIRONMENT_DELETING', `The status of ${name} is that of its deletion.`);
    if (body.server_id !== undefined) await this.requireServer(body.server_id, organization_id);
    const completed = status === RECOVERED && body.server_id !== undefined ? { status: 'running' } : {};
    return view(await this.store.update(Environment, id, { ...completed, ...this.columns(id, body) }, by));
  }

  @Delete(':id')
  @Describe({
    summary: 'Delete an environment',
    description: 'Its backups stay, and can be seen and restored.',
    problems: {
      IN_USE:
        'Somebody works on the environment, it has clones, or a restore keeps what it has replaced; the answer names them',
      ENVIRONMENT_DELETING: 'It is being deleted already',
      ENVIRONMENT_BUSY: '`backup_first`: it is being restored in place; the answer names the task',
      NO_STORAGE_CONFIG: '`backup_first`: the organization has no default storage',
    },
  })
  @RequirePermission('project.environments.delete', of('environment'))
  @ApiNoContentResponse({ description: 'It is deleted' })
  @ApiAcceptedResponse({ type: TaskView, description: 'It will be, after the backup that this task makes' })
  async remove(
    @Id() id: string,
    @Query() query: EnvironmentDeletionQuery,
    @CurrentActor() by: Actor,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TaskView | undefined> {
    const { backup_first: backupFirst = false, storage_config_id: storageConfigId = null } = query;
    if (backupFirst) {
      const { organization_id: organizationId, project_id: projectId } = await this.living(id);
      requireAllowed(by.caller, 'project.backups.create', { organizationId, projectId }, `environment ${id}`);
    }
    const task = await this.deletion.request(id, { backupFirst, storageConfigId }, by);
    response.status(task === undefined ? 204 : 202);
    return task && taskView(task);
  }

  /** @throws StrongroomError NOT_FOUND, also when it was deleted */
  private async living(id: string): Promise<Environment> {
    const environment = await this.store.get(Environment, id);
    if (environment.deleted_at !== null) throw new StrongroomError('NOT_FOUND', `There is no environment ${id}.`);
    return environment;
  }

  private async requireServer(serverId: string, organizationId: string): Promise<void> {
    const server = await this.store
      .query(Server)
      .where('row.id = :serverId AND row.organization_id = :organizationId', { serverId, organizationId })
      .getOne();
    if (server === null)
      throw validationFailed([{ field: 'server_id', message: 'server_id must be a server of the same organization' }]);
  }

  /** The row's columns for the given fields: the password is sealed. */
  private columns(id: string, body: EnvironmentCreate | EnvironmentUpdate): Partial<Environment> {
    const { db_password, ...fields } = body;
    const fault = fields.db_name === undefined ? undefined : databaseNameFault(fields.db_name);
    if (fault !== undefined) throw validationFailed([{ field: 'db_name', message: `db_name ${fault}` }]);
    if (db_password === undefined) return fields;
    const sealed = db_password === null ? null : this.secrets.seal(db_password, `environment:${id}:db_password`);
    return { ...fields, db_password_sealed: sealed };
  }
}

function view(row: Environment): EnvironmentView {
  const {
    db_password_sealed,
    deletion_backup_id: _backup,
    status_before_deletion: _status,
    deleted_at,
    created_at,
    updated_at,
    ...fields
  } = row;
  return {
    ...fields,
    deleted_at: momentOrNull(deleted_at),
    has_db_password: db_password_sealed !== null,
    created_at: momentOf(created_at),
    updated_at: momentOf(updated_at),
  };
}
