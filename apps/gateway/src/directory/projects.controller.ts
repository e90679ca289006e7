import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
  OmitType,
  PartialType,
} from '@nestjs/swagger';
import { type Caller, reachOf } from '../access/is-allowed';
import { CurrentCaller, RequirePermission, named, of, withinReach } from '../access/require-permission';
import { narrowTo } from '../access/within-reach';
import { type Actor, CurrentActor } from '../audit/actor';
import { Moment, Slug, Text, Uuid } from '../http/fields';
import { momentOf } from '../http/moment';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { DirectoryStore } from './directory-store';
import { Project } from './project.entity';
import { slugOf } from './slug';

class ProjectCreate {
  @Uuid() organization_id: string;
  @Text({ example: 'E-commerce Platform' }) name: string;
  @Slug({ optional: true, description: 'Made from the name when left out', example: 'ecommerce-platform' })
  slug?: string;
  @Text({ max: 20, pattern: /^\d+\.\d+$/, patternSays: 'a version such as 18.0', example: '18.0' })
  odoo_version: string;
}
class ProjectUpdate extends PartialType(OmitType(ProjectCreate, ['organization_id']), { skipNullProperties: false }) {}

class ProjectView extends ProjectCreate {
  @Uuid() id: string;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}

class ProjectQuery extends PageQuery {
  @Uuid({ optional: true }) organization_id?: string;
}

@ApiTags('projects')
@Controller('api/v1/projects')
export class ProjectsController {
  constructor(private readonly store: DirectoryStore) {}

  @Get()
  @Describe({ summary: 'List projects', description: 'The newest first; only what the caller may see.' })
  @RequirePermission('project.settings.view', withinReach)
  @ApiPageOf(ProjectView)
  list(@Query() query: ProjectQuery, @CurrentCaller() caller: Caller): Promise<Page<ProjectView>> {
    const reach = reachOf(caller, 'project.settings.view');
    const rows = narrowTo(reach, this.store.query(Project), 'project', { project: 'row.id' });
    if (query.organization_id !== undefined)
      rows.andWhere('row.organization_id = :organization', { organization: query.organization_id });
    return pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, view);
  }

  @Post()
  @Describe({ summary: 'Create a project', problems: { CONFLICT: 'The slug is taken' } })
  @RequirePermission('org.projects.create', named('organization', 'organization_id'))
  @ApiCreatedResponse({ type: ProjectView })
  async create(@Body() body: ProjectCreate, @CurrentActor() by: Actor): Promise<ProjectView> {
    return view(
      await this.store.create(Project, { ...body, slug: body.slug ?? slugOf(body.name), id: randomUUID() }, by),
    );
  }

  @Get(':id')
  @Describe({ summary: 'Get a project' })
  @RequirePermission('project.settings.view', of('project'))
  @ApiOkResponse({ type: ProjectView })
  async one(@Id() id: string): Promise<ProjectView> {
    return view(await this.store.get(Project, id));
  }

  @Patch(':id')
  @Describe({
    summary: 'Change a project',
    description: 'Only the fields that are given.',
    problems: { CONFLICT: 'The slug is taken' },
  })
  @RequirePermission('project.settings.update', of('project'))
  @ApiOkResponse({ type: ProjectView })
  async update(@Id() id: string, @Body() body: ProjectUpdate, @CurrentActor() by: Actor): Promise<ProjectView> {
    return view(await this.store.update(Project, id, body, by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({
    summary: 'Delete a project',
    problems: { IN_USE: 'Something still refers to the project; the answer names it' },
  })
  @RequirePermission('org.projects.delete', of('project'))
  @ApiNoContentResponse()
  async remove(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    await this.store.remove(Project, id, by);
  }
}

function view(row: Project): ProjectView {
  return {
    id: row.id,
    organization_id: row.organization_id,
    name: row.name,
    slug: row.slug,
    odoo_version: row.odoo_version,
    created_at: momentOf(row.created_at),
    updated_at: momentOf(row.updated_at),
  };
}
