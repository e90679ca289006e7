import { Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { TASK_STATUSES, TASK_TYPES, type TaskStatus, type TaskType } from '@app/contracts';
import { type Caller, reachOf } from '../access/is-allowed';
import {
  type AuthenticatedRequest,
  CurrentCaller,
  RequirePermission,
  of,
  withinReach,
} from '../access/require-permission';
import { narrowTo } from '../access/within-reach';
import { actorOf } from '../audit/actor';
import { OneOf, QueryMoment, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { StartsWork } from '../intake/starts-work';
import { WorkIntake } from '../intake/work-intake';
import { LiveProgress } from './live-progress';
import { TaskCancels } from './task-cancels';
import { TaskView, taskView } from './task-view';
import { Task } from './task.entity';

class TaskQuery extends PageQuery {
  @Uuid({ optional: true }) organization_id?: string;
  @Uuid({ optional: true }) project_id?: string;
  @Uuid({ optional: true }) environment_id?: string;
  @Uuid({ optional: true }) backup_id?: string;
  @Uuid({ optional: true }) restore_id?: string;
  @OneOf(TASK_TYPES, { optional: true }) type?: TaskType;
  @OneOf(TASK_STATUSES, { optional: true }) status?: TaskStatus;
  @QueryMoment({ optional: true, description: 'Created then or later', example: '2024-12-11T00:00:00Z' })
  created_after?: Date;
  @QueryMoment({ optional: true, description: 'Created earlier', example: '2024-12-12T00:00:00Z' })
  created_before?: Date;
}

const FILTERS = [
  'organization_id',
  'project_id',
  'environment_id',
  'backup_id',
  'restore_id',
  'type',
  'status',
] as const;

@ApiTags('tasks')
@Controller('api/v1/tasks')
export class TasksController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly live: LiveProgress,
    private readonly cancels: TaskCancels,
    private readonly intake: WorkIntake,
  ) {}

  @Get()
  @Describe({ summary: 'List tasks', description: 'The newest first; only what the caller may see.' })
  @RequirePermission('project.tasks.list', withinReach)
  @ApiPageOf(TaskView)
  list(@Query() query: TaskQuery, @CurrentCaller() caller: Caller): Promise<Page<TaskView>> {
    const all = this.dataSource.createQueryBuilder(Task, 'row');
    const rows = narrowTo(reachOf(caller, 'project.tasks.list'), all, 'project');
    for (const filter of FILTERS)
      if (query[filter] !== undefined) rows.andWhere(`row.${filter} = :${filter}`, { [filter]: query[filter] });
    const { created_after, created_before } = query;
    if (created_after !== undefined) rows.andWhere('row.created_at >= :created_after', { created_after });
    if (created_before !== undefined) rows.andWhere('row.created_at < :created_before', { created_before });
    return pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id', 'DESC'), query, (row) =>
      taskView(row, this.live.of(row)),
    );
  }

  @Get(':id')
  @Describe({ summary: 'Get a task' })
  @RequirePermission('project.tasks.view', of('task'))
  @ApiOkResponse({ type: TaskView })
  async one(@Id() id: string): Promise<TaskView> {
    const row = await this.dataSource.manager.findOneByOrFail(Task, { id });
    return taskView(row, this.live.of(row));
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @Describe({
    summary: 'Cancel a task',
    description:
      'Asks for the end of a task, with the permission that starts such work. Asking again changes nothing; `cancel_outcome` tells what came of it.',
    problems: { TASK_ENDED: 'The task has ended already' },
  })
  @RequirePermission('project.tasks.view', of('task'), 'the permission that starts such work')
  @ApiAcceptedResponse({ type: TaskView })
  @StartsWork()
  cancel(@Id() id: string, @Req() request: AuthenticatedRequest): Promise<TaskView> {
    return this.intake.answer(request, async (manager) => {
      const row = await this.cancels.cancel(manager, id, actorOf(request));
      return taskView(row, this.live.of(row));
    });
  }
}
