import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { RESTORE_MODES, RESTORE_STATUSES, type RestoreMode, type RestoreStatus } from '@app/contracts';
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
import { GatewayConfig } from '../config';
import { OneOf, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { StartsWork } from '../intake/starts-work';
import { WorkIntake } from '../intake/work-intake';
import { CloneTeardowns } from './clone-teardowns';
import { RestoreCreate } from './restore-body';
import { restorePermission } from './restore-permission';
import { RestorePlanView } from './restore-plan-view';
import { RestorePlans } from './restore-plans';
import { RestoreRequests } from './restore-requests';
import { RestoreUndos } from './restore-undos';
import { RestoreView, restoreView } from './restore-view';
import { Restore } from './restore.entity';
import { notedHooks, type RestoreRequest, restoreRequest } from './wanted-restore';

class RestoreQuery extends PageQuery {
  @Uuid({ optional: true }) organization_id?: string;
  @Uuid({ optional: true }) environment_id?: string;
  @Uuid({ optional: true }) backup_id?: string;
  @OneOf(RESTORE_MODES, { optional: true }) mode?: RestoreMode;
  @OneOf(RESTORE_STATUSES, { optional: true }) status?: RestoreStatus;
}

const FILTERS = ['organization_id', 'environment_id', 'backup_id', 'mode', 'status'] as const;

const GUIDE = [
  '`mode: "clone"` restores it as a new database beside the live one, which cannot act in the world unless `neutralize` is `false`.',
  '`mode: "in_place"` restores it instead of the live database: what was written since is lost. The request has to carry the `created_at` of the backup as `backup_timestamp`, and `accept_data_loss: true`. The present state is backed up first; by `swap` the environment is closed for a moment only, whatever fails is rolled back by itself, and `POST /api/v1/restores/{id}/undo` swaps back while what was replaced is kept.',
].join('\n\n');
const BESIDES = 'project.backups.restore_in_place, unless it is a neutralized clone without SQL of its own';

@ApiTags('restores')
@Controller('api/v1')
export class RestoresController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
    private readonly requests: RestoreRequests,
    private readonly plans: RestorePlans,
    private readonly undos: RestoreUndos,
    private readonly teardowns: CloneTeardowns,
    private readonly scopes: ScopeLookup,
    private readonly intake: WorkIntake,
    private readonly audit: AuditLog,
  ) {}

  @Post('backups/:id/restore')
  @Describe({
    summary: 'Restore a backup',
    description: GUIDE,
    problems: {
      CONFLICT: 'There is a clone of that name',
      CONFIRMATION_MISSING:
        'In place: the data loss is not confirmed; the answer says what to confirm, and what would be lost',
      CONFIRMATION_MISMATCH: 'In place: the backup is of another moment than the request says',
      ENVIRONMENT_BUSY: 'In place: the environment is being backed up or restored; the answer names the task',
      ENVIRONMENT_DELETED: 'The environment was deleted: name another one',
      ENVIRONMENT_DELETING: 'The environment is being deleted',
      ENVIRONMENT_INCOMPLETE: 'The environment has no server',
      BACKUP_NOT_RESTORABLE: 'The backup is not completed',
      DATABASE_EXISTS: 'The target of a clone is the live database',
      BACKUP_WITHOUT_FILESTORE: 'It was made without its filestore',
      WORKLOAD_SHARED: 'Other environments would stop as well; the answer names them',
      WORKLOAD_UNKNOWN: 'There is no container that could be stopped',
      EXECUTOR_UNREACHABLE: 'With `dry_run`: no executor has answered in time',
    },
    request: { target_db: 'prod_db_main-clone' },
  })
  @RequirePermission('project.backups.restore', of('backup'), BESIDES)
  @ApiCreatedResponse({ type: RestoreView })
  @ApiOkResponse({ type: RestorePlanView, description: 'The plan, with `dry_run`' })
  @StartsWork()
  async create(
    @Id() id: string,
    @Body() body: RestoreCreate,
    @Req() request: AuthenticatedRequest,
  ): Promise<RestoreView | RestorePlanView> {
    const { caller } = request;
    const wanted = restoreRequest(body, this.config);
    await this.requireAllowed(caller, id, wanted);
    if (body.dry_run) {
      const plan = await this.plans.plan(id, wanted, caller);
      request.res!.status(200);
      return plan;
    }
    return this.intake.answer(request, async (manager) => {
      const restore = await this.requests.create(manager, id, wanted, caller);
      await this.audit.record(manager, {
        ...actorOf(request),
        action: 'restore.requested',
        object: { type: 'restore', id: restore.id, name: restore.target_db },
        organization: restore.organization_id,
        details: {
          ...wanted,
          post_restore_sql: notedHooks(wanted),
          backup_id: id,
          environment_id: restore.environment_id,
        },
      });
      return restoreView(restore);
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
    return pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, restoreView);
  }

  @Get('restores/:id')
  @Describe({ summary: 'Get a restore' })
  @RequirePermission('project.backups.view', of('restore'))
  @ApiOkResponse({ type: RestoreView })
  async one(@Id() id: string): Promise<RestoreView> {
    return restoreView(await this.dataSource.manager.findOneByOrFail(Restore, { id }));
  }

  @Delete('restores/:id')
  @HttpCode(202)
  @Describe({
    summary: 'Tear a clone down',
    description: 'Its database and its filestore go.',
    problems: {
      NOT_A_CLONE: 'It was restored in place: undo it, or restore its insurance backup',
      CONFLICT: 'The restore is neither completed nor failed, or another one has made a clone of that name since',
    },
    operationId: 'tearDownRestore',
  })
  @RequirePermission('project.backups.restore', of('restore'))
  @ApiAcceptedResponse({ type: RestoreView })
  async teardown(@Id() id: string, @CurrentActor() by: Actor): Promise<RestoreView> {
    return this.dataSource.transaction(async (manager) => {
      const restore = await this.teardowns.create(manager, id, by.caller.userId);
      await this.audit.record(manager, {
        ...by,
        action: 'restore.teardown_requested',
        object: { type: 'restore', id, name: restore.target_db },
        organization: restore.organization_id,
        details: { environment_id: restore.environment_id },
      });
      return restoreView(restore);
    });
  }

  @Post('restores/:id/undo')
  @HttpCode(202)
  @Describe({
    summary: 'Undo a restore in place',
    description:
      'Swaps back what it has replaced, while that is kept (`replaced_until`): what was written since is lost. Follow `undo_task_id`.',
    problems: {
      UNDO_NOT_POSSIBLE: 'There is nothing to swap back; the answer says why, and what to do instead',
      UNDO_TOO_LATE: 'What was replaced is no longer kept',
      ENVIRONMENT_BUSY: 'The environment is being backed up or restored; the answer names the task',
      ENVIRONMENT_DELETED: 'The environment was deleted',
      ENVIRONMENT_DELETING: 'The environment is being deleted',
      ENVIRONMENT_INCOMPLETE: 'The environment has no server',
    },
    operationId: 'undoRestore',
  })
  @RequirePermission('project.backups.restore_in_place', of('restore'))
  @ApiAcceptedResponse({ type: RestoreView })
  @StartsWork()
  undo(@Id() id: string, @Req() request: AuthenticatedRequest): Promise<RestoreView> {
    return this.intake.answer(request, async (manager) => {
      const restore = await this.undos.create(manager, id, request.caller.userId);
      await this.audit.record(manager, {
        ...actorOf(request),
        action: 'restore.undo_requested',
        object: { type: 'restore', id, name: restore.target_db },
        organization: restore.organization_id,
        details: { environment_id: restore.environment_id, task_id: restore.undo_task_id },
      });
      return restoreView(restore);
    });
  }

  /** @throws StrongroomError NOT_FOUND, FORBIDDEN */
  private async requireAllowed(caller: Caller, backupId: string, wanted: RestoreRequest): Promise<void> {
    const permission = restorePermission(wanted);
    await this.scopes.requireAllowed(caller, permission, 'backup', backupId);
    const environments = [wanted.environment_id ?? [], wanted.in_place?.stops_environments ?? []].flat();
    for (const id of environments) await this.scopes.requireAllowed(caller, permission, 'environment', id);
  }
}
