import { Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { StrongroomError } from '@app/core';
import { type AuthenticatedRequest, of, portal, RequirePermission } from '../access/require-permission';
import { actorOf } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { ApiPageOf, type Page, PageQuery, pagesOf } from '../http/page';
import { Id } from '../http/request-validation';
import { StartsWork } from '../intake/starts-work';
import { WorkIntake } from '../intake/work-intake';
import { Describe } from '../openapi/describe';
import { RetentionService } from './retention-service';
import { RetentionRunRequested, RetentionRunView, runView } from './retention-views';

const RUN =
  'Promotes, lets expire, and removes the objects of what is expired or deleted, as the daily run does. It begins at once; its result comes with the run.';
const AWAY = { RETENTION_UNREACHABLE: 'The retention service does not answer' };

/** Runs of retention: of the whole installation, and as far as one organization is concerned. */
@ApiTags('retention')
@Controller('api/v1')
export class RetentionRunsController {
  constructor(
    private readonly retention: RetentionService,
    private readonly intake: WorkIntake,
    private readonly audit: AuditLog,
  ) {}

  @Post('retention/runs')
  @HttpCode(202)
  @Describe({
    summary: 'Run retention for every organization',
    description: RUN,
    operationId: 'runRetention',
    problems: AWAY,
  })
  @RequirePermission('portal.retention.run', portal)
  @ApiAcceptedResponse({ type: RetentionRunRequested })
  @StartsWork()
  run(@Req() request: AuthenticatedRequest): Promise<RetentionRunRequested> {
    return this.begin(request, null);
  }

  @Get('retention/runs')
  @Describe({
    summary: 'List runs of retention of every organization',
    description: 'The latest first; one entry for each organization of a run.',
    operationId: 'listAllRetentionRuns',
    problems: AWAY,
  })
  @RequirePermission('portal.retention.view', portal)
  @ApiPageOf(RetentionRunView)
  list(@Query() query: PageQuery): Promise<Page<RetentionRunView>> {
    return this.page(query, null, null);
  }

  @Get('retention/runs/:run_id')
  @Describe({
    summary: 'Get a run of retention',
    description: 'One entry for each organization.',
    operationId: 'getRetentionRun',
    problems: AWAY,
  })
  @RequirePermission('portal.retention.view', portal)
  @ApiPageOf(RetentionRunView)
  one(@Id('run_id') runId: string, @Query() query: PageQuery): Promise<Page<RetentionRunView>> {
    return this.page(query, null, runId);
  }

  @Post('organizations/:id/retention/runs')
  @HttpCode(202)
  @Describe({
    summary: 'Run retention for an organization',
    description: RUN,
    operationId: 'runRetentionOfOrganization',
    problems: AWAY,
  })
  @RequirePermission('org.backups.delete', of('organization'))
  @ApiAcceptedResponse({ type: RetentionRunRequested })
  @StartsWork()
  runOf(@Id() id: string, @Req() request: AuthenticatedRequest): Promise<RetentionRunRequested> {
    return this.begin(request, id);
  }

  @Get('organizations/:id/retention/runs')
  @Describe({
    summary: 'List runs of retention',
    description: 'The latest first.',
    operationId: 'listRetentionRuns',
    problems: AWAY,
  })
  @RequirePermission('org.settings.view', of('organization'))
  @ApiPageOf(RetentionRunView)
  listOf(@Id() id: string, @Query() query: PageQuery): Promise<Page<RetentionRunView>> {
    return this.page(query, id, null);
  }

  @Get('organizations/:id/retention/runs/:run_id')
  @Describe({
    summary: 'Get a run of retention of an organization',
    operationId: 'getRetentionRunOfOrganization',
    problems: { ...AWAY, NOT_FOUND: 'There is no such organization, or the run was not for it' },
  })
  @RequirePermission('org.settings.view', of('organization'))
  @ApiOkResponse({ type: RetentionRunView })
  async oneOf(@Id() id: string, @Id('run_id') run_id: string): Promise<RetentionRunView> {
    const { runs } = await this.retention.runs({ organization_id: id, run_id, page: 1, page_size: 1 });
    if (runs[0] === undefined) throw new StrongroomError('NOT_FOUND', `There is no run ${run_id} of the organization.`);
    return runView(runs[0]);
  }

  private begin(request: AuthenticatedRequest, organization: string | null): Promise<RetentionRunRequested> {
    const object = { type: 'retention_run' };
    const wish = { ...actorOf(request), action: 'retention.run_requested', object, organization } as const;
    return this.audit.around(wish, (settle) =>
      this.intake.answer(request, async (manager) => {
        const { run_id, organizations } = await this.retention.run(organization);
        await settle(manager, { object: { ...object, id: run_id }, details: { organizations } });
        return { run_id, organizations };
      }),
    );
  }

  private async page(
    { page, page_size }: PageQuery,
    organization_id: string | null,
    run_id: string | null,
  ): Promise<Page<RetentionRunView>> {
    const { runs, total } = await this.retention.runs({ organization_id, run_id, page, page_size });
    return { items: runs.map(runView), ...pagesOf(total, { page, page_size }) };
  }
}
