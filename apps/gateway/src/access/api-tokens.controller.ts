import { Body, Controller, Delete, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { StrongroomError } from '@app/core';
import { type Actor, CurrentActor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { DirectoryStore } from '../directory/directory-store';
import { Choices, Moment, Text, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id, validationFailed } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { ApiToken } from './api-token.entity';
import { ApiTokens } from './api-tokens';
import { type Caller, isAllowed } from './is-allowed';
import { CurrentCaller, RequirePermission, withinReach } from './require-permission';
import { PERMISSIONS, type Permission } from './roles';
import { isNoWider, type TokenLimit } from './token-limit';
import { ScopeLookup } from './scope-lookup';
import { User } from './user.entity';

class ApiTokenCreate {
  @Text({ example: 'nightly script' }) name: string;
  @Uuid({ optional: true, description: 'Whose token; your own when left out. Only a portal_admin may name others.' })
  user_id?: string;
  @Moment({ optional: true, nullable: true, description: 'null: never' }) expires_at?: string | null;
  @Choices(PERMISSIONS, {
    optional: true,
    nullable: true,
    description: 'The permissions that the token has as long as its owner has them; null: all of the owner',
    example: ['project.backups.list', 'project.backups.create'],
  })
  scopes?: Permission[] | null;
  @Uuid({ optional: true, nullable: true, description: 'The only organization in which the token holds' })
  organization_id?: string | null;
  @Uuid({ optional: true, nullable: true, description: 'The only project in which the token holds' })
  project_id?: string | null;
}

class ApiTokenView {
  @Uuid() id: string;
  @Text({ example: 'nightly script' }) name: string;
  @Uuid() user_id: string;
  @Text({ description: 'The part after srk_, by which a token is recognized', example: '0a1b2c3d4e5f' }) prefix: string;
  @Choices(PERMISSIONS, { nullable: true, description: 'null: all permissions of the owner' })
  scopes: Permission[] | null;
  @Uuid({ nullable: true }) organization_id: string | null;
  @Uuid({ nullable: true }) project_id: string | null;
  @Moment({ nullable: true, description: 'Exact to a minute' }) last_used_at: string | null;
  @Moment({ nullable: true }) expires_at: string | null;
  @Moment({ nullable: true }) revoked_at: string | null;
  @Moment() created_at: string;
}

class ApiTokenCreated extends ApiTokenView {
  @Text({ description: 'Shown this once', example: 'srk_0a1b2c3d4e5f_…' }) token: string;
}

/** A portal_admin manages every token, anybody else their own. */
@ApiTags('api-tokens')
@Controller('api/v1/api-tokens')
export class ApiTokensController {
  constructor(
    private readonly store: DirectoryStore,
    private readonly tokens: ApiTokens,
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly scopes: ScopeLookup,
  ) {}

  @Get()
  @Describe({ summary: 'List API tokens', description: 'The newest first: your own; a portal_admin sees every one.' })
  @RequirePermission('account.tokens.manage', withinReach)
  @ApiPageOf(ApiTokenView)
  list(@Query() query: PageQuery, @CurrentCaller() caller: Caller): Promise<Page<ApiTokenView>> {
    const rows = this.store.query(ApiToken).orderBy('row.created_at', 'DESC').addOrderBy('row.id');
    if (!managesAll(caller)) rows.andWhere('row.user_id = :user', { user: caller.userId });
    return pageOf(rows, query, view);
  }

  @Post()
  @Header('Cache-Control', 'no-store')
  @Describe({
    summary: 'Create an API token',
    description: 'The answer shows the token once; it is stored hashed.',
    problems: { NOT_FOUND: 'There is no such user' },
  })
  @RequirePermission('account.tokens.manage', withinReach)
  @ApiCreatedResponse({ type: ApiTokenCreated })
  async create(@Body() body: ApiTokenCreate, @CurrentActor() by: Actor): Promise<ApiTokenCreated> {
    const { caller } = by;
    const user_id = body.user_id ?? caller.userId;
    if (user_id !== caller.userId && !managesAll(caller))
      throw new StrongroomError('FORBIDDEN', 'Only a portal_admin may create tokens for other users.');
    await this.store.get(User, user_id);
    const expires_at = body.expires_at ? new Date(body.expires_at) : null;
    if (expires_at !== null && expires_at <= new Date())
      throw validationFailed([{ field: 'expires_at', message: 'expires_at must lie in the future' }]);
    const limit = await this.limitOf(body, caller);
    requireNoMore(caller, limit, expires_at);
    const request = { name: body.name, user_id, expires_at, limit };
    return this.dataSource.transaction(async (manager) => {
      const { row, token } = await this.tokens.issue(manager, request);
      const { prefix, scopes, organization_id, project_id } = row;
      await this.audit.record(manager, {
        ...by,
        action: 'api_token.created',
        object: { type: 'api_token', id: row.id, name: row.name },
        organization: null,
        details: { user_id, prefix, expires_at, scopes, organization_id, project_id },
      });
      return { ...view(row), token };
    });
  }

  @Get(':id')
  @Describe({ summary: 'Get an API token', problems: { NOT_FOUND: 'There is no such token' } })
  @RequirePermission('account.tokens.manage', withinReach)
  @ApiOkResponse({ type: ApiTokenView })
  async one(@Id() id: string, @CurrentCaller() caller: Caller): Promise<ApiTokenView> {
    return view(await this.own(id, caller));
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({
    summary: 'Revoke an API token',
    description: 'It ends at once; its row stays.',
    problems: { NOT_FOUND: 'There is no such token' },
  })
  @RequirePermission('account.tokens.manage', withinReach)
  @ApiNoContentResponse()
  async revoke(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    const row = await this.own(id, by.caller);
    await this.dataSource.transaction(async (manager) => {
      await this.tokens.revoke(manager, row.id);
      await this.audit.record(manager, {
        ...by,
        action: 'api_token.revoked',
        object: { type: 'api_token', id, name: row.name },
        organization: null,
        details: { user_id: row.user_id, prefix: row.prefix },
      });
    });
  }

  /** @throws StrongroomError NOT_FOUND, VALIDATION_FAILED */
  private async limitOf(body: ApiTokenCreate, caller: Caller): Promise<TokenLimit | undefined> {
    const permissions = body.scopes ? new Set(body.scopes) : undefined;
    const organizationId = body.organization_id ?? undefined;
    const projectId = body.project_id ?? undefined;
    if (projectId !== undefined) {
      const known = await this.scopes.requireKnown(caller, 'project', projectId);
      if (organizationId !== undefined && organizationId !== known.organizationId)
        throw validationFailed([{ field: 'organization_id', message: 'is not the organization of the project' }]);
      return { permissions, organizationId: known.organizationId, projectId };
    }
    if (organizationId !== undefined) await this.scopes.requireKnown(caller, 'organization', organizationId);
    return permissions || organizationId ? { permissions, organizationId } : undefined;
  }

  private async own(id: string, caller: Caller): Promise<ApiToken> {
    const row = await this.store.get(ApiToken, id);
    if (row.user_id !== caller.userId && !managesAll(caller))
      throw new StrongroomError('NOT_FOUND', `There is no API token ${id}.`);
    return row;
  }
}

const managesAll = (caller: Caller) => isAllowed(caller, 'portal.users.update', {});

/** A token that is made with another one has no wider limits, and does not outlive it. @throws StrongroomError FORBIDDEN */
function requireNoMore(caller: Caller, limit: TokenLimit | undefined, expiresAt: Date | null): void {
  if (!isNoWider(limit, caller.limit))
    throw new StrongroomError('FORBIDDEN', 'A token that is made with a limited token may not be wider than that.');
  const { signedInBy, expiresAt: ends } = caller;
  if (signedInBy === 'api_token' && ends !== undefined && (expiresAt === null || expiresAt > ends))
    throw new StrongroomError('FORBIDDEN', 'A token that is made with another token may not outlive it.', {
      details: { expires_at: ends.toISOString() },
    });
}

function view(row: ApiToken): ApiTokenView {
  return {
    id: row.id,
    name: row.name,
    user_id: row.user_id,
    prefix: row.prefix,
    scopes: row.scopes,
    organization_id: row.organization_id,
    project_id: row.project_id,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}
