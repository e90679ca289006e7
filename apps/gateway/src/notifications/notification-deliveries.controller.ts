import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  CHANNEL_KINDS,
  DELIVERY_STATUSES,
  type DeliveryPayload,
  type DeliveryStatus,
  DeliveriesOf,
  NOTICE_KINDS,
  NOTICE_SEVERITIES,
  type NoticeKind,
} from '@app/contracts';
import { RpcClient } from '@app/messaging';
import { of, RequirePermission } from '../access/require-permission';
import { AnyObject, Moment, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf, momentOrNull } from '../http/moment';
import { ApiPageOf, type Page, PageQuery, pagesOf } from '../http/page';
import { Id } from '../http/request-validation';
import { GatewayConfig } from '../config';
import { Describe } from '../openapi/describe';

class NotificationDeliveryQuery extends PageQuery {
  @OneOf(DELIVERY_STATUSES, { optional: true }) status?: DeliveryStatus;
  @Uuid({ optional: true }) channel_id?: string;
  @OneOf(NOTICE_KINDS, { optional: true }) notice?: NoticeKind;
}

class NotificationDeliveryView {
  @Uuid({ description: 'The receiver gets it as well: as webhook-id, Message-ID or transaction' }) id: string;
  @Uuid() event_id: string;
  @Uuid({ description: 'May be deleted since' }) channel_id: string;
  @Text({ example: 'On call' }) channel_name: string;
  @OneOf(CHANNEL_KINDS) channel_kind: string;
  @OneOf(NOTICE_KINDS) notice: string;
  @OneOf(NOTICE_SEVERITIES) severity: string;
  @Text({ max: 2_000, example: 'Production: backup failed (SSH_UNREACHABLE)' }) title: string;
  @Uuid({ nullable: true }) environment_id: string | null;
  @Moment() occurred_at: string;
  @OneOf(DELIVERY_STATUSES, {
    description:
      '`failed`: refused for good. `given_up`: tried for as long as is allowed, or the channel went. `outdated`: too old when it was first seen',
  })
  status: DeliveryStatus;
  @Whole({ example: 1 }) attempts: number;
  @Moment() created_at: string;
  @Moment({ nullable: true, description: 'null: it has ended' }) next_attempt_at: string | null;
  @Moment({ nullable: true, description: 'null: it waits' }) ended_at: string | null;
  @AnyObject({
    nullable: true,
    description:
      'code, message, remedy and details of the last attempt; of a delivered one, whom of several it did not reach',
  })
  last_error: object | null;
}

@ApiTags('notifications')
@Controller('api/v1/organizations/:id/notification-deliveries')
export class NotificationDeliveriesController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly config: GatewayConfig,
  ) {}

  @Get()
  @Describe({
    summary: 'List notification deliveries',
    description:
      'What was sent to the channels of the organization, what waits and what was given up; the newest first.',
    problems: { NOTIFIER_UNREACHABLE: 'No notifier answers' },
  })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiPageOf(NotificationDeliveryView)
  async list(
    @Id() id: string,
    @Query() { page, page_size, status, channel_id, notice }: NotificationDeliveryQuery,
  ): Promise<Page<NotificationDeliveryView>> {
    const request = { organization_id: id, page, page_size, status, channel_id, notice };
    const { deliveries, total } = await this.rpc.askOnce(DeliveriesOf, request, this.config.notifierTimeoutMs);
    return { items: deliveries.map(view), ...pagesOf(total, { page, page_size }) };
  }
}

function view(delivery: DeliveryPayload): NotificationDeliveryView {
  const { occurred_at, created_at, next_attempt_at, ended_at, last_error, environment_id, ...same } = delivery;
  return {
    ...same,
    environment_id: environment_id ?? null,
    occurred_at: momentOf(new Date(occurred_at)),
    created_at: momentOf(new Date(created_at)),
    next_attempt_at: momentOrNull(next_attempt_at),
    ended_at: momentOrNull(ended_at),
    last_error: last_error ?? null,
  };
}
