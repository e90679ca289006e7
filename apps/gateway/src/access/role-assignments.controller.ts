import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import { type Actor, CurrentActor } from '../audit/actor';
import { DirectoryStore } from '../directory/directory-store';
import { Moment, OneOf, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id, validationFailed } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { type Caller, isAllowed, reachOf, requireAllowed, type Scope } from './is-allowed';
import { CurrentCaller, RequirePermission, of, withinReach } from './require-permission';
import { RoleAssignment } from './role-assignment.entity';
import { ROLES, ROLE_TABLE, type Role } from './roles';
import { ScopeLookup } from './scope-lookup';
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
  constructor(
    private readonly store: DirectoryStore,
    private readonly scopes: ScopeLookup,
  ) {}

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
      ROLE_ABOVE_OWN: 'The role may do more than the caller',
    },
  })
  @RequirePermission('org.roles.create', withinReach)
  @ApiCreatedResponse({ type: RoleAssignmentView })
  async create(@Body() body: RoleAssignmentCreate, @CurrentActor() by: Actor): Promise<RoleAssignmentView> {
    const place = placeOf(body);
    const scope = await this.scopeOf(by.caller, place);
    requireRank(by.caller, body.role, scope);
    await this.store.get(User, body.user_id);
    const row = {
      id: randomUUID(),
      user_id: body.user_id,
      role: body.role,
      organization_id: scope.organizationId ?? null,
      project_id: scope.projectId ?? null,
    };
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
  @Describe({
    summary: 'Take a role away',
    problems: {
      LAST_OWNER: 'Nobody else is org_owner there, or portal_admin',
      ROLE_ABOVE_OWN: 'The role may do more than the caller',
    },
  })
  @RequirePermission('org.roles.delete', of('role assignment'))
  @ApiNoContentResponse()
  async remove(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    const row = await this.store.get(RoleAssignment, id);
    const scope = { organizationId: row.organization_id ?? undefined, projectId: row.project_id ?? undefined };
    requireRank(by.caller, row.role, scope);
    await this.store.remove(RoleAssignment, id, by, (manager) => requireAnotherHolder(manager, row));
  }

  /** Where the role is to hold, once the caller may give roles there. */
  private async scopeOf(caller: Caller, { organizationId, projectId }: Scope): Promise<Scope> {
    if (projectId === undefined && organizationId === undefined) {
      requireAllowed(caller, 'org.roles.create', {}, 'such thing');
      return {};
    }
    if (projectId === undefined)
      return this.scopes.requireAllowed(caller, 'org.roles.create', 'organization', organizationId!);
    const scope = await this.scopes.requireAllowed(caller, 'org.roles.create', 'project', projectId);
    if (organizationId !== undefined && organizationId !== scope.organizationId)
      throw wrong('organization_id', 'is not the organization of the project');
    return scope;
  }
}

const wrong = (field: string, message: string) => validationFailed([{ field, message }]);

/** What the body names, if it fits the level of the role. @throws StrongroomError VALIDATION_FAILED */
function placeOf({ role, organization_id, project_id }: RoleAssignmentCreate): Scope {
  const { level } = ROLE_TABLE[role];
  const organizationId = organization_id ?? undefined;
  const projectId = project_id ?? undefined;
  if (level !== 'project' && projectId !== undefined) throw wrong('project_id', `${role} is not a role in a project`);
  if (level === 'portal' && organizationId !== undefined) throw wrong('organization_id', `${role} holds everywhere`);
  if (level === 'organization' && organizationId === undefined)
    throw wrong('organization_id', `${role} needs an organization`);
  if (level === 'project' && projectId === undefined) throw wrong('project_id', `${role} needs a project`);
  return { organizationId, projectId };
}

/** Nobody gives or takes what they do not have themselves. @throws StrongroomError ROLE_ABOVE_OWN */
function requireRank(caller: Caller, role: Role, scope: Scope): void {
  const lacking = [...ROLE_TABLE[role].may].filter((permission) => !isAllowed(caller, permission, scope));
  if (lacking.length === 0) return;
  throw new StrongroomError('ROLE_ABOVE_OWN', `${role} may do more here than ${caller.userName}.`, {
    details: { role, permissions: lacking },
  });
}

/** Roles without which nobody could give roles any more. */
const KEEPERS: readonly Role[] = ['portal_admin', 'org_owner'];
/** Locked, so that of two who leave at once one stays. */
const HOLDERS = `
SELECT id FROM role_assignments WHERE role = $1 AND organization_id IS NOT DISTINCT FROM $2 ORDER BY id FOR UPDATE`;

/** @throws StrongroomError LAST_OWNER */
async function requireAnotherHolder(manager: EntityManager, row: RoleAssignment): Promise<void> {
  if (!KEEPERS.includes(row.role)) return;
  const holders: { id: string }[] = await manager.query(HOLDERS, [row.role, row.organization_id]);
  if (holders.some(({ id }) => id !== row.id)) return;
  throw new StrongroomError('LAST_OWNER', `Nobody else is ${row.role} there.`, { details: { role: row.role } });
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
