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
  type RpcDefinition,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { RpcClient } from '@app/messaging';
import { channelSecretContext, SecretBox } from '@app/secrets';
import type { Actor } from '../audit/actor';
import type { AuditAction } from '../audit/audit-actions';
import { AuditLog } from '../audit/audit-log';
import { GatewayConfig } from '../config';
import { Environment } from '../directory/environment.entity';
import type { PageQuery } from '../http/page';
import { type FieldError, validationFailed } from '../http/request-validation';
import { faultsOfChannel } from './channel-settings';

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
    private readonly config: GatewayConfig,
  ) {}

  pageOf(
    organization_id: string,
    { page, page_size }: PageQuery,
  ): Promise<{ channels: ChannelPayload[]; total: number }> {
    return this.ask(ChannelsOf, { organization_id, page, page_size });
  }

  async get(organization_id: string, channel_id: string): Promise<ChannelPayload> {
    return (await this.ask(ChannelOf, { organization_id, channel_id })).channel;
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
    const { channel } = await this.audited('notification_channel.created', request, by, { kind }, () =>
      this.ask(ChannelCreate, request),
    );
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
    const changed = [...Object.keys(wishes), ...(secret === undefined ? [] : ['secret'])];
    const named = { ...present, name: wishes.name ?? present.name };
    const { channel } = await this.audited('notification_channel.updated', named, by, { changed }, () =>
      this.ask(ChannelChange, request),
    );
    return channel;
  }

  async remove(organization_id: string, id: string, by: Actor): Promise<void> {
    const channel = await this.get(organization_id, id);
    await this.audited('notification_channel.deleted', channel, by, {}, () =>
      this.ask(ChannelDelete, { organization_id, channel_id: id }),
    );
  }

  /** Once: a second question would be a second notice. */
  async test(organization_id: string, id: string, by: Actor): Promise<ChannelTestAnswer> {
    const channel = await this.get(organization_id, id);
    return this.audited('notification_channel.tested', channel, by, {}, () =>
      this.rpc.askOnce(ChannelTest, { organization_id, channel_id: id }, this.config.channelTestTimeoutMs),
    );
  }

  private audited<T>(
    action: AuditAction,
    { id, name, organization_id: organization }: Pick<ChannelPayload, 'id' | 'name' | 'organization_id'>,
    by: Actor,
    details: object,
    change: () => Promise<T>,
  ): Promise<T> {
    const object = { type: 'notification_channel', id, name };
    return this.audit.around({ ...by, action, object, organization, details }, async (settle) => {
      const answer = await change();
      await settle(this.dataSource.manager);
      return answer;
    });
  }

  private ask<Q extends object, A extends object>(definition: RpcDefinition<Q, A>, request: Q): Promise<A> {
    return this.rpc.askOnce(definition, request, this.config.notifierTimeoutMs);
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
