import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../audit/actor';
import { DirectoryStore } from '../directory/directory-store';
import { Project } from '../directory/project.entity';
import { Moment, OneOf, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id, validationFailed } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { type Caller, reachOf, requireAllowed } from './is-allowed';
import { CurrentCaller, RequirePermission, of, withinReach } from './require-permission';
import { RoleAssignment } from './role-assignment.entity';
import { ROLES, ROLE_TABLE, type Role } from './roles';
import { User } from './user.entity';
import { narrowTo } from './within-reach';

class RoleAssignmentCreate {
  @Uuid() user_id: string;
  @OneOf(ROLES) role: Role;
  @Uuid({ optional: true, nullable: true, description: 'Of an org role: its organization' })
  organization_id?: string | null;
  @Uuid({ optional: true, nullable: true, description: 'Of a project role: its project' })
  project_id?: string | null;
}

class RoleAssignmentView {
  @Uuid() id: string;
  @Uuid() user_id: string;
  @OneOf(ROLES) role: Role;
  @Uuid({ nullable: true }) organization_id: string | null;
  @Uuid({ nullable: true }) project_id: string | null;
  @Moment() created_at: string;
}

class RoleAssignmentQuery extends PageQuery {
  @Uuid({ optional: true }) user_id?: string;
  @Uuid({ optional: true }) organization_id?: string;
}

@ApiTags('role-assignments')
@Controller('api/v1/role-assignments')
export class RoleAssignmentsController {
  constructor(private readonly store: DirectoryStore) {}

  @Get()
  @Describe({
    summary: 'List role assignments',
    description: 'The newest first; only those of organizations whose roles the caller may see.',
  })
  @RequirePermission('org.roles.list', withinReach)
  @ApiPageOf(RoleAssignmentView)
  list(@Query() query: RoleAssignmentQuery, @CurrentCaller() caller: Caller): Promise<Page<RoleAssignmentView>> {
    const rows = narrowTo(reachOf(caller, 'org.roles.list'), this.store.query(RoleAssignment), 'organization');
    if (query.user_id !== undefined) rows.andWhere('row.user_id = :user', { user: query.user_id });
    if (query.organization_id !== undefined)
      rows.andWhere('row.organization_id = :organization', { organization: query.organization_id });
    return pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, view);
  }

  @Post()
  @Describe({
    summary: 'Give a user a role',
    description: 'An org role names its organization, a project role its project, a portal role neither.',
    problems: {
      CONFLICT: 'The user has this role already',
      NOT_FOUND: 'There is no such user, organization or project',
    },
  })
  @RequirePermission('org.roles.create', withinReach)
  @ApiCreatedResponse({ type: RoleAssignmentView })
  async create(@Body() body: RoleAssignmentCreate, @CurrentActor() by: Actor): Promise<RoleAssignmentView> {
    const scope = await this.scopeOf(body);
    const target = { organizationId: scope.organization_id ?? undefined, projectId: scope.project_id ?? undefined };
    requireAllowed(by.caller, 'org.roles.create', target, 'such organization or project');
    await this.store.get(User, body.user_id);
    const row = { id: randomUUID(), user_id: body.user_id, role: body.role, ...scope };
    return view(await this.store.create(RoleAssignment, row, by));
  }

  @Get(':id')
  @Describe({ summary: 'Get a role assignment' })
  @RequirePermission('org.roles.view', of('role assignment'))
  @ApiOkResponse({ type: RoleAssignmentView })
  async one(@Id() id: string): Promise<RoleAssignmentView> {
    return view(await this.store.get(RoleAssignment, id));
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({ summary: 'Take a role away' })
  @RequirePermission('org.roles.delete', of('role assignment'))
  @ApiNoContentResponse()
  async remove(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    await this.store.remove(RoleAssignment, id, by);
  }

  private async scopeOf(body: RoleAssignmentCreate): Promise<Pick<RoleAssignment, 'organization_id' | 'project_id'>> {
    const { level } = ROLE_TABLE[body.role];
    const organizationId = body.organization_id ?? null;
    const projectId = body.project_id ?? null;
    const wrong = (field: string, message: string) => validationFailed([{ field, message }]);
    if (level !== 'project' && projectId !== null) throw wrong('project_id', `${body.role} is not a role in a project`);
    if (level === 'portal') {
      if (organizationId !== null) throw wrong('organization_id', `${body.role} holds everywhere`);
      return { organization_id: null, project_id: null };
    }
    if (level === 'organization') {
      if (organizationId === null) throw wrong('organization_id', `${body.role} needs an organization`);
      return { organization_id: organizationId, project_id: null };
    }
    if (projectId === null) throw wrong('project_id', `${body.role} needs a project`);
    const project = await this.store.get(Project, projectId);
    if (organizationId !== null && organizationId !== project.organization_id)
      throw wrong('organization_id', 'is not the organization of the project');
    return { organization_id: project.organization_id, project_id: projectId };
  }
}

function view(row: RoleAssignment): RoleAssignmentView {
  return {
    id: row.id,
    user_id: row.user_id,
    role: row.role,
    organization_id: row.organization_id,
    project_id: row.project_id,
    created_at: row.created_at.toISOString(),
  };
}
