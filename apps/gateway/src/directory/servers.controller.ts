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
import { SecretBox } from '@app/secrets';
import { type Caller, reachOf } from '../access/is-allowed';
import { CurrentCaller, RequirePermission, named, of, withinReach } from '../access/require-permission';
import { narrowTo } from '../access/within-reach';
import { type Actor, CurrentActor } from '../audit/actor';
import { Flag, Moment, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf } from '../http/moment';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { DirectoryStore } from './directory-store';
import { Server } from './server.entity';
import { requireHostKey, requirePrivateKey } from './ssh-keys';

const CONNECTIONS = ['ssh', 'local'] as const;

class ServerFields {
  @Uuid() organization_id: string;
  @Text({ example: 'server-1' }) name: string;
  @Text({ max: 253, example: '165.22.65.97', description: 'IP address or host name' }) ip_address: string;
  @OneOf(CONNECTIONS, { optional: true, default: 'ssh', description: '`local`: the machine of the executors itself' })
  connection?: 'ssh' | 'local';
  @Whole({ optional: true, min: 1, max: 65535, default: 22 }) ssh_port?: number;
  @Text({ optional: true, max: 100, default: 'root' }) ssh_user?: string;
  @Text({
    optional: true,
    nullable: true,
    max: 10_000,
    description: 'The pinned host key in OpenSSH form',
    example: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…',
  })
  host_key?: string | null;
  @Flag({
    optional: true,
    default: false,
    description: 'Whether backups of other environments of the organization may be restored here on trial',
  })
  accepts_drills?: boolean;
}
class ServerCreate extends ServerFields {
  @Text({
    optional: true,
    nullable: true,
    max: 50_000,
    writeOnly: true,
    description: 'Private key in OpenSSH or PEM form, without a passphrase. Stored sealed, and never shown.',
  })
  private_key?: string | null;
}
class ServerUpdate extends PartialType(OmitType(ServerCreate, ['organization_id']), { skipNullProperties: false }) {}

class ServerView extends ServerFields {
  @Uuid() id: string;
  @Flag() has_private_key: boolean;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}

class ServerQuery extends PageQuery {
  @Uuid({ optional: true }) organization_id?: string;
}

@ApiTags('servers')
@Controller('api/v1/servers')
export class ServersController {
  constructor(
    private readonly store: DirectoryStore,
    private readonly secrets: SecretBox,
  ) {}

  @Get()
  @Describe({ summary: 'List servers', description: 'The newest first; only what the caller may see.' })
  @RequirePermission('org.servers.list', withinReach)
  @ApiPageOf(ServerView)
  list(@Query() query: ServerQuery, @CurrentCaller() caller: Caller): Promise<Page<ServerView>> {
    const rows = narrowTo(reachOf(caller, 'org.servers.list'), this.store.query(Server), 'organization');
    if (query.organization_id !== undefined)
      rows.andWhere('row.organization_id = :organization', { organization: query.organization_id });
    return pageOf(rows.orderBy('row.created_at', 'DESC').addOrderBy('row.id'), query, view);
  }

  @Post()
  @Describe({
    summary: 'Create a server',
    problems: { SSH_KEY_INVALID: 'The private key or the host key cannot be read', CONFLICT: 'The name is taken' },
  })
  @RequirePermission('org.servers.create', named('organization', 'organization_id'))
  @ApiCreatedResponse({ type: ServerView })
  async create(@Body() body: ServerCreate, @CurrentActor() by: Actor): Promise<ServerView> {
    const id = randomUUID();
    const { connection = 'ssh', ssh_user = 'root', ...fields } = this.columns(id, body);
    return view(await this.store.create(Server, { ...fields, connection, ssh_user, id }, by));
  }

  @Get(':id')
  @Describe({ summary: 'Get a server' })
  @RequirePermission('org.servers.view', of('server'))
  @ApiOkResponse({ type: ServerView })
  async one(@Id() id: string): Promise<ServerView> {
    return view(await this.store.get(Server, id));
  }

  @Patch(':id')
  @Describe({
    summary: 'Change a server',
    description: 'Only the fields that are given.',
    problems: { SSH_KEY_INVALID: 'The private key or the host key cannot be read', CONFLICT: 'The name is taken' },
  })
  @RequirePermission('org.servers.update', of('server'))
  @ApiOkResponse({ type: ServerView })
  async update(@Id() id: string, @Body() body: ServerUpdate, @CurrentActor() by: Actor): Promise<ServerView> {
    return view(await this.store.update(Server, id, this.columns(id, body), by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({
    summary: 'Delete a server',
    problems: { IN_USE: 'An environment is still on the server; the answer names it' },
  })
  @RequirePermission('org.servers.delete', of('server'))
  @ApiNoContentResponse()
  async remove(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    await this.store.remove(Server, id, by);
  }

  /** The row's columns for the given fields: keys are read, and the private one is sealed. */
  private columns(id: string, { private_key, host_key, ...fields }: ServerCreate | ServerUpdate): Partial<Server> {
    const columns: Partial<Server> = { ...fields };
    if (typeof private_key === 'string') requirePrivateKey(private_key);
    if (private_key !== undefined)
      columns.private_key_sealed =
        private_key === null ? null : this.secrets.seal(private_key, `server:${id}:private_key`);
    if (host_key !== undefined) columns.host_key = host_key === null ? null : requireHostKey(host_key);
    return columns;
  }
}

function view(row: Server): ServerView {
  return {
    id: row.id,
    organization_id: row.organization_id,
    name: row.name,
    ip_address: row.ip_address,
    connection: row.connection,
    ssh_port: row.ssh_port,
    ssh_user: row.ssh_user,
    has_private_key: row.private_key_sealed !== null,
    host_key: row.host_key,
    accepts_drills: row.accepts_drills,
    created_at: momentOf(row.created_at),
    updated_at: momentOf(row.updated_at),
  };
}
