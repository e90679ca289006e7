/** From an event to what has to be delivered because of it, in one transaction: there is all of it, or the event comes again. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { CloudEvent } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { Channel } from '../channels/channel.entity';
import { Channels } from '../channels/channels.repository';
import { isSubscribed } from '../channels/subscription';
import { NotifierConfig } from '../config';
import { Background } from '../notices/background.repository';
import type { NameOf, Notice } from '../notices/notice';
import { StoredNotice } from '../notices/notice.entity';
import { noticeOf } from '../notices/notice-of';
import { isWished } from '../notices/wishes';
import { noteOutcome } from './count-outcome';
import { Delivery } from './delivery.entity';

@Injectable()
export class Intake {
  constructor(
    private readonly dataSource: DataSource,
    private readonly background: Background,
    private readonly channels: Channels,
    private readonly config: NotifierConfig,
  ) {}

  /** @returns whether something waits to be sent because of it */
  async take(event: CloudEvent<unknown>): Promise<boolean> {
    const nameOf = await this.background.namesOf(idsIn(event));
    const notice = noticeOf(event, nameOf);
    if (notice === undefined) return false;
    // both moments are of real clocks, whatever the clock of policies says
    const outdated = Date.now() - Date.parse(event.time) > this.config.noticeMaxAgeMs;
    const receivers = await this.dataSource.transaction(async (tx) => {
      const wanted = await this.receiversOf(tx, event.organizationid, notice);
      if (wanted.length === 0 || !(await this.isNew(tx, event, notice, nameOf))) return [];
      await tx.insert(
        Delivery,
        wanted.map((channel) => deliveryTo(channel, event.id, outdated)),
      );
      return wanted;
    });
    if (outdated) for (const { kind } of receivers) noteOutcome(kind, 'outdated');
    return receivers.length > 0 && !outdated;
  }

  private async receiversOf(manager: EntityManager, organizationId: string, notice: Notice): Promise<Channel[]> {
    const channels = await this.channels.enabledOf(manager, organizationId);
    const subscribed = channels.filter((channel) => isSubscribed(channel, notice));
    if (subscribed.length === 0 || notice.environmentId === null) return subscribed;
    return isWished(notice.kind, await this.background.wishesFor(manager, notice.environmentId)) ? subscribed : [];
  }

  /** Writes it down. @returns false when the same event has been here before */
  private async isNew(
    manager: EntityManager,
    event: CloudEvent<unknown>,
    { toldBy: _toldBy, ...notice }: Notice,
    nameOf: NameOf,
  ): Promise<boolean> {
    const row = {
      ...notice,
      eventId: event.id,
      organizationId: event.organizationid,
      organizationName: nameOf(event.organizationid),
      environmentName: notice.environmentId && nameOf(notice.environmentId),
      occurredAt: new Date(event.time),
    };
    const result = await manager
      .createQueryBuilder()
      .insert()
      .into(StoredNotice)
      .values(row)
      .orIgnore()
      .returning('event_id')
      .execute();
    return (result.raw as unknown[]).length > 0;
  }
}

function deliveryTo(channel: Channel, eventId: string, outdated: boolean) {
  const error = new StrongroomError('NOTICE_OUTDATED', 'It had happened too long ago when it was first seen.');
  return {
    id: randomUUID(),
    eventId,
    channelId: channel.id,
    channelName: channel.name,
    channelKind: channel.kind,
    organizationId: channel.organizationId,
    ...(outdated
      ? { status: 'outdated' as const, endedAt: () => 'now()', lastError: error.toReport() as object }
      : { status: 'waiting' as const }),
  };
}

/** Of whatever an event speaks of and that may have a name. */
function idsIn({ organizationid, data }: CloudEvent<unknown>): string[] {
  const { environment_id, storage_config_id } = data as { environment_id?: string; storage_config_id?: string };
  return [organizationid, environment_id, storage_config_id].filter((id) => typeof id === 'string');
}
