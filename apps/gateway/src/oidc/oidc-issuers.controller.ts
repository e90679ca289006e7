import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, Matches } from 'class-validator';
import { DataSource } from 'typeorm';
import { StrongroomError } from '@app/core';
import { requireWhole } from '../access/is-allowed';
import { portal, RequirePermission } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { GatewayConfig } from '../config';
import { DirectoryStore } from '../directory/directory-store';
import { Organization } from '../directory/organization.entity';
import { Choices, Flag, Moment, Text, Texts, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id, validationFailed } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { IssuerKeys } from './issuer-keys';
import { OIDC_ALGORITHMS, type OidcAlgorithm, OidcIssuer } from './oidc-issuer.entity';
import { UserIdentity } from './user-identity.entity';

const USUAL_ALGORITHMS: OidcAlgorithm[] = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

class OidcIssuerCreate {
  @Text({ example: 'Company sign-on' }) name: string;
  @Text({
    max: 500,
    description: 'Its URL, letter by letter as its tokens name it in `iss`',
    example: 'https://login.example.com/realms/company',
  })
  issuer: string;
  @Texts({ description: 'For whom tokens have to be made: one of these in `aud`', example: ['strongroom'] })
  @ArrayNotEmpty()
  @ArrayMaxSize(10)
  @Matches(/^[^\0]{1,200}$/, { each: true })
  audiences: string[];
  @Choices(OIDC_ALGORITHMS, { optional: true, default: USUAL_ALGORITHMS, example: ['RS256'] })
  algorithms?: OidcAlgorithm[];
  @Text({ optional: true, description: 'Which claim has the address of email', default: 'email', example: 'email' })
  email_claim?: string;
  @Texts({
    optional: true,
    nullable: true,
    description: 'Whose addresses of email it may speak of; null: any',
    example: ['example.com'],
  })
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @Matches(DOMAIN, { each: true, message: 'each of email_domains must be a domain in lower case' })
  email_domains?: string[] | null;
  @Uuid({
    optional: true,
    nullable: true,
    description: 'Where alone its users may act, whatever their roles; null: wherever their roles hold',
  })
  organization_id?: string | null;
  @Flag({ optional: true, default: true, example: true }) enabled?: boolean;
}
class OidcIssuerUpdate extends PartialType(OidcIssuerCreate, { skipNullProperties: false }) {}

class OidcIssuerView {
  @Uuid() id: string;
  @Text({ example: 'Company sign-on' }) name: string;
  @Text({ max: 500, example: 'https://login.example.com/realms/company' }) issuer: string;
  @Texts({ example: ['strongroom'] }) audiences: string[];
  @Choices(OIDC_ALGORITHMS, { example: ['RS256'] }) algorithms: OidcAlgorithm[];
  @Text({ example: 'email' }) email_claim: string;
  @Texts({ nullable: true, example: ['example.com'] }) email_domains: string[] | null;
  @Uuid({ nullable: true }) organization_id: string | null;
  @Flag({ example: true }) enabled: boolean;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}

class IdentityView {
  @Uuid() id: string;
  @Uuid() user_id: string;
  @Text({ max: 255, description: 'Who the user is for the issuer', example: '248289761001' }) subject: string;
  @Moment() created_at: string;
}

/** Who may say who a user is: OpenID Connect issuers, whose tokens are taken like those of the gateway. */
@ApiTags('oidc-issuers')
@Controller('api/v1/oidc-issuers')
export class OidcIssuersController {
  constructor(
    private readonly store: DirectoryStore,
    private readonly keys: IssuerKeys,
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly config: GatewayConfig,
  ) {}

  @Get()
  @Describe({ summary: 'List the issuers', operationId: 'listIssuers' })
  @RequirePermission('portal.issuers.list', portal)
  @ApiPageOf(OidcIssuerView)
  list(@Query() query: PageQuery): Promise<Page<OidcIssuerView>> {
    return pageOf(this.store.query(OidcIssuer).orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, view);
  }

  @Post()
  @Describe({
    summary: 'Trust an issuer',
    description:
      'Users come with a token of it as bearer. The first token links its subject to the user with the same verified email. The issuer is asked for its keys before it is stored.',
    problems: { CONFLICT: 'The issuer is known already', ISSUER_UNAVAILABLE: 'The issuer does not tell its keys' },
    operationId: 'createIssuer',
  })
  @RequirePermission('portal.issuers.create', portal)
  @ApiCreatedResponse({ type: OidcIssuerView })
  async create(@Body() body: OidcIssuerCreate, @CurrentActor() by: Actor): Promise<OidcIssuerView> {
    requireWhole(by.caller);
    await this.requireGood(body);
    const defaults = { algorithms: USUAL_ALGORITHMS, email_claim: 'email', enabled: true };
    return view(await this.store.create(OidcIssuer, { ...defaults, ...body, id: randomUUID() }, by));
  }

  @Get(':id')
  @Describe({ summary: 'Show an issuer', problems: { NOT_FOUND: 'There is no such issuer' }, operationId: 'getIssuer' })
  @RequirePermission('portal.issuers.view', portal)
  @ApiOkResponse({ type: OidcIssuerView })
  async one(@Id() id: string): Promise<OidcIssuerView> {
    return view(await this.store.get(OidcIssuer, id));
  }

  @Patch(':id')
  @Describe({
    summary: 'Change an issuer',
    description: 'With `enabled: false` its tokens count no more, at once.',
    problems: {
      NOT_FOUND: 'There is no such issuer',
      CONFLICT: 'The issuer is known already',
      ISSUER_UNAVAILABLE: 'The issuer does not tell its keys',
    },
    operationId: 'updateIssuer',
  })
  @RequirePermission('portal.issuers.update', portal)
  @ApiOkResponse({ type: OidcIssuerView })
  async update(@Id() id: string, @Body() body: OidcIssuerUpdate, @CurrentActor() by: Actor): Promise<OidcIssuerView> {
    requireWhole(by.caller);
    const { issuer } = await this.store.get(OidcIssuer, id);
    // the subjects of one issuer say nothing about those of another
    if (body.issuer !== undefined && body.issuer !== issuer)
      throw validationFailed([{ field: 'issuer', message: 'issuer cannot be changed: create another one' }]);
    await this.requireGood(body);
    return view(await this.store.update(OidcIssuer, id, body, by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({
    summary: 'Trust an issuer no more',
    description: 'Forgets who its subjects are.',
    problems: { NOT_FOUND: 'There is no such issuer' },
    operationId: 'deleteIssuer',
  })
  @RequirePermission('portal.issuers.delete', portal)
  @ApiNoContentResponse({ description: 'Deleted' })
  async remove(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    await this.store.remove(OidcIssuer, id, by);
  }

  @Get(':id/identities')
  @Describe({
    summary: 'List whom an issuer knows',
    problems: { NOT_FOUND: 'There is no such issuer' },
    operationId: 'listIssuerIdentities',
  })
  @RequirePermission('portal.issuers.view', portal)
  @ApiPageOf(IdentityView)
  async identities(@Id() id: string, @Query() query: PageQuery): Promise<Page<IdentityView>> {
    await this.store.get(OidcIssuer, id);
    const rows = this.dataSource.createQueryBuilder(UserIdentity, 'row').where('row.issuer_id = :id', { id });
    return pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, identityView);
  }

  @Delete(':id/identities/:identity_id')
  @HttpCode(204)
  @Describe({
    summary: 'Forget who somebody is for an issuer',
    description: 'The next token with the verified email of the user links them again.',
    problems: { NOT_FOUND: 'There is no such identity' },
    operationId: 'deleteIssuerIdentity',
  })
  @RequirePermission('portal.issuers.update', portal)
  @ApiNoContentResponse({ description: 'Forgotten' })
  async forget(@Id() id: string, @Id('identity_id') identityId: string, @CurrentActor() by: Actor): Promise<void> {
    requireWhole(by.caller);
    await this.dataSource.transaction(async (manager) => {
      const identity = await manager.findOneBy(UserIdentity, { id: identityId, issuer_id: id });
      if (identity === null) throw new StrongroomError('NOT_FOUND', `There is no identity ${identityId}.`);
      await manager.delete(UserIdentity, { id: identityId });
      await this.audit.record(manager, {
        ...by,
        action: 'user.identity_unlinked',
        object: { type: 'user', id: identity.user_id },
        organization: null,
        details: { issuer_id: id, subject: identity.subject },
      });
    });
  }

  /** @throws StrongroomError VALIDATION_FAILED, NOT_FOUND, ISSUER_UNAVAILABLE */
  private async requireGood({ issuer, organization_id }: Partial<OidcIssuerCreate>): Promise<void> {
    if (organization_id) await this.store.get(Organization, organization_id);
    if (issuer === undefined) return;
    const problem = problemOf(issuer, this.config.oidcAllowHttp);
    if (problem !== undefined) throw validationFailed([{ field: 'issuer', message: `issuer ${problem}` }]);
    await this.keys.check(issuer);
  }
}

function problemOf(issuer: string, allowHttp: boolean): string | undefined {
  if (!URL.canParse(issuer)) return 'must be a URL';
  const { protocol, username, password, search, hash } = new URL(issuer);
  if (protocol !== 'https:' && !(protocol === 'http:' && allowHttp)) return 'must begin with https://';
  if (username || password || search || hash) return 'must have neither a user nor a query';
  return undefined;
}

function view(row: OidcIssuer): OidcIssuerView {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    audiences: row.audiences,
    algorithms: row.algorithms,
    email_claim: row.email_claim,
    email_domains: row.email_domains,
    organization_id: row.organization_id,
    enabled: row.enabled,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

function identityView({ id, user_id, subject, created_at }: UserIdentity): IdentityView {
  return { id, user_id, subject, created_at: created_at.toISOString() };
}
