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
import type { EntityManager } from 'typeorm';
import { STORAGE_PROVIDERS, StorageProbe, type StorageProvider } from '@app/contracts';
import { RpcClient } from '@app/messaging';
import { SecretBox } from '@app/secrets';
import { type Caller, reachOf } from '../access/is-allowed';
import { ApiProblem, CurrentCaller, RequirePermission, named, of, withinReach } from '../access/require-permission';
import { narrowTo } from '../access/within-reach';
import { AnyObject, Flag, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { storageAccess } from './access-answers';
import { DirectoryStore } from './directory-store';
import { StorageConfig } from './storage-config.entity';
import { requireCompleteSettings } from './storage-settings';

class StorageCredentials {
  @Text({ max: 500 }) access_key_id: string;
  @Text({ max: 2000 }) secret_access_key: string;
}

class StorageConfigFields {
  @Uuid() organization_id: string;
  @Text({ example: 'Primary' }) name: string;
  @OneOf(STORAGE_PROVIDERS) provider: StorageProvider;
  @Text({ optional: true, nullable: true, max: 500, example: 'https://s3.eu-central-1.amazonaws.com' })
  endpoint?: string | null;
  @Text({ optional: true, nullable: true, example: 'eu-central-1' }) region?: string | null;
  @Text({ optional: true, nullable: true, example: 'acme-backups' }) bucket?: string | null;
  @Text({ optional: true, nullable: true, max: 300, description: 'Put before every key' }) prefix?: string | null;
  @Text({ optional: true, nullable: true, max: 1000, description: 'Provider `local`: an absolute directory' })
  path?: string | null;
  @Text({ optional: true, nullable: true, example: 'STANDARD_IA' }) storage_class?: string | null;
  @Text({ optional: true, nullable: true, example: 'AES256' }) server_side_encryption?: string | null;
  @Flag({ optional: true, default: false, description: 'Used when a backup names no storage; one per organization' })
  is_default?: boolean;
}
class StorageConfigCreate extends StorageConfigFields {
  @Nested(() => StorageCredentials, {
    optional: true,
    nullable: true,
    description: 'Stored sealed, and never shown',
  })
  credentials?: StorageCredentials | null;
}
class StorageConfigUpdate extends PartialType(OmitType(StorageConfigCreate, ['organization_id']), {
  skipNullProperties: false,
}) {}

class StorageConfigView extends StorageConfigFields {
  @Uuid() id: string;
  @Flag() has_credentials: boolean;
  @Whole() total_size_bytes: number;
  @Whole() object_count: number;
  @Moment({ nullable: true }) last_used_at: string | null;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}

class StorageConfigQuery extends PageQuery {
  @Uuid({ optional: true }) organization_id?: string;
}

class StorageTestStep {
  @OneOf(['write', 'read', 'delete']) step: string;
  @Flag() ok: boolean;
  @AnyObject({ nullable: true, description: 'code, message, remedy and details of the failure' }) error: object | null;
}
class StorageTestResult {
  @Flag({ description: 'Whether every step went well' }) ok: boolean;
  @Nested(() => StorageTestStep, { list: true }) steps: StorageTestStep[];
}

/** A storage that is slow to refuse is still an answer; asking twice at once would only disturb it. */
const PROBE_PATIENCE = { timeoutMs: 60_000, deadlineMs: 60_000 };

@ApiTags('storage-configs')
@Controller('api/v1/backups/storage-configs')
export class StorageConfigsController {
  constructor(
    private readonly store: DirectoryStore,
    private readonly secrets: SecretBox,
    private readonly rpc: RpcClient,
  ) {}

  @Get()
  @RequirePermission('org.storage.list', withinReach)
  @ApiPageOf(StorageConfigView)
  list(@Query() query: StorageConfigQuery, @CurrentCaller() caller: Caller): Promise<Page<StorageConfigView>> {
    const rows = narrowTo(reachOf(caller, 'org.storage.list'), this.store.query(StorageConfig), 'organization');
    if (query.organization_id !== undefined)
      rows.andWhere('row.organization_id = :organization', { organization: query.organization_id });
    return pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, view);
  }

  @Post()
  @RequirePermission('org.storage.create', named('organization', 'organization_id'))
  @ApiCreatedResponse({ type: StorageConfigView })
  @ApiProblem(409, 'The name is taken')
  async create(@Body() body: StorageConfigCreate): Promise<StorageConfigView> {
    const id = randomUUID();
    const columns = this.columns(id, body);
    requireCompleteSettings({
      endpoint: null,
      bucket: null,
      path: null,
      credentials_sealed: null,
      ...columns,
      provider: body.provider,
    });
    const yielding = body.is_default ? otherDefaultYields(id, body.organization_id) : undefined;
    return view(await this.store.create(StorageConfig, { ...columns, id }, yielding));
  }

  @Get(':id')
  @RequirePermission('org.storage.view', of('storage config'))
  @ApiOkResponse({ type: StorageConfigView })
  async one(@Id() id: string): Promise<StorageConfigView> {
    return view(await this.store.get(StorageConfig, id));
  }

  @Patch(':id')
  @RequirePermission('org.storage.update', of('storage config'))
  @ApiOkResponse({ type: StorageConfigView })
  @ApiProblem(409, 'The name is taken')
  async update(@Id() id: string, @Body() body: StorageConfigUpdate): Promise<StorageConfigView> {
    const present = await this.store.get(StorageConfig, id);
    const columns = this.columns(id, body);
    requireCompleteSettings({ ...present, ...columns });
    const yielding = body.is_default ? otherDefaultYields(id, present.organization_id) : undefined;
    return view(await this.store.update(StorageConfig, id, columns, yielding));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('org.storage.delete', of('storage config'))
  @ApiNoContentResponse()
  @ApiProblem(409, 'A backup lies there')
  async remove(@Id() id: string): Promise<void> {
    await this.store.remove(StorageConfig, id);
  }

  /** An executor writes, reads back and deletes a small object there. */
  @Post(':id/test')
  @HttpCode(200)
  @RequirePermission('org.storage.test', of('storage config'))
  @ApiOkResponse({ type: StorageTestResult })
  @ApiProblem(503, 'No executor answers')
  async test(@Id() id: string): Promise<StorageTestResult> {
    const storage = storageAccess(await this.store.get(StorageConfig, id));
    const { ok, steps } = await this.rpc.ask(StorageProbe, { storage }, PROBE_PATIENCE);
    return { ok, steps: steps.map((step) => ({ step: step.step, ok: step.ok, error: step.error ?? null })) };
  }

  /** The row's columns for the given fields: credentials are sealed. */
  private columns(id: string, body: StorageConfigCreate | StorageConfigUpdate): Partial<StorageConfig> {
    const { credentials, ...fields } = body;
    if (credentials === undefined) return fields;
    if (credentials === null) return { ...fields, credentials_sealed: null };
    const { access_key_id, secret_access_key } = credentials;
    const plain = JSON.stringify({ access_key_id, secret_access_key });
    return { ...fields, credentials_sealed: this.secrets.seal(plain, `storage_config:${id}:credentials`) };
  }
}

function otherDefaultYields(id: string, organizationId: string) {
  return (manager: EntityManager) =>
    manager.query(
      'UPDATE storage_configs SET is_default = false, updated_at = now() WHERE organization_id = $1 AND is_default AND id <> $2',
      [organizationId, id],
    );
}

function view(row: StorageConfig): StorageConfigView {
  const { credentials_sealed, last_used_at, created_at, updated_at, ...fields } = row;
  return {
    ...fields,
    has_credentials: credentials_sealed !== null,
    last_used_at: last_used_at?.toISOString() ?? null,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  };
}
