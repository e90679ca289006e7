import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { RESTORE_STATUSES, type RestoreStatus } from '@app/contracts';
import { type Caller, reachOf } from '../access/is-allowed';
import {
  type AuthenticatedRequest,
  CurrentCaller,
  RequirePermission,
  of,
  withinReach,
} from '../access/require-permission';
import { ScopeLookup } from '../access/scope-lookup';
import { narrowTo } from '../access/within-reach';
import { type Actor, actorOf, CurrentActor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { AnyObject, Flag, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { StartsWork } from '../intake/starts-work';
import { WorkIntake } from '../intake/work-intake';
import { RestoreRequests } from './restore-requests';
import { Restore } from './restore.entity';

class RestoreCreate {
  @Text({
    optional: true,
    nullable: true,
    max: 63,
    description: 'Name of the new database and of its filestore; `{db_name}-clone-{yyyymmddhhmmss}` when left out',
    example: 'prod_db_main-clone',
  })
  target_db?: string | null;
  @Flag({ optional: true, nullable: true, default: true }) restore_filestore?: boolean | null;
  @Flag({
    optional: true,
    nullable: true,
    default: false,
    description: 'Restore also onto an older PostgreSQL than that of the backup, where that can work',
  })
  allow_older_postgres?: boolean | null;
  @Uuid({
    optional: true,
    nullable: true,
    description: 'Beside which environment of the organization; the one that was backed up when left out',
  })
  environment_id?: string | null;
}

class RestoreQuery extends PageQuery {
  @Uuid({ optional: true }) organization_id?: string;
  @Uuid({ optional: true }) environment_id?: string;
  @Uuid({ optional: true }) backup_id?: string;
  @OneOf(RESTORE_STATUSES, { optional: true }) status?: RestoreStatus;
}

const FILTERS = ['organization_id', 'environment_id', 'backup_id', 'status'] as const;

class RestoreError {
  @Text({ example: 'DATABASE_EXISTS' }) code: string;
  @Text({ example: 'Choose another target_db.' }) remedy: string;
  @AnyObject() details: object;
}

class RestoreWarning {
  @Text({ example: 'NEWER_POSTGRES' }) code: string;
  @Text({ example: 'The backup was made by PostgreSQL 15, the server is 16' }) message: string;
}

class RestoreView {
  @Uuid() id: string;
  @Uuid() organization_id: string;
  @Uuid() project_id: string;
  @Uuid() environment_id: string;
  @Uuid() backup_id: string;
  @Uuid() task_id: string;
  @Uuid({ nullable: true, description: 'The task of the teardown, once somebody asked for it' })
  teardown_task_id: string | null;
  @Text({ max: 63, example: 'prod_db_main-clone' }) target_db: string;
  @Flag() restore_filestore: boolean;
  @OneOf(RESTORE_STATUSES) status: RestoreStatus;
  @Whole() attempt: number;
  @Whole() teardown_attempt: number;
  @Moment({ nullable: true }) started_at: string | null;
  @Moment({ nullable: true }) completed_at: string | null;
  @Whole({ nullable: true }) duration_seconds: number | null;
  @Moment({ nullable: true }) torn_down_at: string | null;
  @Whole() database_bytes: number;
  @Whole() filestore_bytes: number;
  @Whole() filestore_files: number;
  @Whole({ nullable: true, description: 'Users in the clone' }) users: number | null;
  @Nested(() => RestoreWarning, { list: true }) warnings: RestoreWarning[];
  @Text({ nullable: true, max: 5000 }) error_message: string | null;
  @Nested(() => RestoreError, { nullable: true }) error_details: RestoreError | null;
  @Uuid({ nullable: true }) created_by: string | null;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}

@ApiTags('restores')
@Controller('api/v1')
export class RestoresController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly requests: RestoreRequests,
    private readonly scopes: ScopeLookup,
    private readonly intake: WorkIntake,
    private readonly audit: AuditLog,
  ) {}

  @Post('backups/:id/restore')
  @Describe({
    summary: 'Restore a backup as a clone',
    description: 'Restores it as a new database beside the live one.',
    problems: {
      CONFLICT: 'There is a clone of that name',
      ENVIRONMENT_DELETED: 'The environment was deleted: name another one',
      ENVIRONMENT_DELETING: 'The environment is being deleted',
      ENVIRONMENT_INCOMPLETE: 'The environment has no server',
      BACKUP_NOT_RESTORABLE: 'The backup is not completed',
      DATABASE_EXISTS: 'The target is the live database',
      BACKUP_WITHOUT_FILESTORE: 'It was made without its filestore',
    },
  })
  @RequirePermission('project.backups.restore', of('backup'))
  @ApiCreatedResponse({ type: RestoreView })
  @StartsWork()
  async create(
    @Id() id: string,
    @Body() body: RestoreCreate,
    @Req() request: AuthenticatedRequest,
  ): Promise<RestoreView> {
    const { caller } = request;
    const { target_db = null, restore_filestore, allow_older_postgres, environment_id = null } = body;
    if (environment_id !== null)
      await this.scopes.requireAllowed(caller, 'project.backups.restore', 'environment', environment_id);
    const wanted = {
      target_db,
      restore_filestore: restore_filestore ?? true,
      allow_older_postgres: allow_older_postgres ?? false,
      environment_id,
    };
    return this.intake.answer(request, async (manager) => {
      const restore = await this.requests.clone(manager, id, wanted, caller.userId);
      await this.audit.record(manager, {
        ...actorOf(request),
        action: 'restore.requested',
        object: { type: 'restore', id: restore.id, name: restore.target_db },
        organization: restore.organization_id,
        details: { ...wanted, backup_id: id, environment_id: restore.environment_id },
      });
      return view(restore);
    });
  }

  @Get('restores')
  @Describe({ summary: 'List restores', description: 'The newest first; only what the caller may see.' })
  @RequirePermission('project.backups.list', withinReach)
  @ApiPageOf(RestoreView)
  list(@Query() query: RestoreQuery, @CurrentCaller() caller: Caller): Promise<Page<RestoreView>> {
    const all = this.dataSource.createQueryBuilder(Restore, 'row');
    const rows = narrowTo(reachOf(caller, 'project.backups.list'), all, 'project');
    for (const filter of FILTERS)
      if (query[filter] !== undefined) rows.andWhere(`row.${filter} = :${filter}`, { [filter]: query[filter] });
    return pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, view);
  }

  @Get('restores/:id')
  @Describe({ summary: 'Get a restore' })
  @RequirePermission('project.backups.view', of('restore'))
  @ApiOkResponse({ type: RestoreView })
  async one(@Id() id: string): Promise<RestoreView> {
    return view(await this.dataSource.manager.findOneByOrFail(Restore, { id }));
  }

  @Delete('restores/:id')
  @HttpCode(202)
  @Describe({
    summary: 'Tear a clone down',
    description: 'Its database and its filestore go.',
    problems: {
      CONFLICT: 'The restore is neither completed nor failed, or another one has made a clone of that name since',
    },
    operationId: 'tearDownRestore',
  })
  @RequirePermission('project.backups.restore', of('restore'))
  @ApiAcceptedResponse({ type: RestoreView })
  async teardown(@Id() id: string, @CurrentActor() by: Actor): Promise<RestoreView> {
    return this.dataSource.transaction(async (manager) => {
      const restore = await this.requests.teardown(manager, id, by.caller.userId);
      await this.audit.record(manager, {
        ...by,
        action: 'restore.teardown_requested',
        object: { type: 'restore', id, name: restore.target_db },
        organization: restore.organization_id,
        details: { environment_id: restore.environment_id },
      });
      return view(restore);
    });
  }
}

function view(row: Restore): RestoreView {
  return {
    ...row,
    started_at: momentOrNull(row.started_at),
    completed_at: momentOrNull(row.completed_at),
    torn_down_at: momentOrNull(row.torn_down_at),
    created_at: momentOf(row.created_at),
    updated_at: momentOf(row.updated_at),
  };
}
