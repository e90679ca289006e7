import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { of, RequirePermission } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { Flag, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { DirectoryStore } from './directory-store';
import type { EncryptionKey } from './encryption-key.entity';
import { EncryptionKeys } from './encryption-keys';
import { recoveryKit } from './recovery-kit';
import { StorageConfig } from './storage-config.entity';

const EXAMPLE_RECIPIENT = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
const WITHOUT_IDENTITY =
  'Strongroom can write backups with this key, and neither read nor restore them: it does not have the identity.';

class IdentityGiven {
  @Text({
    optional: true,
    max: 200,
    writeOnly: true,
    description: 'The secret half, `AGE-SECRET-KEY-1…`. Never shown again.',
  })
  identity?: string;
}
class EncryptionKeyCreate extends IdentityGiven {
  @Text({
    optional: true,
    description: 'The public half; without both halves a new key is made',
    example: EXAMPLE_RECIPIENT,
  })
  recipient?: string;
  @Flag({
    optional: true,
    default: true,
    description: 'Whether new backups are encrypted with it from now on; false: only to read older ones',
  })
  for_new_backups?: boolean;
}

/** The key for new backups, as the storage config shows it. */
export class CurrentEncryptionKey {
  @Text({ description: 'Follows from the recipient', example: '9f86d081884c7d65' }) key_id: string;
  @Text({ example: EXAMPLE_RECIPIENT }) recipient: string;
  @Flag({ description: 'Whether Strongroom can also read' }) has_identity: boolean;
  @Text({ nullable: true, example: null, description: 'What a person has to know' }) warning: string | null;
}
class EncryptionKeyView extends CurrentEncryptionKey {
  @Uuid() storage_config_id: string;
  @Moment() created_at: string;
  @Moment({ nullable: true, description: 'null: new backups are encrypted with it' }) retired_at: string | null;
}
class EncryptionKeyListed extends EncryptionKeyView {
  @Whole({ description: 'Backups that nobody can read without it' }) backup_count: number;
}
class EncryptionKeyList {
  @Nested(() => EncryptionKeyListed, { list: true }) items: EncryptionKeyListed[];
}
class EncryptionKeyCreated extends EncryptionKeyView {
  @Text({ nullable: true, description: 'The secret half of a key that was made here. Shown this once.' })
  identity: string | null;
  @Text({
    nullable: true,
    max: 5000,
    description: 'To be kept by a person, for a key that was made here. Shown this once.',
  })
  recovery_kit: string | null;
}
class EncryptionKeyCheck {
  @Flag({ description: 'Whether the identity opens what is sealed with the key' }) opens: boolean;
  @OneOf(['stored', 'given'], { description: 'Which identity was tried' }) identity: 'stored' | 'given';
}

@ApiTags('storage-configs')
@Controller('api/v1/backups/storage-configs/:id/encryption-keys')
export class EncryptionKeysController {
  constructor(
    private readonly keys: EncryptionKeys,
    private readonly store: DirectoryStore,
  ) {}

  @Get()
  @Describe({ summary: 'List the encryption keys of a storage' })
  @RequirePermission('org.storage.view', of('storage config'))
  @ApiOkResponse({ type: EncryptionKeyList })
  async list(@Id() id: string): Promise<EncryptionKeyList> {
    const keys = await this.keys.list(id);
    return { items: keys.map(({ key, backupCount }) => ({ ...view(key), backup_count: backupCount })) };
  }

  @Post()
  @Header('Cache-Control', 'no-store')
  @Describe({
    summary: 'Add an encryption key',
    description: 'Makes a key, or takes your own; a key that was used before stays for reading.',
    problems: {
      ENCRYPTION_KEY_INVALID: 'The recipient or the identity is none, or they do not belong together',
      LAYOUT_WITHOUT_ENCRYPTION: "The storage has its backups written in PLANA's layout",
    },
  })
  @RequirePermission('org.storage.update', of('storage config'))
  @ApiCreatedResponse({ type: EncryptionKeyCreated })
  async add(
    @Id() id: string,
    @Body() body: EncryptionKeyCreate,
    @CurrentActor() by: Actor,
  ): Promise<EncryptionKeyCreated> {
    const { recipient, identity, for_new_backups: forNewBackups = true } = body;
    const storage = await this.store.get(StorageConfig, id);
    const pair = await this.keys.pairOf({ recipient, identity });
    const key = await this.keys.add(id, pair, forNewBackups, by);
    const isNew = recipient === undefined && identity === undefined;
    if (!isNew || pair.identity === undefined) return { ...view(key), identity: null, recovery_kit: null };
    const kit = { ...pair, identity: pair.identity, keyId: key.id, storage, madeAt: key.created_at };
    return { ...view(key), identity: pair.identity, recovery_kit: recoveryKit(kit) };
  }

  @Post('disable')
  @HttpCode(204)
  @Describe({ summary: 'Stop encrypting new backups', operationId: 'disableEncryption' })
  @RequirePermission('org.storage.update', of('storage config'))
  @ApiNoContentResponse()
  async disable(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    await this.keys.disable(id, by);
  }

  @Post(':key_id/check')
  @HttpCode(200)
  @Describe({
    summary: 'Check an encryption key',
    description: 'Proves that the stored identity, or the one in the body, opens what is sealed with the key.',
    problems: { ENCRYPTION_KEY_INVALID: 'The given identity is none', CONFLICT: 'There is no identity to try' },
  })
  @RequirePermission('org.storage.test', of('storage config'))
  @ApiOkResponse({ type: EncryptionKeyCheck })
  async check(
    @Id() id: string,
    @Param('key_id') keyId: string,
    @Body() { identity }: IdentityGiven,
    @CurrentActor() by: Actor,
  ): Promise<EncryptionKeyCheck> {
    const opens = await this.keys.check(id, keyId, by, identity);
    return { opens, identity: identity === undefined ? 'stored' : 'given' };
  }

  @Delete(':key_id')
  @HttpCode(204)
  @Describe({
    summary: 'Delete an encryption key',
    problems: { IN_USE: 'Backups need it', CONFLICT: 'New backups are encrypted with it' },
  })
  @RequirePermission('org.storage.delete', of('storage config'))
  @ApiNoContentResponse()
  async remove(@Id() id: string, @Param('key_id') keyId: string, @CurrentActor() by: Actor): Promise<void> {
    await this.keys.remove(id, keyId, by);
  }
}

export function currentKeyView({ id, recipient, identity_sealed }: EncryptionKey): CurrentEncryptionKey {
  const has_identity = identity_sealed !== null;
  return { key_id: id, recipient, has_identity, warning: has_identity ? null : WITHOUT_IDENTITY };
}

function view(key: EncryptionKey): EncryptionKeyView {
  return {
    ...currentKeyView(key),
    storage_config_id: key.storage_config_id,
    created_at: momentOf(key.created_at),
    retired_at: momentOrNull(key.retired_at),
  };
}
