import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import {
  BACKUP_STATUSES,
  BACKUP_TYPES,
  RETENTION_TYPES,
  type BackupStatus,
  type BackupType,
  type RetentionType,
} from '@app/contracts';
import type { Caller } from '../access/is-allowed';
import { ApiProblem, CurrentCaller, RequirePermission, of } from '../access/require-permission';
import { Flag, OneOf, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { TaskView, taskView } from '../tasks/task-view';
import { BackupRequests } from './backup-requests';
import { VerificationRequests } from './verification-requests';
import { BackupCreated, BackupDetails, BackupListed, backupCreated, backupDetails, backupListed } from './backup-views';
import { Backup } from './backup.entity';

class BackupCreate {
  @OneOf(BACKUP_TYPES, { optional: true, nullable: true, default: 'manual', example: 'manual' })
  backup_type?: BackupType | null;
  @Uuid({
    optional: true,
    nullable: true,
    description: 'null: the default of the organization',
    example: '550e8400-e29b-41d4-a716-446655440000',
  })
  storage_config_id?: string | null;
  @Flag({ optional: true, nullable: true, default: true, example: true }) include_filestore?: boolean | null;
  @OneOf(RETENTION_TYPES, {
    optional: true,
    nullable: true,
    description: 'null: by date',
    example: 'daily',
  })
  retention_type?: RetentionType | null;
}

class BackupQuery extends PageQuery {
  @OneOf(BACKUP_STATUSES, { optional: true }) status?: BackupStatus;
  @OneOf(BACKUP_TYPES, { optional: true }) backup_type?: BackupType;
}

@ApiTags('backups')
@Controller('api/v1/backups')
export class BackupsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly requests: BackupRequests,
    private readonly verifications: VerificationRequests,
  ) {}

  @Post('environments/:environment_id/backups')
  @RequirePermission('project.backups.create', of('environment', 'environment_id'))
  @ApiCreatedResponse({ type: BackupCreated })
  async create(
    @Id('environment_id') environmentId: string,
    @Body() body: BackupCreate,
    @CurrentCaller() caller: Caller,
  ): Promise<BackupCreated> {
    const request = {
      backup_type: body.backup_type ?? 'manual',
      storage_config_id: body.storage_config_id ?? null,
      include_filestore: body.include_filestore ?? true,
      retention_type: body.retention_type ?? null,
    };
    return backupCreated(await this.requests.create(environmentId, request, caller.userId));
  }

  @Get('environments/:environment_id/backups')
  @RequirePermission('project.backups.list', of('environment', 'environment_id'))
  @ApiPageOf(BackupListed)
  list(@Id('environment_id') environmentId: string, @Query() query: BackupQuery): Promise<Page<BackupListed>> {
    const rows = this.dataSource
      .createQueryBuilder(Backup, 'row')
      .where('row.environment_id = :environmentId', { environmentId });
    if (query.status !== undefined) rows.andWhere('row.status = :status', { status: query.status });
    if (query.backup_type !== undefined) rows.andWhere('row.backup_type = :type', { type: query.backup_type });
    return pageOf(rows.orderBy('row.create_date', 'DESC').addOrderBy('row.id'), query, backupListed);
  }

  @Get(':id')
  @RequirePermission('project.backups.view', of('backup'))
  @ApiOkResponse({ type: BackupDetails })
  async one(@Id() id: string): Promise<BackupDetails> {
    return backupDetails(await this.dataSource.manager.findOneByOrFail(Backup, { id }));
  }

  /** Reads the object back from its storage and compares it with its manifest. */
  @Post(':id/verify')
  @HttpCode(202)
  @RequirePermission('project.backups.create', of('backup'))
  @ApiAcceptedResponse({ type: TaskView })
  @ApiProblem(409, 'The backup is not completed')
  async verify(@Id() id: string, @CurrentCaller() caller: Caller): Promise<TaskView> {
    const task = await this.dataSource.transaction(async (manager) =>
      this.verifications.create(manager, await manager.findOneByOrFail(Backup, { id }), caller.userId),
    );
    return taskView(task);
  }
}
