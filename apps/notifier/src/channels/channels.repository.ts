/** Every query of the channels. What waits for a channel that goes, or is switched off, ends in the same transaction. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, Not, QueryFailedError } from 'typeorm';
import type { ChannelChangesPayload, ChannelCreateRequest } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { NotifierConfig } from '../config';
import { closeDeliveries } from '../deliveries/close-deliveries';
import { StoredNotice } from '../notices/notice.entity';
import { Channel } from './channel.entity';

const UNIQUE_VIOLATION = '23505';
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('notifier.channels:' || $1, 0))`;

@Injectable()
export class Channels {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: NotifierConfig,
  ) {}

  async pageOf(organizationId: string, page: number, pageSize: number): Promise<[Channel[], number]> {
    return this.dataSource.manager.findAndCount(Channel, {
      where: { organizationId },
      order: { name: 'ASC', id: 'ASC' },
      skip: (page - 1) * pageSize,
      take: pageSize,
    });
  }

  /** @throws StrongroomError NOT_FOUND */
  async get(organizationId: string, id: string, manager = this.dataSource.manager): Promise<Channel> {
    const channel = await manager.findOneBy(Channel, { id, organizationId });
    if (channel === null) throw new StrongroomError('NOT_FOUND', `There is no notification channel ${id}.`);
    return channel;
  }

  async find(id: string): Promise<Channel | null> {
    return this.dataSource.manager.findOneBy(Channel, { id });
  }

  /** Those that may get something, in the transaction that decides what they get. */
  async enabledOf(manager: EntityManager, organizationId: string): Promise<Channel[]> {
    return manager.findBy(Channel, { organizationId, enabled: true });
  }

  /** Asked for twice, it is made once. @throws StrongroomError CONFLICT when the name is taken, CHANNEL_LIMIT_REACHED */
  async create(request: ChannelCreateRequest): Promise<Channel> {
    const { id, organization_id: organizationId, kind, name, enabled, settings } = request;
    const { secret_sealed: secretSealed, notices, environment_ids: environmentIds } = request;
    const row = { id, organizationId, kind, name, enabled, settings, secretSealed, notices, environmentIds };
    return this.dataSource.transaction(async (manager) => {
      await this.requireRoom(manager, organizationId, id);
      await namedOnce(name, () =>
        manager.query(
          `INSERT INTO channels (id, organization_id, kind, name, enabled, settings, secret_sealed, notices, environment_ids)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
          Object.values({ ...row, settings: JSON.stringify(settings) }),
        ),
      );
      return this.get(organizationId, id, manager);
    });
  }

  /** One at a time for an organization, or several would find the last place free. */
  private async requireRoom(manager: EntityManager, organizationId: string, id: string): Promise<void> {
    await manager.query(LOCK, [organizationId]);
    const { channelsPerOrganization: most } = this.config;
    const others = await manager.countBy(Channel, { organizationId, id: Not(id) });
    if (others >= most)
      throw new StrongroomError(
        'CHANNEL_LIMIT_REACHED',
        `The organization has ${others} notification channels; it may have ${most}.`,
      );
  }

  /** @throws StrongroomError NOT_FOUND, CONFLICT */
  async change(organizationId: string, id: string, changes: ChannelChangesPayload): Promise<Channel> {
    const { environment_ids: environmentIds, secret_sealed: secretSealed, ...same } = changes;
    const given = Object.entries({ ...same, environmentIds, secretSealed }).filter(([, value]) => value !== undefined);
    return this.dataSource.transaction(async (manager) => {
      await this.get(organizationId, id, manager);
      await namedOnce(changes.name, () =>
        manager.update(Channel, { id }, { ...Object.fromEntries(given), updatedAt: () => 'now()' }),
      );
      const channel = await this.get(organizationId, id, manager);
      if (!channel.enabled) await closeDeliveries(manager, { channelId: id });
      return channel;
    });
  }

  /** @returns what it was called @throws StrongroomError NOT_FOUND */
  async remove(organizationId: string, id: string): Promise<string> {
    return this.dataSource.transaction(async (manager) => {
      const { name } = await this.get(organizationId, id, manager);
      await manager.delete(Channel, { id });
      await closeDeliveries(manager, { channelId: id });
      return name;
    });
  }

  /** Everything of an organization goes with it. */
  async forget(organizationId: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.delete(Channel, { organizationId });
      await manager.delete(StoredNotice, { organizationId });
    });
  }
}

async function namedOnce<T>(name: string | undefined, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof QueryFailedError) || (error.driverError as { code?: string }).code !== UNIQUE_VIOLATION)
      throw error;
    throw new StrongroomError('CONFLICT', `There is a notification channel "${name}" already.`);
  }
}
