import { Controller, Delete, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { RestoreRun } from '@app/contracts';
import { type Caller, reachOf, requireAllowed } from '../access/is-allowed';
import {
  type AuthenticatedRequest,
  CurrentCaller,
  RequirePermission,
  of,
  withinReach,
} from '../access/require-permission';
import type { Permission } from '../access/roles';
import { narrowTo } from '../access/within-reach';
import { type Actor, actorOf, CurrentActor } from '../audit/actor';
import type { AuditAction } from '../audit/audit-actions';
import { AuditLog } from '../audit/audit-log';
import { OneOf, Text, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { StartsWork } from '../intake/starts-work';
import { WorkIntake } from '../intake/work-intake';
import { restorePermission } from '../restores/restore-permission';
import { Restore } from '../restores/restore.entity';
import { Task } from '../tasks/task.entity';
import { DEAD_LETTER_STATUSES, DeadLetter, type DeadLetterStatus } from './dead-letter.entity';
import { DeadLetterReplay } from './dead-letter-replay';
import { DeadLetterDetails, DeadLetterReplayView, DeadLetterView } from './dead-letter-views';
import { letterDetails, letterView, replayView } from './dead-letter-views';

class DeadLetterQuery extends PageQuery {
  @Uuid({ optional: true }) organization_id?: string;
  @Uuid({ optional: true }) environment_id?: string;
  @Uuid({ optional: true }) task_id?: string;
  @Text({ optional: true, example: 'SSH_AUTH_FAILED' }) code?: string;
  @Text({ optional: true, example: 'backup.run' }) kind?: string;
  @Text({ optional: true, max: 500, example: 'jobs.backup.run' }) subject?: string;
  @OneOf(DEAD_LETTER_STATUSES, { optional: true }) status?: DeadLetterStatus;
}

const FILTERS = ['organization_id', 'environment_id', 'task_id', 'code', 'kind', 'subject', 'status'] as const;

/** What no attempt could settle. Letters that belong to no organization are for the portal alone. */
@ApiTags('dead-letters')
@Controller('api/v1/dead-letters')
export class DeadLettersController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly replays: DeadLetterReplay,
    private readonly intake: WorkIntake,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Describe({ summary: 'List dead letters', description: 'The newest first; only what the caller may see.' })
  @RequirePermission('project.tasks.list', withinReach)
  @ApiPageOf(DeadLetterView)
  list(@Query() query: DeadLetterQuery, @CurrentCaller() caller: Caller): Promise<Page<DeadLetterView>> {
    const all = this.dataSource.createQueryBuilder(DeadLetter, 'row');
    const rows = narrowTo(reachOf(caller, 'project.tasks.list'), all, 'project');
    for (const filter of FILTERS)
      if (query[filter] !== undefined) rows.andWhere(`row.${filter} = :${filter}`, { [filter]: query[filter] });
    return pageOf(rows.orderBy('row.died_at', 'DESC').addOrderBy('row.id'), query, letterView);
  }

  @Get(':id')
  @Describe({ summary: 'Get a dead letter' })
  @RequirePermission('project.tasks.view', of('dead letter'))
  @ApiOkResponse({ type: DeadLetterDetails })
  async one(@Id() id: string): Promise<DeadLetterDetails> {
    const { manager } = this.dataSource;
    const letter = await manager.findOneByOrFail(DeadLetter, { id });
    const task = letter.task_id === null ? null : await manager.findOneBy(Task, { id: letter.task_id });
    return letterDetails(letter, letter.stream === 'JOBS' ? task : null);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Describe({
    summary: 'Replay a dead letter',
    description: 'Sends the message once more; its task begins anew.',
    problems: {
      DEAD_LETTER_REPLAYED: 'The letter was replayed already',
      REPLAY_IMPOSSIBLE: 'What it asks for cannot be done any more',
      ENVIRONMENT_BUSY: 'Other work on the environment excludes it; the answer names the task',
    },
  })
  @RequirePermission('project.backups.create', of('dead letter'), 'what the restore needs, for a restore')
  @ApiAcceptedResponse({ type: DeadLetterReplayView })
  @StartsWork()
  async replay(@Id() id: string, @Req() request: AuthenticatedRequest): Promise<DeadLetterReplayView> {
    const { caller } = request;
    const letter = await this.dataSource.manager.findOneByOrFail(DeadLetter, { id });
    const { organization_id, project_id } = letter;
    const scope = { organizationId: organization_id ?? id, projectId: project_id ?? undefined };
    const permission = await this.restorePermissionOf(letter);
    if (permission !== undefined) requireAllowed(caller, permission, scope, `dead letter ${id}`);
    return this.intake.answer(request, async (manager) => {
      const replayed = await this.replays.replay(manager, id);
      await this.record(manager, actorOf(request), 'dead_letter.replayed', replayed.letter);
      return replayView(replayed);
    });
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({ summary: 'Dismiss a dead letter', description: 'Marks it as seen; a replayed one stays replayed.' })
  @RequirePermission('project.backups.create', of('dead letter'))
  @ApiNoContentResponse()
  async dismiss(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    const change = { status: 'dismissed' as const, dismissed_at: new Date() };
    await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(DeadLetter, { id, status: 'open' }, change);
      if (affected === 0) return;
      const letter = await manager.findOneByOrFail(DeadLetter, { id });
      await this.record(manager, by, 'dead_letter.dismissed', letter);
    });
  }

  /** undefined: it is about no restore. */
  private async restorePermissionOf({ kind, task_id }: DeadLetter): Promise<Permission | undefined> {
    if (!kind.startsWith('restore.')) return undefined;
    const { manager } = this.dataSource;
    const task = kind === RestoreRun.name && task_id !== null ? await manager.findOneBy(Task, { id: task_id }) : null;
    if (task === null || task.restore_id === null) return 'project.backups.restore';
    return restorePermission(await manager.findOneByOrFail(Restore, { id: task.restore_id }));
  }

  private record(manager: EntityManager, by: Actor, action: AuditAction, letter: DeadLetter): Promise<void> {
    const { id, kind, code, task_id, organization_id: organization } = letter;
    const object = { type: 'dead_letter', id, name: kind };
    return this.audit.record(manager, { ...by, action, object, organization, details: { code, task_id } });
  }
}
