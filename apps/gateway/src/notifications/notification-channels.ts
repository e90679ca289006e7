/** What people do to the channels of an organization. The notifier owns them; secrets are sealed before they leave. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import {
  ChannelChange,
  type ChannelChangesPayload,
  ChannelCreate,
  ChannelDelete,
  type ChannelKind,
  ChannelOf,
  type ChannelPayload,
  type ChannelSettingsPayload,
  ChannelsOf,
  ChannelTest,
  type ChannelTestAnswer,
  type NoticeKind,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { RpcClient } from '@app/messaging';
import { channelSecretContext, SecretBox } from '@app/secrets';
import type { Actor } from '../audit/actor';
import type { AuditAction } from '../audit/audit-actions';
import { AuditLog } from '../audit/audit-log';
import { Environment } from '../directory/environment.entity';
import type { PageQuery } from '../http/page';
import { type FieldError, validationFailed } from '../http/request-validation';
import { faultsOfChannel } from './channel-settings';

/** Somebody waits for the answer. */
const PATIENCE = { deadlineMs: 10_000 };
/** A receiver that is slow to refuse is still an answer, and a second question would be a second notice. */
const TEST_PATIENCE = { timeoutMs: 60_000, deadlineMs: 60_000 };
const SECRET_BYTES = 32;

export interface ChannelWishes {
  name: string;
  enabled: boolean;
  settings: ChannelSettingsPayload;
  notices: NoticeKind[] | null;
  environment_ids: string[] | null;
  secret: string;
}

@Injectable()
export class NotificationChannels {
  constructor(
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  pageOf(
    organization_id: string,
    { page, page_size }: PageQuery,
  ): Promise<{ channels: ChannelPayload[]; total: number }> {
    return this.rpc.ask(ChannelsOf, { organization_id, page, page_size }, PATIENCE);
  }

  async get(organization_id: string, channel_id: string): Promise<ChannelPayload> {
    return (await this.rpc.ask(ChannelOf, { organization_id, channel_id }, PATIENCE)).channel;
  }

  /** @returns the channel, and its secret if it was made here: the only time that it is known */
  async create(
    organizationId: string,
    { kind, ...wishes }: Partial<ChannelWishes> & Pick<ChannelWishes, 'name' | 'settings'> & { kind: ChannelKind },
    by: Actor,
  ): Promise<{ channel: ChannelPayload; secret: string | null }> {
    const { name, enabled = true, settings, notices = null, environment_ids = null } = wishes;
    const made = kind === 'webhook' && wishes.secret === undefined ? newWebhookSecret() : null;
    const secret = wishes.secret ?? made;
    const missing = secret === null && kind !== 'email' ? [{ field: 'secret', message: `${kind} needs a secret` }] : [];
    refuse([...faultsOfChannel(kind, settings, wishes.secret), ...missing]);
    await this.requireEnvironments(organizationId, environment_ids);
    const id = randomUUID();
    const request = {
      id,
      organization_id: organizationId,
      kind,
      name,
      enabled,
      settings,
      notices,
      environment_ids,
      secret_sealed: secret === null ? null : this.secrets.seal(secret, channelSecretContext(id)),
    };
    const { channel } = await this.rpc.ask(ChannelCreate, request, PATIENCE);
    await this.record('notification_channel.created', channel, by, { kind });
    return { channel, secret: made };
  }

  /** @throws StrongroomError VALIDATION_FAILED also where a token would go to a server that its owner has not given it to */
  async change(
    organizationId: string,
    id: string,
    { secret, ...wishes }: Partial<ChannelWishes>,
    by: Actor,
  ): Promise<ChannelPayload> {
    const present = await this.get(organizationId, id);
    const settings = wishes.settings ?? present.settings;
    refuse([...faultsOfChannel(present.kind, settings, secret), ...redirected(present, settings, secret)]);
    await this.requireEnvironments(organizationId, wishes.environment_ids ?? null);
    const changes: ChannelChangesPayload = {
      ...wishes,
      ...(secret === undefined ? {} : { secret_sealed: this.secrets.seal(secret, channelSecretContext(id)) }),
    };
    const request = { organization_id: organizationId, channel_id: id, changes };
    const { channel } = await this.rpc.ask(ChannelChange, request, PATIENCE);
    const changed = [...Object.keys(wishes), ...(secret === undefined ? [] : ['secret'])];
    await this.record('notification_channel.updated', channel, by, { changed });
    return channel;
  }

  async remove(organization_id: string, id: string, by: Actor): Promise<void> {
    const { name } = await this.rpc.ask(ChannelDelete, { organization_id, channel_id: id }, PATIENCE);
    await this.record('notification_channel.deleted', { id, name, organization_id }, by);
  }

  async test(organizationId: string, id: string, by: Actor): Promise<ChannelTestAnswer> {
    const channel = await this.get(organizationId, id);
    await this.record('notification_channel.tested', channel, by);
    return this.rpc.ask(ChannelTest, { organization_id: organizationId, channel_id: id }, TEST_PATIENCE);
  }

  /** After the change, which is the notifier's: who is answered with a failure meanwhile repeats it, and that is recorded. */
  private async record(
    action: AuditAction,
    { id, name, organization_id: organization }: Pick<ChannelPayload, 'id' | 'name' | 'organization_id'>,
    by: Actor,
    details: object = {},
  ): Promise<void> {
    const object = { type: 'notification_channel', id, name };
    await this.audit.record(this.dataSource.manager, { ...by, action, object, organization, details });
  }

  /** @throws StrongroomError NOT_FOUND in the same words for one that is elsewhere */
  private async requireEnvironments(organization_id: string, ids: readonly string[] | null): Promise<void> {
    if (ids === null || ids.length === 0) return;
    const rows = await this.dataSource.manager.find(Environment, {
      select: { id: true },
      where: { id: In([...ids]), organization_id },
    });
    const missing = ids.find((id) => !rows.some((row) => row.id === id));
    if (missing !== undefined) throw new StrongroomError('NOT_FOUND', `There is no environment ${missing}.`);
  }
}

function refuse(faults: FieldError[]): void {
  if (faults.length > 0) throw validationFailed(faults);
}

/** Whoever may change a channel may not learn its token, not even by having it sent to a server of their own. */
function redirected(
  present: ChannelPayload,
  settings: ChannelSettingsPayload,
  secret: string | undefined,
): FieldError[] {
  const moved = present.kind === 'matrix' && settings.homeserver !== present.settings.homeserver;
  if (!moved || secret !== undefined) return [];
  return [{ field: 'secret', message: 'another homeserver needs an access token of its own' }];
}

function newWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}
