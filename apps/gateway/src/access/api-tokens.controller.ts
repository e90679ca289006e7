import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { StrongroomError } from '@app/core';
import { DirectoryStore } from '../directory/directory-store';
import { Moment, Text, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id, validationFailed } from '../http/request-validation';
import { ApiToken } from './api-token.entity';
import { ApiTokens } from './api-tokens';
import { type Caller, isAllowed } from './is-allowed';
import { CurrentCaller, RequirePermission, withinReach } from './require-permission';
import { User } from './user.entity';

class ApiTokenCreate {
  @Text({ example: 'nightly script' }) name: string;
  @Uuid({ optional: true, description: 'Whose token; your own when left out. Only a portal_admin may name others.' })
  user_id?: string;
  @Moment({ optional: true, nullable: true, description: 'null: never' }) expires_at?: string | null;
}

class ApiTokenView {
  @Uuid() id: string;
  @Text({ example: 'nightly script' }) name: string;
  @Uuid() user_id: string;
  @Text({ description: 'The part after srk_, by which a token is recognized', example: '0a1b2c3d4e5f' }) prefix: string;
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
  ) {}

  @Get()
  @RequirePermission('account.tokens.manage', withinReach)
  @ApiPageOf(ApiTokenView)
  list(@Query() query: PageQuery, @CurrentCaller() caller: Caller): Promise<Page<ApiTokenView>> {
    const rows = this.store.query(ApiToken).orderBy('row.created_at', 'DESC').addOrderBy('row.id');
    if (!managesAll(caller)) rows.andWhere('row.user_id = :user', { user: caller.userId });
    return pageOf(rows, query, view);
  }

  @Post()
  @RequirePermission('account.tokens.manage', withinReach)
  @ApiCreatedResponse({ type: ApiTokenCreated })
  async create(@Body() body: ApiTokenCreate, @CurrentCaller() caller: Caller): Promise<ApiTokenCreated> {
    const user_id = body.user_id ?? caller.userId;
    if (user_id !== caller.userId && !managesAll(caller))
      throw new StrongroomError('FORBIDDEN', 'Only a portal_admin may create tokens for other users.');
    await this.store.get(User, user_id);
    const expires_at = body.expires_at ? new Date(body.expires_at) : null;
    if (expires_at !== null && expires_at <= new Date())
      throw validationFailed([{ field: 'expires_at', message: 'expires_at must lie in the future' }]);
    const { row, token } = await this.tokens.issue(this.dataSource.manager, { name: body.name, user_id, expires_at });
    return { ...view(row), token };
  }

  @Get(':id')
  @RequirePermission('account.tokens.manage', withinReach)
  @ApiOkResponse({ type: ApiTokenView })
  async one(@Id() id: string, @CurrentCaller() caller: Caller): Promise<ApiTokenView> {
    return view(await this.own(id, caller));
  }

  /** Revokes the token at once; its row stays. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('account.tokens.manage', withinReach)
  @ApiNoContentResponse()
  async revoke(@Id() id: string, @CurrentCaller() caller: Caller): Promise<void> {
    const row = await this.own(id, caller);
    await this.tokens.revoke(row.id);
  }

  private async own(id: string, caller: Caller): Promise<ApiToken> {
    const row = await this.store.get(ApiToken, id);
    if (row.user_id !== caller.userId && !managesAll(caller))
      throw new StrongroomError('NOT_FOUND', `There is no API token ${id}.`);
    return row;
  }
}

const managesAll = (caller: Caller) => isAllowed(caller, 'portal.users.update', {});

function view(row: ApiToken): ApiTokenView {
  return {
    id: row.id,
    name: row.name,
    user_id: row.user_id,
    prefix: row.prefix,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}
