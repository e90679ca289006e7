import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  ChannelAnswer,
  ChannelChange,
  ChannelChangeRequest,
  ChannelCreate,
  ChannelCreateRequest,
  ChannelDelete,
  ChannelDeletionAnswer,
  ChannelOf,
  type ChannelPayload,
  ChannelRequest,
  ChannelsAnswer,
  ChannelsOf,
  ChannelsRequest,
  ChannelTest,
  ChannelTestAnswer,
  DeliveriesAnswer,
  DeliveriesOf,
  DeliveriesRequest,
} from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { DeliveryHistory } from '../deliveries/delivery-history';
import type { Channel } from './channel.entity';
import { ChannelTester } from './channel-tester';
import { Channels } from './channels.repository';

/** Answers the gateway, which asks on behalf of people and has looked whether they may. */
@Controller()
export class ChannelsRpc {
  constructor(
    private readonly channels: Channels,
    private readonly tester: ChannelTester,
    private readonly history: DeliveryHistory,
  ) {}

  @RpcHandler(ChannelsOf)
  async list(@Payload() { organization_id, page, page_size }: ChannelsRequest): Promise<ChannelsAnswer> {
    const [rows, total] = await this.channels.pageOf(organization_id, page, page_size);
    return { channels: rows.map(view), total };
  }

  @RpcHandler(ChannelOf)
  async one(@Payload() { organization_id, channel_id }: ChannelRequest): Promise<ChannelAnswer> {
    return { channel: view(await this.channels.get(organization_id, channel_id)) };
  }

  @RpcHandler(ChannelCreate)
  async create(@Payload() request: ChannelCreateRequest): Promise<ChannelAnswer> {
    return { channel: view(await this.channels.create(request)) };
  }

  @RpcHandler(ChannelChange)
  async change(@Payload() { organization_id, channel_id, changes }: ChannelChangeRequest): Promise<ChannelAnswer> {
    return { channel: view(await this.channels.change(organization_id, channel_id, changes)) };
  }

  @RpcHandler(ChannelDelete)
  async remove(@Payload() { organization_id, channel_id }: ChannelRequest): Promise<ChannelDeletionAnswer> {
    return { name: await this.channels.remove(organization_id, channel_id) };
  }

  @RpcHandler(ChannelTest)
  async test(@Payload() { organization_id, channel_id }: ChannelRequest): Promise<ChannelTestAnswer> {
    return this.tester.test(await this.channels.get(organization_id, channel_id));
  }

  @RpcHandler(DeliveriesOf)
  deliveries(@Payload() request: DeliveriesRequest): Promise<DeliveriesAnswer> {
    return this.history.pageOf(request);
  }
}

function view(row: Channel): ChannelPayload {
  return {
    id: row.id,
    organization_id: row.organizationId,
    kind: row.kind,
    name: row.name,
    enabled: row.enabled,
    settings: row.settings,
    has_secret: row.secretSealed !== null,
    notices: row.notices,
    environment_ids: row.environmentIds,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
