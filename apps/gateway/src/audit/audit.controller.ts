import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { type Caller, reachOf } from '../access/is-allowed';
import { CurrentCaller, RequirePermission, of, withinReach } from '../access/require-permission';
import { narrowTo } from '../access/within-reach';
import { AnyObject, Moment, OneOf, Text, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id, validationFailed } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { AUDIT_ACTIONS, type AuditAction } from './audit-actions';
import { AUDIT_OUTCOMES, AuditEntry, type AuditOutcome } from './audit-entry.entity';

class OrganizationAuditQuery extends PageQuery {
  @Uuid({ optional: true, description: 'Who made the change' }) actor_id?: string;
  @OneOf(AUDIT_ACTIONS, { optional: true }) action?: AuditAction;
  @Text({ optional: true, max: 50, example: 'backup' }) object_type?: string;
  @Text({ optional: true, max: 100, example: '550e8400-e29b-41d4-a716-446655440000' }) object_id?: string;
  @OneOf(AUDIT_OUTCOMES, { optional: true }) outcome?: AuditOutcome;
  @Moment({ optional: true, description: 'Not before' }) from?: string;
  @Moment({ optional: true, description: 'Before' }) to?: string;
}
class AuditQuery extends OrganizationAuditQuery {
  @Uuid({ optional: true }) organization_id?: string;
}

class AuditEntryView {
  @Uuid() id: string;
  @Moment() at: string;
  @Uuid({ nullable: true, description: 'null: nobody who is known' }) actor_id: string | null;
  @Text({ nullable: true, description: 'As the actor was called then', example: 'Ada' }) actor_name: string | null;
  @Uuid({ nullable: true, description: 'The API token or session that was used' }) token_id: string | null;
  @Text({ example: '203.0.113.7', description: 'The IP address that the request came from' }) address: string;
  @OneOf(AUDIT_ACTIONS, { example: 'backup.requested' }) action: AuditAction;
  @Text({ example: 'backup' }) object_type: string;
  @Text({ nullable: true, example: '550e8400-e29b-41d4-a716-446655440000' }) object_id: string | null;
  @Text({ nullable: true, description: 'As the object was called then' }) object_name: string | null;
  @Uuid({ nullable: true, description: 'null: a matter of the portal' }) organization_id: string | null;
  @AnyObject({ description: 'Facts of the change; of a secret only that it was changed' }) details: object;
  @OneOf(AUDIT_OUTCOMES, {
    description:
      '`unknown`: another service was asked for the change and has not answered yet, or never will; look there whether it was made',
  })
  outcome: AuditOutcome;
}

const EQUAL = ['actor_id', 'action', 'object_type', 'object_id', 'organization_id', 'outcome'] as const;

@ApiTags('audit')
@Controller('api/v1')
export class AuditController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('audit')
  @Describe({
    summary: 'Read the audit log',
    description:
      'The newest first: what was changed in every organization whose log the caller may read; matters of the portal for a portal_admin only.',
    operationId: 'listAuditEntries',
  })
  @RequirePermission('org.audit.list', withinReach)
  @ApiPageOf(AuditEntryView)
  list(@Query() query: AuditQuery, @CurrentCaller() caller: Caller): Promise<Page<AuditEntryView>> {
    return this.page(narrowTo(reachOf(caller, 'org.audit.list'), this.entries(), 'organization'), query);
  }

  @Get('organizations/:id/audit')
  @Describe({
    summary: 'Read the audit log of an organization',
    description: 'The newest first.',
    operationId: 'listOrganizationAuditEntries',
  })
  @RequirePermission('org.audit.list', of('organization'))
  @ApiPageOf(AuditEntryView)
  ofOrganization(@Id() id: string, @Query() query: OrganizationAuditQuery): Promise<Page<AuditEntryView>> {
    return this.page(this.entries(), { ...query, organization_id: id });
  }

  private entries(): SelectQueryBuilder<AuditEntry> {
    return this.dataSource.createQueryBuilder(AuditEntry, 'row');
  }

  /** The newest first. */
  private page(rows: SelectQueryBuilder<AuditEntry>, query: AuditQuery): Promise<Page<AuditEntryView>> {
    for (const filter of EQUAL)
      if (query[filter] !== undefined) rows.andWhere(`row.${filter} = :${filter}`, { [filter]: query[filter] });
    if (query.from !== undefined) rows.andWhere('row.at >= :from', { from: momentOf('from', query.from) });
    if (query.to !== undefined) rows.andWhere('row.at < :to', { to: momentOf('to', query.to) });
    return pageOf(rows.orderBy('row.at', 'DESC').addOrderBy('row.id', 'DESC'), query, view);
  }
}

/** Of the forms of ISO 8601 some name no moment, as a week. */
function momentOf(field: string, text: string): Date {
  const moment = new Date(text);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw validationFailed([{ field, message: `${field} must be a moment` }]);
}

function view({ at, ...fields }: AuditEntry): AuditEntryView {
  return { ...fields, at: at.toISOString() };
}
