import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  ORPHAN_KINDS,
  ORPHAN_SWEEP_STATUSES,
  type OrphanKind,
  type OrphanReportPayload,
  type OrphanSweepPayload,
  type OrphanSweepStatus,
} from '@app/contracts';
import { type AuthenticatedRequest, of, RequirePermission } from '../access/require-permission';
import { actorOf } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { DirectoryStore } from '../directory/directory-store';
import { StorageConfig } from '../directory/storage-config.entity';
import { AnyObject, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';
import { Id } from '../http/request-validation';
import { StartsWork } from '../intake/starts-work';
import { WorkIntake } from '../intake/work-intake';
import { Describe } from '../openapi/describe';
import { RetentionService } from './retention-service';

class OrphanView {
  @Text({ max: 1024, example: 'organizations/…/0d9f6b1e-3c52-4c7a-9f10-000000000001.zip' }) key: string;
  @OneOf(ORPHAN_KINDS, { description: '`unfinished`: an upload that was begun and not ended' }) kind: OrphanKind;
  @Whole() size_bytes: number;
  @Moment() modified_at: string;
}

class MissingObjectView {
  @Uuid() backup_id: string;
  @Uuid({ nullable: true, description: 'null: the backup itself, not a copy' }) copy_id: string | null;
  @Text({ max: 1024, example: 'organizations/…/0d9f6b1e-3c52-4c7a-9f10-000000000001.zip' }) key: string;
}

class OrphanReport {
  @Moment({ description: 'When the storage was looked at' }) at: string;
  @Whole({ description: 'Objects that lie in the storage' }) listed_objects: number;
  @Whole() listed_bytes: number;
  @Whole({ description: 'Objects that no record knows' }) orphan_objects: number;
  @Whole() orphan_bytes: number;
  @Whole({ description: 'Objects that a record names and that are not there' }) missing_objects: number;
  @Nested(() => OrphanView, { list: true, description: 'The first 1000, by key' }) orphans: OrphanView[];
  @Nested(() => MissingObjectView, { list: true, description: 'The first 1000, by key' }) missing: MissingObjectView[];
}

class OrphanSweepView {
  @Uuid() storage_config_id: string;
  @OneOf(ORPHAN_SWEEP_STATUSES) status: OrphanSweepStatus;
  @Moment({ nullable: true, description: 'When the next one is due' }) due_at: string | null;
  @Moment({ nullable: true }) started_at: string | null;
  @Moment({ nullable: true }) ended_at: string | null;
  @AnyObject({ nullable: true, description: 'code, message, remedy and details of why the last one failed' })
  error: object | null;
  @Nested(() => OrphanReport, { nullable: true, description: 'Of the last one that was complete; null: none yet' })
  report: OrphanReport | null;
}

const AWAY = { RETENTION_UNREACHABLE: 'The retention service does not answer' };

/** What lies in a storage and nobody knows, and what is known and does not lie there. Reported, never removed. */
@ApiTags('storage-configs')
@Controller('api/v1/backups/storage-configs')
export class OrphanSweepsController {
  constructor(
    private readonly retention: RetentionService,
    private readonly intake: WorkIntake,
    private readonly audit: AuditLog,
    private readonly store: DirectoryStore,
  ) {}

  @Post(':id/orphan-sweep')
  @HttpCode(202)
  @Describe({
    summary: 'Look for orphans in a storage',
    description:
      'Compares what lies in the storage with the catalog, as is done every week. Nothing is removed. What is too young, being made or on its way out is no orphan; a storage that cannot be listed to its end reports nothing.',
    operationId: 'sweepOrphans',
    problems: AWAY,
  })
  @RequirePermission('org.storage.update', of('storage config'))
  @ApiAcceptedResponse({ type: OrphanSweepView })
  @StartsWork()
  async sweep(@Id() id: string, @Req() request: AuthenticatedRequest): Promise<OrphanSweepView> {
    const { organization_id: organization, name } = await this.store.get(StorageConfig, id);
    const object = { type: 'storage_config', id, name };
    const wish = {
      ...actorOf(request),
      action: 'storage_config.orphan_sweep_requested',
      object,
      organization,
    } as const;
    return this.audit.around(wish, (settle) =>
      this.intake.answer(request, async (manager) => {
        const sweep = await this.retention.sweepOrphans(id);
        await settle(manager);
        return view(id, sweep);
      }),
    );
  }

  @Get(':id/orphan-sweep')
  @Describe({
    summary: 'Get the orphans of a storage',
    description: 'How the last look at the storage stands, and what the last complete one has found.',
    operationId: 'getOrphans',
    problems: AWAY,
  })
  @RequirePermission('org.storage.view', of('storage config'))
  @ApiOkResponse({ type: OrphanSweepView })
  async one(@Id() id: string): Promise<OrphanSweepView> {
    return view(id, await this.retention.orphans(id));
  }
}

const NEVER = { due_at: null, started_at: null, ended_at: null, error: null, report: null };

function view(storage_config_id: string, sweep: OrphanSweepPayload | null): OrphanSweepView {
  if (sweep === null) return { storage_config_id, status: 'waiting', ...NEVER };
  const { status, error, report } = sweep;
  return {
    storage_config_id,
    status,
    due_at: momentOrNull(sweep.due_at),
    started_at: momentOrNull(sweep.started_at),
    ended_at: momentOrNull(sweep.ended_at),
    error,
    report: report === null ? null : reportView(report),
  };
}

function reportView({ at, orphans, missing, ...counts }: OrphanReportPayload): OrphanReport {
  return {
    at: momentOf(new Date(at)),
    ...counts,
    orphans: orphans.map(({ modified_at, ...orphan }) => ({ ...orphan, modified_at: momentOf(new Date(modified_at)) })),
    missing,
  };
}
