import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { defineEvent, defineRpc } from './message';
import { ErrorPayload } from './shared-payloads';
import {
  CHANNEL_KINDS,
  type ChannelKind,
  DELIVERY_STATUSES,
  type DeliveryStatus,
  NOTICE_KINDS,
  NOTICE_SEVERITIES,
  type NoticeKind,
  type NoticeSeverity,
} from './vocabulary';

export class DeadLetterKeptPayload {
  @IsUUID() organization_id: string;
  @IsUUID() dead_letter_id: string;
  @IsOptional() @IsUUID() project_id: string | null;
  @IsOptional() @IsUUID() environment_id: string | null;
  @IsOptional() @IsUUID() task_id: string | null;
  /** Name of the command or event that no attempt could settle. */
  @IsString() message_kind: string;
  /** Who could not. */
  @IsString() consumer: string;
  @IsInt() @Min(0) attempts: number;
  /** Of the last attempt; of a foreign message it may be a code that nobody knows. */
  @IsString() code: string;
  @IsString() message: string;
  @IsISO8601() died_at: string;
}
/** A message that no attempt could settle lies among the dead letters. Told by the gateway, which keeps them. */
export const DeadLetterKept = defineEvent('dead_letter.kept', 1, DeadLetterKeptPayload);

/** Where a channel leads. Which of them there are follows from its kind; none of them is a secret. */
export class ChannelSettingsPayload {
  /** `email` */
  @IsOptional() @IsArray() @IsString({ each: true }) recipients?: string[];
  /** `webhook` */
  @IsOptional() @IsString() url?: string;
  /** `matrix`: address of the homeserver, id of the room. */
  @IsOptional() @IsString() homeserver?: string;
  @IsOptional() @IsString() room?: string;
}

class ChannelFields {
  @IsString() name: string;
  @IsBoolean() enabled: boolean;
  @IsObject() @ValidateNested() @Type(() => ChannelSettingsPayload) settings: ChannelSettingsPayload;
  /** null: everything that a person has to know without having asked. */
  @IsOptional() @IsArray() @ArrayUnique() @IsIn(NOTICE_KINDS, { each: true }) notices: NoticeKind[] | null;
  /** null: all of them, and what concerns none. */
  @IsOptional() @IsArray() @ArrayMaxSize(1000) @IsUUID(undefined, { each: true }) environment_ids: string[] | null;
}

class ChannelRef {
  @IsUUID() organization_id: string;
  @IsUUID() channel_id: string;
}

export class ChannelPayload extends ChannelFields {
  @IsUUID() id: string;
  @IsUUID() organization_id: string;
  @IsIn(CHANNEL_KINDS) kind: ChannelKind;
  @IsBoolean() has_secret: boolean;
  @IsISO8601() created_at: string;
  @IsISO8601() updated_at: string;
}

export class ChannelCreateRequest extends ChannelFields {
  /** Chosen by whoever asks, so that a question that is asked twice makes one channel. */
  @IsUUID() id: string;
  @IsUUID() organization_id: string;
  @IsIn(CHANNEL_KINDS) kind: ChannelKind;
  /** Key of the signatures, address of the incoming webhook, or access token, by the kind; null: it has none. */
  @IsOptional() @IsString() secret_sealed: string | null;
}

export class ChannelChangesPayload {
  @IsOptional() @IsString() name?: string;
  @IsOptional() @IsBoolean() enabled?: boolean;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ChannelSettingsPayload)
  settings?: ChannelSettingsPayload;
  @IsOptional() @IsArray() @ArrayUnique() @IsIn(NOTICE_KINDS, { each: true }) notices?: NoticeKind[] | null;
  @IsOptional() @IsArray() @ArrayMaxSize(1000) @IsUUID(undefined, { each: true }) environment_ids?: string[] | null;
  @IsOptional() @IsString() secret_sealed?: string;
}
export class ChannelChangeRequest extends ChannelRef {
  /** Only what is to be another. */
  @IsObject() @ValidateNested() @Type(() => ChannelChangesPayload) changes: ChannelChangesPayload;
}
export class ChannelRequest extends ChannelRef {}
export class ChannelAnswer {
  @IsObject() @ValidateNested() @Type(() => ChannelPayload) channel: ChannelPayload;
}
export class ChannelDeletionAnswer {
  @IsString() name: string;
}

class PageRequest {
  @IsUUID() organization_id: string;
  @IsInt() @Min(1) page: number;
  @IsInt() @Min(1) @Max(100) page_size: number;
}
export class ChannelsRequest extends PageRequest {}
export class ChannelsAnswer {
  @IsArray() @ValidateNested({ each: true }) @Type(() => ChannelPayload) channels: ChannelPayload[];
  @IsInt() @Min(0) total: number;
}

export class ChannelTestAnswer {
  @IsBoolean() ok: boolean;
  @IsInt() @Min(0) duration_ms: number;
  /** What was in the way, or whom of several the notice did not reach. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload | null;
}

export class DeliveryPayload {
  @IsUUID() id: string;
  @IsUUID() event_id: string;
  @IsUUID() channel_id: string;
  @IsString() channel_name: string;
  @IsIn(CHANNEL_KINDS) channel_kind: ChannelKind;
  @IsIn(NOTICE_KINDS) notice: NoticeKind;
  @IsIn(NOTICE_SEVERITIES) severity: NoticeSeverity;
  @IsString() title: string;
  @IsOptional() @IsUUID() environment_id: string | null;
  @IsISO8601() occurred_at: string;
  @IsIn(DELIVERY_STATUSES) status: DeliveryStatus;
  @IsInt() @Min(0) attempts: number;
  @IsISO8601() created_at: string;
  /** null: it has ended. */
  @IsOptional() @IsISO8601() next_attempt_at: string | null;
  /** null: it has not. */
  @IsOptional() @IsISO8601() ended_at: string | null;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ErrorPayload) last_error: ErrorPayload | null;
}
export class DeliveriesRequest extends PageRequest {
  @IsOptional() @IsIn(DELIVERY_STATUSES) status?: DeliveryStatus;
  @IsOptional() @IsUUID() channel_id?: string;
  @IsOptional() @IsIn(NOTICE_KINDS) notice?: NoticeKind;
}
export class DeliveriesAnswer {
  @IsArray() @ValidateNested({ each: true }) @Type(() => DeliveryPayload) deliveries: DeliveryPayload[];
  @IsInt() @Min(0) total: number;
}

/** The channels of an organization, by name. */
export const ChannelsOf = defineRpc('notifier.channels', ChannelsRequest, ChannelsAnswer);
/** Refused, as all that follow, with NOT_FOUND where the organization has no such channel. */
export const ChannelOf = defineRpc('notifier.channel', ChannelRequest, ChannelAnswer);
/** Refused with CONFLICT when the name is taken. */
export const ChannelCreate = defineRpc('notifier.channel-create', ChannelCreateRequest, ChannelAnswer);
export const ChannelChange = defineRpc('notifier.channel-change', ChannelChangeRequest, ChannelAnswer);
/** What waits for the channel is given up. */
export const ChannelDelete = defineRpc('notifier.channel-delete', ChannelRequest, ChannelDeletionAnswer);
/** Sends a notice now, also where the channel is not enabled, and says what came of it. */
export const ChannelTest = defineRpc('notifier.channel-test', ChannelRequest, ChannelTestAnswer);
/** What was sent to an organization's channels, the newest first. */
export const DeliveriesOf = defineRpc('notifier.deliveries', DeliveriesRequest, DeliveriesAnswer);
