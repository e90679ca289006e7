import { Body, Controller, Delete, Get, Header, HttpCode, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
  OmitType,
  PartialType,
} from '@nestjs/swagger';
import { CHANNEL_KINDS, type ChannelKind, type ChannelPayload, NOTICE_KINDS, type NoticeKind } from '@app/contracts';
import { of, RequirePermission } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { AnyObject, Choices, Flag, Moment, Nested, OneOf, Text, Texts, Uuid, Uuids, Whole } from '../http/fields';
import { momentOf } from '../http/moment';
import { ApiPageOf, type Page, PageQuery, pagesOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { NotificationChannels } from './notification-channels';

const NOTIFIER_UNREACHABLE = { NOTIFIER_UNREACHABLE: 'No notifier answers' };
const MOST_ENVIRONMENTS = 1_000;

class NotificationChannelSettings {
  @Texts({ optional: true, description: '`email`: at most 50 addresses', example: ['ops@example.com'] })
  recipients?: string[];
  @Text({ optional: true, max: 2_000, description: '`webhook`: where notices are posted' }) url?: string;
  @Text({ optional: true, max: 2_000, description: '`matrix`: address of the homeserver' }) homeserver?: string;
  @Text({ optional: true, max: 255, description: '`matrix`: id of the room, with its exclamation mark' }) room?: string;
}

class NotificationChannelFields {
  @Text({ example: 'On call' }) name: string;
  @OneOf(CHANNEL_KINDS, { description: '`slack`: whatever takes what incoming webhooks of Slack take' })
  kind: ChannelKind;
  @Flag({ optional: true, default: true, description: 'false: gets nothing, and what waits is given up' })
  enabled?: boolean;
  @Nested(() => NotificationChannelSettings, { description: 'Those of the kind, replaced as a whole' })
  settings: NotificationChannelSettings;
  @Choices(NOTICE_KINDS, {
    optional: true,
    nullable: true,
    description:
      'What it gets; null: everything but drills that went well. Of backups that succeed or fail the policy of the environment decides first: `notify_on_success`, `notify_on_failure`.',
  })
  notices?: NoticeKind[] | null;
  @Uuids({
    optional: true,
    nullable: true,
    max: MOST_ENVIRONMENTS,
    description: 'Only what concerns one of these; null: everything, also what concerns no environment',
  })
  environment_ids?: string[] | null;
}

class NotificationChannelCreate extends NotificationChannelFields {
  @Text({
    optional: true,
    max: 2_000,
    writeOnly: true,
    description:
      '`slack`: address of the incoming webhook. `matrix`: access token. `webhook`: key of the signatures, `whsec_…`; without it one is made. Stored sealed',
  })
  secret?: string;
}
class NotificationChannelUpdate extends PartialType(OmitType(NotificationChannelCreate, ['kind']), {
  skipNullProperties: false,
}) {}

class NotificationChannelView extends NotificationChannelFields {
  @Uuid() id: string;
  @Uuid() organization_id: string;
  @Flag() has_secret: boolean;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}
class NotificationChannelCreated extends NotificationChannelView {
  @Text({ nullable: true, description: 'The key of the signatures that was made, shown this once', example: 'whsec_…' })
  secret: string | null;
}

class NotificationChannelTestResult {
  @Flag({ description: 'Whether the receiver has taken the notice' }) ok: boolean;
  @Whole({ description: 'How long that took, in milliseconds', example: 180 }) duration_ms: number;
  @AnyObject({
    nullable: true,
    description:
      'code, message, remedy and details of what was in the way; beside `ok` whom of several it did not reach',
  })
  error: object | null;
}

/**
 * By which ways people of an organization are told. The notifier owns the channels. Also to see them takes the permission to change them:
 * addresses of webhooks are half a secret, and what was sent names environments of every project.
 */
@ApiTags('notifications')
@Controller('api/v1/organizations/:id/notification-channels')
export class NotificationChannelsController {
  constructor(private readonly channels: NotificationChannels) {}

  @Get()
  @Describe({ summary: 'List notification channels', description: 'By name.', problems: NOTIFIER_UNREACHABLE })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiPageOf(NotificationChannelView)
  async list(@Id() id: string, @Query() query: PageQuery): Promise<Page<NotificationChannelView>> {
    const { channels, total } = await this.channels.pageOf(id, query);
    return { items: channels.map(view), ...pagesOf(total, query) };
  }

  @Post()
  @Header('Cache-Control', 'no-store')
  @Describe({
    summary: 'Create a notification channel',
    description: 'Its secret is never shown again. Test it afterwards.',
    problems: {
      ...NOTIFIER_UNREACHABLE,
      CONFLICT: 'The name is taken',
      CHANNEL_LIMIT_REACHED: 'The organization has as many channels as it may',
    },
    request: { name: 'On call', kind: 'email', settings: { recipients: ['ops@example.com'] } },
  })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiCreatedResponse({ type: NotificationChannelCreated })
  async create(
    @Id() id: string,
    @Body() body: NotificationChannelCreate,
    @CurrentActor() by: Actor,
  ): Promise<NotificationChannelCreated> {
    const { channel, secret } = await this.channels.create(id, body, by);
    return { ...view(channel), secret };
  }

  @Get(':channel_id')
  @Describe({ summary: 'Get a notification channel', problems: NOTIFIER_UNREACHABLE })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiOkResponse({ type: NotificationChannelView })
  async one(@Id() id: string, @Id('channel_id') channelId: string): Promise<NotificationChannelView> {
    return view(await this.channels.get(id, channelId));
  }

  @Patch(':channel_id')
  @Describe({
    summary: 'Change a notification channel',
    description: 'Only the fields that are given. Another homeserver needs the access token again.',
    problems: { ...NOTIFIER_UNREACHABLE, CONFLICT: 'The name is taken' },
    request: { enabled: false },
  })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiOkResponse({ type: NotificationChannelView })
  async update(
    @Id() id: string,
    @Id('channel_id') channelId: string,
    @Body() body: NotificationChannelUpdate,
    @CurrentActor() by: Actor,
  ): Promise<NotificationChannelView> {
    return view(await this.channels.change(id, channelId, body, by));
  }

  @Delete(':channel_id')
  @HttpCode(204)
  @Describe({
    summary: 'Delete a notification channel',
    description: 'What waits for it is given up.',
    problems: NOTIFIER_UNREACHABLE,
  })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiNoContentResponse()
  async remove(@Id() id: string, @Id('channel_id') channelId: string, @CurrentActor() by: Actor): Promise<void> {
    await this.channels.remove(id, channelId, by);
  }

  @Post(':channel_id/test')
  @HttpCode(200)
  @Describe({
    summary: 'Test a notification channel',
    description: 'Sends a notice now, once, also where the channel is not enabled, and says what the receiver answers.',
    problems: NOTIFIER_UNREACHABLE,
  })
  @RequirePermission('org.settings.update', of('organization'))
  @ApiOkResponse({ type: NotificationChannelTestResult })
  async test(
    @Id() id: string,
    @Id('channel_id') channelId: string,
    @CurrentActor() by: Actor,
  ): Promise<NotificationChannelTestResult> {
    const { ok, duration_ms, error } = await this.channels.test(id, channelId, by);
    return { ok, duration_ms, error: error ?? null };
  }
}

function view(channel: ChannelPayload): NotificationChannelView {
  return {
    id: channel.id,
    organization_id: channel.organization_id,
    kind: channel.kind,
    name: channel.name,
    enabled: channel.enabled,
    settings: channel.settings,
    has_secret: channel.has_secret,
    notices: channel.notices ?? null,
    environment_ids: channel.environment_ids ?? null,
    created_at: momentOf(new Date(channel.created_at)),
    updated_at: momentOf(new Date(channel.updated_at)),
  };
}
