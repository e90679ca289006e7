import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import {
  BACKUP_STATUSES,
  BACKUP_TYPES,
  READING_LEVELS,
  RETENTION_TYPES,
  type BackupStatus,
  type BackupType,
  type ReadingLevel,
  type RetentionType,
} from '@app/contracts';
import { isInsurance } from '@app/tiers';
import { actorOf } from '../audit/actor';
import type { AuditAction } from '../audit/audit-actions';
import { AuditLog } from '../audit/audit-log';
import { type Caller, type Reach, reachOf } from '../access/is-allowed';
import {
  type AuthenticatedRequest,
  CurrentCaller,
  RequirePermission,
  of,
  withinReach,
} from '../access/require-permission';
import { Flag, QueryFlag, OneOf, QueryMoment, Uuid, Uuids } from '../http/fields';
import { ApiPageOf, type Page, PageQuery } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { BackupRateLimit } from '../intake/backup-rate-limit';
import { RATE_LIMIT_HEADERS } from '../intake/rate-limit-fields';
import { StartsWork } from '../intake/starts-work';
import { WorkIntake } from '../intake/work-intake';
import { PolicyRecords } from '../policies/policy-records';
import { TaskView, taskView } from '../tasks/task-view';
import { BackupCatalog } from './backup-catalog';
import { BackupRequests } from './backup-requests';
import { CopyRequests } from './copy-requests';
import { VerificationRequests } from './verification-requests';
import {
  BackupCreated,
  BackupDetails,
  BackupListed,
  BackupSummary,
  backupCreated,
  backupDetails,
  backupListed,
  backupSummary,
} from './backup-views';
import { BackupCopy } from './backup-copy.entity';
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
  @Uuids({ optional: true, description: 'Further storages, where the completed backup is copied to' })
  copy_storage_config_ids?: string[];
}

class VerifyRequest {
  @OneOf(READING_LEVELS, {
    optional: true,
    default: 'rehashed',
    description: 'Every byte compared with its checksum, or the dump and the filestore read to their end as well',
  })
  level?: ReadingLevel;
  @Uuid({ optional: true, description: 'Where a copy lies that is to be verified; the backup itself when left out' })
  storage_config_id?: string;
}

class CopyRequest {
  @Uuid({ description: 'Where the copy goes' }) storage_config_id: string;
}

class BackupQuery extends PageQuery {
  @OneOf(BACKUP_STATUSES, { optional: true, description: 'Left out: all but deleted ones' }) status?: BackupStatus;
  @OneOf(BACKUP_TYPES, { optional: true }) backup_type?: BackupType;
  @OneOf(RETENTION_TYPES, { optional: true }) retention_type?: RetentionType;
  @QueryFlag({ optional: true, description: 'Whether it is pinned' }) pinned?: boolean;
  @QueryFlag({ optional: true, description: 'Whether it is much smaller than the ones before it' })
  suspicious?: boolean;
  @QueryMoment({ optional: true, description: 'Created then or later', example: '2024-12-11T00:00:00Z' })
  created_after?: Date;
  @QueryMoment({ optional: true, description: 'Created earlier', example: '2024-12-12T00:00:00Z' })
  created_before?: Date;
}

class FleetBackupQuery extends BackupQuery {
  @Uuid({ optional: true }) organization_id?: string;
  @Uuid({ optional: true }) project_id?: string;
  @Uuid({ optional: true }) environment_id?: string;
}

@ApiTags('backups')
@Controller('api/v1/backups')
export class BackupsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly catalog: BackupCatalog,
    private readonly requests: BackupRequests,
    private readonly verifications: VerificationRequests,
    private readonly copies: CopyRequests,
    private readonly intake: WorkIntake,
    private readonly rateLimit: BackupRateLimit,
    private readonly audit: AuditLog,
    private readonly policies: PolicyRecords,
  ) {}

  @Post('environments/:environment_id/backups')
  @Describe({
    summary: 'Create a backup',
    description:
      'It is made by an executor: follow `task_id`. Manual backups are limited by user and address; `RateLimit` and `RateLimit-Policy` tell what is left.',
    problems: {
      RATE_LIMITED: 'Too many manual backups; `Retry-After` says when the next one may come',
      QUOTA_EXCEEDED: 'The backup storage of the plan is used up',
      NO_STORAGE_CONFIG: 'The organization has no default storage',
      ENVIRONMENT_DELETED: 'The environment was deleted',
      ENVIRONMENT_DELETING: 'The environment is being deleted',
      ENVIRONMENT_INCOMPLETE: 'The environment has no server',
      ENVIRONMENT_BUSY: 'The environment is being restored in place; the answer names the task',
    },
  })
  @RequirePermission('project.backups.create', of('environment', 'environment_id'))
  @ApiCreatedResponse({ type: BackupCreated, headers: RATE_LIMIT_HEADERS })
  @StartsWork()
  create(
    @Id('environment_id') environmentId: string,
    @Body() body: BackupCreate,
    @Req() request: AuthenticatedRequest,
  ): Promise<BackupCreated> {
    const type = body.backup_type ?? 'manual';
    const wanted = {
      backup_type: type,
      storage_config_id: body.storage_config_id ?? null,
      include_filestore: body.include_filestore ?? true,
      retention_type: body.retention_type ?? null,
      copy_storage_config_ids: body.copy_storage_config_ids ?? [],
    };
    // whatever the request calls it: a backup that no schedule has asked for is a manual one
    const asked = { ...wanted, within_quota: !isInsurance(type) };
    return this.intake.answer(request, async (manager) => {
      const create = () => this.requests.create(manager, environmentId, asked, request.caller.userId);
      const backup = await this.rateLimit.within(manager, request, type, create);
      await this.record(manager, request, 'backup.requested', backup, wanted);
      return backupCreated(backup);
    });
  }

  @Get('environments/:environment_id/backups')
  @Describe({ summary: 'List the backups of an environment', description: 'The newest first.' })
  @RequirePermission('project.backups.list', of('environment', 'environment_id'))
  @ApiPageOf(BackupListed)
  list(@Id('environment_id') environmentId: string, @Query() query: BackupQuery): Promise<Page<BackupListed>> {
    return this.page({ ...query, environment_id: environmentId }, 'everywhere');
  }

  @Get()
  @Describe({
    summary: 'List backups of all environments',
    description: 'The newest first; only what the caller may see.',
    operationId: 'listAllBackups',
  })
  @RequirePermission('project.backups.list', withinReach)
  @ApiPageOf(BackupListed)
  listAll(@Query() query: FleetBackupQuery, @CurrentCaller() caller: Caller): Promise<Page<BackupListed>> {
    return this.page(query, reachOf(caller, 'project.backups.list'));
  }

  @Get('environments/:environment_id/summary')
  @Describe({ summary: 'Sum up the backups of an environment', operationId: 'getBackupSummary' })
  @RequirePermission('project.backups.list', of('environment', 'environment_id'))
  @ApiOkResponse({ type: BackupSummary })
  async summary(@Id('environment_id') environmentId: string): Promise<BackupSummary> {
    const [sums, outlook] = await Promise.all([this.catalog.sums(environmentId), this.policies.outlook(environmentId)]);
    return backupSummary(environmentId, sums, outlook);
  }

  @Get(':id')
  @Describe({ summary: 'Get a backup' })
  @RequirePermission('project.backups.view', of('backup'))
  @ApiOkResponse({ type: BackupDetails })
  async one(@Id() id: string): Promise<BackupDetails> {
    const { manager } = this.dataSource;
    const copies = await manager.find(BackupCopy, {
      where: { backup_id: id },
      order: { created_at: 'ASC', id: 'ASC' },
    });
    return backupDetails(await manager.findOneByOrFail(Backup, { id }), copies);
  }

  @Post(':id/verify')
  @HttpCode(202)
  @Describe({
    summary: 'Verify a backup',
    description: 'Reads the object back from its storage and compares it with its manifest.',
    problems: { CONFLICT: 'The backup, or its copy, is not completed' },
  })
  @RequirePermission('project.backups.create', of('backup'))
  @ApiAcceptedResponse({ type: TaskView })
  @StartsWork()
  verify(
    @Id() id: string,
    @Body() { level = 'rehashed', storage_config_id }: VerifyRequest,
    @Req() request: AuthenticatedRequest,
  ): Promise<TaskView> {
    return this.intake.answer(request, async (manager) => {
      const lock = { mode: 'for_key_share' } as const;
      const backup = await manager.findOneOrFail(Backup, { where: { id }, lock });
      const wanted = { level, storage_config_id: storage_config_id ?? null };
      const task = await this.verifications.create(manager, backup, wanted, request.caller.userId);
      await this.record(manager, request, 'backup.verification_requested', backup, wanted);
      return taskView(task);
    });
  }

  @Post(':id/copies')
  @HttpCode(202)
  @Describe({
    summary: 'Copy a backup',
    description: 'Copies a completed backup into a further storage; one that failed is tried anew.',
    problems: { CONFLICT: 'The backup is not completed, or lies there already' },
  })
  @RequirePermission('project.backups.create', of('backup'))
  @ApiAcceptedResponse({ type: TaskView })
  @StartsWork()
  copy(
    @Id() id: string,
    @Body() { storage_config_id }: CopyRequest,
    @Req() request: AuthenticatedRequest,
  ): Promise<TaskView> {
    return this.intake.answer(request, async (manager) => {
      const task = await this.copies.create(manager, id, storage_config_id, request.caller.userId);
      const backup = { id, organization_id: task.organization_id };
      await this.record(manager, request, 'backup.copy_requested', backup, { storage_config_id });
      return taskView(task);
    });
  }

  private record(
    manager: EntityManager,
    request: AuthenticatedRequest,
    action: AuditAction,
    { id, organization_id: organization }: Pick<Backup, 'id' | 'organization_id'>,
    details: object,
  ): Promise<void> {
    const object = { type: 'backup', id };
    return this.audit.record(manager, { ...actorOf(request), action, object, organization, details });
  }

  private async page(query: FleetBackupQuery, reach: Reach): Promise<Page<BackupListed>> {
    const { rows, ...fields } = await this.catalog.page(query, reach, query);
    return { items: rows.map(backupListed), ...fields };
  }
}
