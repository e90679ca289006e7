import { Body, Controller, Delete, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { StrongroomError } from '@app/core';
import { of, RequirePermission } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { GatewayConfig } from '../config';
import { Moment, Text, Texts, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id, validationFailed } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import type { EventCredential } from './event-credential.entity';
import { EventCredentials, subjectsOf } from './event-credentials';

const EXAMPLE_SUBJECT = 'events.0d9f6b1e-3c52-4c7a-9f10-000000000001.>';

class EventCredentialCreate {
  @Text({ description: 'Who listens', example: 'ticket system' }) name: string;
  @Moment({ optional: true, nullable: true, description: 'When it ends, with its connections; null: never' })
  expires_at?: string | null;
}

class EventCredentialView {
  @Uuid() id: string;
  @Uuid() organization_id: string;
  @Text({ example: 'ticket system' }) name: string;
  @Text({ description: 'The user for NATS', example: 'events_0a1b2c3d4e5f' }) user: string;
  @Texts({ description: 'What may be subscribed to; nothing can be published', example: [EXAMPLE_SUBJECT] })
  subjects: string[];
  @Uuid({ nullable: true, description: 'null: that user is gone' }) created_by: string | null;
  @Moment() created_at: string;
  @Moment({ nullable: true, description: 'The last time that a connection was admitted, exact to a minute' })
  last_used_at: string | null;
  @Moment({ nullable: true, description: 'null: never' }) expires_at: string | null;
  @Moment({ nullable: true }) revoked_at: string | null;
}

class EventCredentialCreated extends EventCredentialView {
  @Text({ description: 'Shown this once', example: 'q3V…' }) password: string;
  @Text({ description: 'Address of NATS', example: 'nats://strongroom.example.com:4222' }) url: string;
}

/** With what outside systems listen to the events of one organization on NATS. */
@ApiTags('organizations')
@Controller('api/v1/organizations/:id/event-credentials')
export class EventCredentialsController {
  constructor(
    private readonly credentials: EventCredentials,
    private readonly config: GatewayConfig,
  ) {}

  @Get()
  @Describe({ summary: 'List event credentials', description: 'The newest first.' })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiPageOf(EventCredentialView)
  list(@Id() id: string, @Query() query: PageQuery): Promise<Page<EventCredentialView>> {
    return pageOf(this.credentials.of(id), query, view);
  }

  @Post()
  @Header('Cache-Control', 'no-store')
  @Describe({
    summary: 'Create an event credential',
    description: 'The answer shows the password once.',
    problems: { EVENT_CREDENTIALS_UNAVAILABLE: 'NATS is not set up for users from outside' },
  })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiCreatedResponse({ type: EventCredentialCreated })
  async create(
    @Id() id: string,
    @Body() { name, expires_at: expiry }: EventCredentialCreate,
    @CurrentActor() by: Actor,
  ): Promise<EventCredentialCreated> {
    if (this.config.natsIssuerSeed === undefined)
      throw new StrongroomError(
        'EVENT_CREDENTIALS_UNAVAILABLE',
        'The gateway was not given STRONGROOM_NATS_ISSUER_SEED.',
      );
    const expires_at = expiry ? new Date(expiry) : null;
    if (expires_at !== null && expires_at <= new Date())
      throw validationFailed([{ field: 'expires_at', message: 'expires_at must lie in the future' }]);
    const { row, password } = await this.credentials.issue({ organization_id: id, name, expires_at }, by);
    return { ...view(row), password, url: this.config.eventsUrl ?? withoutUser(this.config.natsUrl) };
  }

  @Delete(':credential_id')
  @HttpCode(204)
  @Describe({
    summary: 'Revoke an event credential',
    description: 'No new connection is admitted from now on; an open one ends within `EVENT_CONNECTION_MAX_AGE_MS`.',
  })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiNoContentResponse()
  async revoke(@Id() id: string, @Id('credential_id') credentialId: string, @CurrentActor() by: Actor): Promise<void> {
    await this.credentials.revoke(id, credentialId, by);
  }
}

/** nats://a:4222,nats://b:4222 from what the gateway itself connects with. */
function withoutUser(urls: string): string {
  return urls.replace(/(^|,|\/\/)[^,/@]*@/g, '$1');
}

function view(row: EventCredential): EventCredentialView {
  return {
    id: row.id,
    organization_id: row.organization_id,
    name: row.name,
    user: row.username,
    subjects: subjectsOf(row),
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  };
}
