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
import { DataSource, type EntityManager } from 'typeorm';
import {
  STORAGE_LAYOUTS,
  STORAGE_PROBE_STEPS,
  STORAGE_PROVIDERS,
  type StorageCredentials,
  type StorageLayout,
  StorageProbe,
  type StorageProvider,
  VERIFY_AFTER_UPLOAD,
  type VerifyAfterUpload,
} from '@app/contracts';
import { checkStorageSettings } from '@app/core';
import { RpcClient } from '@app/messaging';
import { SecretBox, storageSettings } from '@app/secrets';
import { type Caller, reachOf } from '../access/is-allowed';
import { CurrentCaller, RequirePermission, named, of, withinReach } from '../access/require-permission';
import { narrowTo } from '../access/within-reach';
import { type Actor, CurrentActor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { GatewayConfig } from '../config';
import { AnyObject, Flag, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { storageAccess } from './access-answers';
import { DirectoryStore } from './directory-store';
import type { EncryptionKey } from './encryption-key.entity';
import { EncryptionKeys } from './encryption-keys';
import { CurrentEncryptionKey, currentKeyView } from './encryption-keys.controller';
import { requireHostKey, requirePrivateKey } from './ssh-keys';
import { StorageConfig } from './storage-config.entity';

class StorageCredentialsFields implements StorageCredentials {
  @Text({ optional: true, max: 500, description: 'S3 family' }) access_key_id?: string;
  @Text({ optional: true, max: 2000, writeOnly: true, description: 'S3 family' }) secret_access_key?: string;
  @Text({ optional: true, max: 500, description: '`ftp` and `sftp`' }) username?: string;
  @Text({ optional: true, max: 2000, writeOnly: true, description: '`ftp`, and `sftp` without a private key' })
  password?: string;
  @Text({
    optional: true,
    max: 50_000,
    writeOnly: true,
    description: '`sftp`: private key in OpenSSH or PEM form, without a passphrase',
  })
  private_key?: string;
}

class StorageConfigFields {
  @Uuid() organization_id: string;
  @Text({ example: 'Primary' }) name: string;
  @OneOf(STORAGE_PROVIDERS) provider: StorageProvider;
  @Text({
    optional: true,
    nullable: true,
    max: 500,
    example: 'https://s3.eu-central-1.amazonaws.com',
    description:
      '`http(s)://` for the S3 family; `ftp://host:21`, or `ftps://host:21` for FTP with explicit TLS; `sftp://host:22`',
  })
  endpoint?: string | null;
  @Text({ optional: true, nullable: true, example: 'eu-central-1' }) region?: string | null;
  @Text({ optional: true, nullable: true, example: 'acme-backups' }) bucket?: string | null;
  @Text({ optional: true, nullable: true, max: 300, description: 'Put before every key' }) prefix?: string | null;
  @Text({
    optional: true,
    nullable: true,
    max: 1000,
    description:
      'The directory that holds everything. `local`: absolute. `ftp` and `sftp`: absolute, or below the directory that the login leads to',
  })
  path?: string | null;
  @Text({ optional: true, nullable: true, example: 'STANDARD_IA' }) storage_class?: string | null;
  @Text({ optional: true, nullable: true, example: 'AES256' }) server_side_encryption?: string | null;
  @Text({
    optional: true,
    nullable: true,
    max: 4000,
    description: 'Provider `sftp`: the pinned host key in OpenSSH form. The test of a config without it names the key.',
    example: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…',
  })
  host_key?: string | null;
  @Text({
    optional: true,
    nullable: true,
    max: 50_000,
    description: 'Provider `ftp` with TLS: PEM of the authority of a certificate that no public authority has signed',
  })
  ca_certificate?: string | null;
  @OneOf(VERIFY_AFTER_UPLOAD, {
    optional: true,
    default: 'rehashed',
    description:
      'How far an upload is read back before it counts as completed: not at all, every byte compared with its checksum, or the dump and the filestore read to their end as well',
  })
  verify_after_upload?: VerifyAfterUpload;
  @OneOf(STORAGE_LAYOUTS, {
    optional: true,
    default: 'zip',
    description:
      'How new backups are written: `zip` as one ZIP, `plana` as PLANA has them: `{slug}/backup-….dump.gz` (SQL in gzip) and `{slug}/filestore-….tar.gz`, insurance below `{slug}/insurance/`, each with a manifest beside it. Backups that lie there already stay as they are. `plana` and encryption exclude each other',
  })
  layout?: StorageLayout;
  @Flag({ optional: true, default: false, description: 'Used when a backup names no storage; one per organization' })
  is_default?: boolean;
}
class StorageConfigCreate extends StorageConfigFields {
  @Nested(() => StorageCredentialsFields, {
    optional: true,
    nullable: true,
    description: 'Those of the provider, replaced as a whole. Stored sealed, and never shown',
  })
  credentials?: StorageCredentialsFields | null;
}
class StorageConfigUpdate extends PartialType(OmitType(StorageConfigCreate, ['organization_id']), {
  skipNullProperties: false,
}) {}

class StorageConfigView extends StorageConfigFields {
  @Uuid() id: string;
  @Flag() has_credentials: boolean;
  @Nested(() => CurrentEncryptionKey, { nullable: true, description: 'null: new backups are not encrypted' })
  encryption: CurrentEncryptionKey | null;
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
  @OneOf(STORAGE_PROBE_STEPS) step: string;
  @Flag() ok: boolean;
  @AnyObject({ nullable: true, description: 'code, message, remedy and details of the failure' }) error: object | null;
}
class StorageTestResult {
  @Flag({ description: 'Whether every step went well' }) ok: boolean;
  @Nested(() => StorageTestStep, { list: true }) steps: StorageTestStep[];
}

@ApiTags('storage-configs')
@Controller('api/v1/backups/storage-configs')
export class StorageConfigsController {
  constructor(
    private readonly store: DirectoryStore,
    private readonly secrets: SecretBox,
    private readonly rpc: RpcClient,
    private readonly encryption: EncryptionKeys,
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly config: GatewayConfig,
  ) {}

  @Get()
  @Describe({ summary: 'List storage configs', description: 'The newest first; only what the caller may see.' })
  @RequirePermission('org.storage.list', withinReach)
  @ApiPageOf(StorageConfigView)
  async list(@Query() query: StorageConfigQuery, @CurrentCaller() caller: Caller): Promise<Page<StorageConfigView>> {
    const rows = narrowTo(reachOf(caller, 'org.storage.list'), this.store.query(StorageConfig), 'organization');
    if (query.organization_id !== undefined)
      rows.andWhere('row.organization_id = :organization', { organization: query.organization_id });
    const page = await pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, (row) => row);
    const keys = await this.encryption.currentOf(page.items.map(({ id }) => id));
    return { ...page, items: page.items.map((row) => view(row, keys.get(row.id))) };
  }

  @Post()
  @Describe({
    summary: 'Create a storage config',
    problems: { SSH_KEY_INVALID: 'The private key or the host key cannot be read', CONFLICT: 'The name is taken' },
  })
  @RequirePermission('org.storage.create', named('organization', 'organization_id'))
  @ApiCreatedResponse({ type: StorageConfigView })
  async create(@Body() body: StorageConfigCreate, @CurrentActor() by: Actor): Promise<StorageConfigView> {
    const id = randomUUID();
    const columns = this.columns(id, body);
    checkStorageSettings(storageSettings({ ...columns, provider: body.provider }, body.credentials ?? null));
    const yielding = body.is_default ? otherDefaultYields(id, body.organization_id) : undefined;
    return view(await this.store.create(StorageConfig, { ...columns, id }, by, yielding));
  }

  @Get(':id')
  @Describe({ summary: 'Get a storage config' })
  @RequirePermission('org.storage.view', of('storage config'))
  @ApiOkResponse({ type: StorageConfigView })
  async one(@Id() id: string): Promise<StorageConfigView> {
    return this.show(await this.store.get(StorageConfig, id));
  }

  @Patch(':id')
  @Describe({
    summary: 'Change a storage config',
    description: 'Only the fields that are given.',
    problems: {
      SSH_KEY_INVALID: 'The private key or the host key cannot be read',
      CONFLICT: 'The name is taken',
      LAYOUT_WITHOUT_ENCRYPTION: 'New backups of the storage are encrypted',
    },
  })
  @RequirePermission('org.storage.update', of('storage config'))
  @ApiOkResponse({ type: StorageConfigView })
  async update(
    @Id() id: string,
    @Body() body: StorageConfigUpdate,
    @CurrentActor() by: Actor,
  ): Promise<StorageConfigView> {
    const present = await this.store.get(StorageConfig, id);
    const columns = this.columns(id, body);
    // here and not by a backup at night
    checkStorageSettings(storageSettings({ ...present, ...columns }, this.credentials(present, body)));
    const before = async (manager: EntityManager) => {
      if (body.is_default) await otherDefaultYields(id, present.organization_id)(manager);
      if (body.layout === 'plana') await this.encryption.requireNone(id, manager);
    };
    return this.show(await this.store.update(StorageConfig, id, columns, by, before));
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({
    summary: 'Delete a storage config',
    problems: {
      STORAGE_CONFIG_IN_USE: 'Backups lie there, or something else refers to it; `details` counts what does',
    },
  })
  @RequirePermission('org.storage.delete', of('storage config'))
  @ApiNoContentResponse()
  async remove(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    await this.store.remove(StorageConfig, id, by);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Describe({
    summary: 'Test a storage config',
    description: 'An executor writes a small object there, reads it back, lists it and deletes it.',
    problems: { EXECUTOR_UNREACHABLE: 'No executor answers' },
  })
  @RequirePermission('org.storage.test', of('storage config'))
  @ApiOkResponse({ type: StorageTestResult })
  async test(@Id() id: string, @CurrentActor() by: Actor): Promise<StorageTestResult> {
    const row = await this.store.get(StorageConfig, id);
    await this.audit.record(this.dataSource.manager, {
      ...by,
      action: 'storage_config.tested',
      object: { type: 'storage_config', id, name: row.name },
      organization: row.organization_id,
    });
    const storage = storageAccess(row);
    const { storageLookTimeoutMs, executorAbsentMs } = this.config;
    // a storage that is slow to refuse is still an answer; asking twice at once would only disturb it
    const { ok, steps } = await this.rpc.askOnce(StorageProbe, { storage }, storageLookTimeoutMs, executorAbsentMs);
    return { ok, steps: steps.map((step) => ({ step: step.step, ok: step.ok, error: step.error ?? null })) };
  }

  private async show(row: StorageConfig): Promise<StorageConfigView> {
    return view(row, (await this.encryption.currentOf([row.id])).get(row.id));
  }

  /** The credentials after the change. */
  private credentials(present: StorageConfig, { credentials }: StorageConfigUpdate): StorageCredentials | null {
    if (credentials !== undefined) return credentials;
    if (present.credentials_sealed === null) return null;
    return JSON.parse(
      this.secrets.open(present.credentials_sealed, credentialsContext(present.id)),
    ) as StorageCredentials;
  }

  /** The row's columns for the given fields: keys are read, credentials are sealed. */
  private columns(id: string, body: StorageConfigCreate | StorageConfigUpdate): Partial<StorageConfig> {
    const { credentials, ...given } = body;
    const fields = { ...given, ...(given.host_key ? { host_key: requireHostKey(given.host_key) } : {}) };
    if (credentials === undefined) return fields;
    if (credentials === null) return { ...fields, credentials_sealed: null };
    if (credentials.private_key !== undefined) requirePrivateKey(credentials.private_key);
    const sealed = this.secrets.seal(JSON.stringify(credentials), credentialsContext(id));
    return { ...fields, credentials_sealed: sealed };
  }
}

const credentialsContext = (id: string) => `storage_config:${id}:credentials`;

function otherDefaultYields(id: string, organizationId: string) {
  return (manager: EntityManager) =>
    manager.query(
      'UPDATE storage_configs SET is_default = false, updated_at = now() WHERE organization_id = $1 AND is_default AND id <> $2',
      [organizationId, id],
    );
}

function view(row: StorageConfig, key?: EncryptionKey): StorageConfigView {
  const { credentials_sealed, last_used_at, created_at, updated_at, ...fields } = row;
  return {
    ...fields,
    has_credentials: credentials_sealed !== null,
    encryption: key ? currentKeyView(key) : null,
    last_used_at: momentOrNull(last_used_at),
    created_at: momentOf(created_at),
    updated_at: momentOf(updated_at),
  };
}
