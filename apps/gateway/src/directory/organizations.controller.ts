import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags, PartialType } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import { BILLING_PLANS, type BillingPlan } from '@app/contracts';
import { type Caller, reachOf, requireAllowed } from '../access/is-allowed';
import { CurrentCaller, RequirePermission, of, portal, withinReach } from '../access/require-permission';
import { RoleAssignment } from '../access/role-assignment.entity';
import { narrowTo } from '../access/within-reach';
import { type Actor, CurrentActor } from '../audit/actor';
import { Moment, OneOf, Slug, Text, Uuid } from '../http/fields';
import { momentOf } from '../http/moment';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { Quotas } from '../quotas/quotas';
import { DirectoryStore } from './directory-store';
import { Organization } from './organization.entity';
import { slugOf } from './slug';

class OrganizationCreate {
  @Text({ example: 'Acme' }) name: string;
  @Slug({ optional: true, description: 'Made from the name when left out', example: 'acme' }) slug?: string;
  @OneOf(BILLING_PLANS, { optional: true, default: 'free' }) billing_plan?: BillingPlan;
}
class OrganizationUpdate extends PartialType(OrganizationCreate, { skipNullProperties: false }) {}

class OrganizationView {
  @Uuid() id: string;
  @Text({ example: 'Acme' }) name: string;
  @Slug({ example: 'acme' }) slug: string;
  @OneOf(BILLING_PLANS) billing_plan: BillingPlan;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}

@ApiTags('organizations')
@Controller('api/v1/organizations')
export class OrganizationsController {
  constructor(
    private readonly store: DirectoryStore,
    private readonly quotas: Quotas,
  ) {}

  @Get()
  @Describe({ summary: 'List organizations', description: 'The newest first; only what the caller may see.' })
  @RequirePermission('org.settings.view', withinReach)
  @ApiPageOf(OrganizationView)
  list(@Query() query: PageQuery, @CurrentCaller() caller: Caller): Promise<Page<OrganizationView>> {
    const rows = narrowTo(reachOf(caller, 'org.settings.view'), this.store.query(Organization), 'project', {
      organization: 'row.id',
      project: '(SELECT p.id FROM projects p WHERE p.organization_id = row.id AND p.id = ANY(:projectIds) LIMIT 1)',
    });
    return pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, view);
  }

  @Post()
  @Describe({ summary: 'Create an organization', problems: { CONFLICT: 'The slug is taken' } })
  @RequirePermission('portal.organizations.create', portal)
  @ApiCreatedResponse({ type: OrganizationView })
  async create(@Body() body: OrganizationCreate, @CurrentActor() by: Actor): Promise<OrganizationView> {
    return view(
      await this.store.create(Organization, { ...body, slug: body.slug ?? slugOf(body.name), id: randomUUID() }, by),
    );
  }

  @Get(':id')
  @Describe({ summary: 'Get an organization' })
  @RequirePermission('org.settings.view', of('organization'))
  @ApiOkResponse({ type: OrganizationView })
  async one(@Id() id: string): Promise<OrganizationView> {
    return view(await this.store.get(Organization, id));
  }

  @Patch(':id')
  @Describe({
    summary: 'Change an organization',
    description: 'Only the fields that are given. Another plan is given by the portal alone.',
    problems: { CONFLICT: 'The slug is taken' },
  })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiOkResponse({ type: OrganizationView })
  async update(
    @Id() id: string,
    @Body() body: OrganizationUpdate,
    @CurrentCaller() caller: Caller,
    @CurrentActor() by: Actor,
  ): Promise<OrganizationView> {
    const { billing_plan: plan } = body;
    if (plan === undefined) return view(await this.store.update(Organization, id, body, by));
    const before = async (manager: EntityManager) => {
      const organization = await this.store.get(Organization, id, manager);
      if (organization.billing_plan === plan) return;
      requireAllowed(caller, 'portal.organizations.create', {}, `organization ${id}`);
      await this.quotas.review(manager, id, plan);
    };
    return view(await this.store.update(Organization, id, body, by, before));
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({
    summary: 'Delete an organization',
    description: 'With the roles that were given in it.',
    problems: { IN_USE: 'Something still refers to the organization; the answer names it' },
  })
  @RequirePermission('portal.organizations.delete', of('organization'))
  @ApiNoContentResponse()
  async remove(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    await this.store.remove(Organization, id, by, (manager) => manager.delete(RoleAssignment, { organization_id: id }));
  }
}

function view(row: Organization): OrganizationView {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    billing_plan: row.billing_plan,
    created_at: momentOf(row.created_at),
    updated_at: momentOf(row.updated_at),
  };
}
