import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { type AuthenticatedRequest, RequirePermission, of } from '../access/require-permission';
import { ScopeLookup } from '../access/scope-lookup';
import { actorOf } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { Uuid } from '../http/fields';
import { PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { StartsWork } from '../intake/starts-work';
import { WorkIntake } from '../intake/work-intake';
import { Describe } from '../openapi/describe';
import { Restore } from '../restores/restore.entity';
import { RestoreView, restoreView } from '../restores/restore-view';
import { DrillRequests } from './drill-requests';
import { TREND_DRILLS, trendOf } from './drill-trend';
import { DrillsPage, drillView } from './drill-view';

class DrillCreate {
  @Uuid({
    optional: true,
    nullable: true,
    description:
      'Beside which environment of the organization, whose server accepts drills; the one that was backed up when left out',
  })
  drill_environment_id?: string | null;
}

@ApiTags('drills')
@Controller('api/v1/backups')
export class DrillsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly requests: DrillRequests,
    private readonly scopes: ScopeLookup,
    private readonly intake: WorkIntake,
    private readonly audit: AuditLog,
  ) {}

  @Post(':id/drill')
  @Describe({
    summary: 'Restore a backup on trial',
    description:
      'Loads it under a name that nobody can reach, checks it, measures how long that took, and drops it again, whatever comes of it. A drill that passes raises the backup to the level `restored`.',
    problems: {
      BACKUP_NOT_RESTORABLE: 'The backup is not completed',
      DRILLS_NOT_ACCEPTED: 'The server of that environment accepts no drills',
      ENVIRONMENT_BUSY: 'The environment is being restored in place; the answer names the task',
      ENVIRONMENT_DELETED: 'The environment was deleted: name another one',
      ENVIRONMENT_DELETING: 'The environment is being deleted',
      ENVIRONMENT_INCOMPLETE: 'The environment has no server',
    },
    operationId: 'drillBackup',
  })
  @RequirePermission('project.backups.restore', of('backup'))
  @ApiCreatedResponse({ type: RestoreView })
  @StartsWork()
  async create(
    @Id() id: string,
    @Body() { drill_environment_id: environment_id = null }: DrillCreate,
    @Req() request: AuthenticatedRequest,
  ): Promise<RestoreView> {
    const { caller } = request;
    if (environment_id !== null)
      await this.scopes.requireAllowed(caller, 'project.backups.restore', 'environment', environment_id);
    return this.intake.answer(request, async (manager) => {
      const wish = { environment_id, policy_id: null, created_by: caller.userId };
      const restore = await this.requests.create(manager, id, wish);
      await this.audit.record(manager, {
        ...actorOf(request),
        action: 'restore.drill_requested',
        object: { type: 'restore', id: restore.id },
        organization: restore.organization_id,
        details: { backup_id: id, environment_id: restore.environment_id },
      });
      return restoreView(restore);
    });
  }

  @Get('environments/:environment_id/drills')
  @Describe({
    summary: 'List the drills of an environment',
    description: 'The newest first, and the trend of the recovery time.',
    operationId: 'listDrills',
  })
  @RequirePermission('project.backups.list', of('environment', 'environment_id'))
  @ApiOkResponse({ type: DrillsPage })
  async list(@Id('environment_id') drilled_environment_id: string, @Query() query: PageQuery): Promise<DrillsPage> {
    const { manager } = this.dataSource;
    const rows = manager
      .createQueryBuilder(Restore, 'row')
      .where('row.drilled_environment_id = :id', { id: drilled_environment_id })
      .orderBy('row.created_at', 'DESC')
      .addOrderBy('row.id');
    const passed = await manager.find(Restore, {
      select: { id: true, drill: true },
      where: { drilled_environment_id, status: 'completed' },
      order: { created_at: 'DESC' },
      take: TREND_DRILLS,
    });
    const trend = trendOf(passed.map(({ drill }) => drill?.recovery_ms ?? 0));
    return { ...(await pageOf(rows, query, drillView)), trend };
  }
}
