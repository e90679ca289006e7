import {
  ChannelChange,
  type ChannelChangeRequest,
  ChannelCreate,
  type ChannelCreateRequest,
  ChannelDelete,
  ChannelOf,
  type ChannelPayload,
  type ChannelRequest,
  ChannelsOf,
  ChannelTest,
  DeliveriesOf,
  type RpcDefinition,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { TestGateway } from './test-gateway';

export interface PlayedNotifier {
  /** What was asked for, with the secrets as they came. */
  created: ChannelCreateRequest[];
  changed: ChannelChangeRequest[];
}

/** Answers like a notifier until the gateway is stopped. */
export async function playNotifier({ infrastructure }: TestGateway): Promise<PlayedNotifier> {
  const { admin } = infrastructure.nats;
  const channels = new Map<string, ChannelPayload>();
  const played: PlayedNotifier = { created: [], changed: [] };
  const of = ({ organization_id, channel_id }: ChannelRequest): ChannelPayload => {
    const channel = channels.get(channel_id);
    if (channel?.organization_id !== organization_id)
      throw new StrongroomError('NOT_FOUND', `There is no notification channel ${channel_id}.`);
    return channel;
  };
  function answer<Q extends object, A extends object>({ subject }: RpcDefinition<Q, A>, reply: (request: Q) => A) {
    admin.subscribe(subject, {
      callback: (_error, message) => {
        try {
          message.respond(JSON.stringify({ answer: reply(message.json<Q>()) }));
        } catch (error) {
          message.respond(JSON.stringify({ error: (error as StrongroomError).toReport() }));
        }
      },
    });
  }
  answer(ChannelsOf, ({ organization_id }) => {
    const own = [...channels.values()].filter((channel) => channel.organization_id === organization_id);
    return { channels: own, total: own.length };
  });
  answer(ChannelOf, (request) => ({ channel: of(request) }));
  answer(ChannelCreate, (request) => {
    played.created.push(request);
    const { secret_sealed, ...fields } = request;
    const now = new Date().toISOString();
    const channel = { ...fields, has_secret: !!secret_sealed, created_at: now, updated_at: now };
    channels.set(channel.id, channel);
    return { channel };
  });
  answer(ChannelChange, (request) => {
    played.changed.push(request);
    const { secret_sealed: _sealed, ...changes } = request.changes;
    const channel = { ...of(request), ...changes };
    channels.set(channel.id, channel);
    return { channel };
  });
  answer(ChannelDelete, (request) => {
    const { id, name } = of(request);
    channels.delete(id);
    return { name };
  });
  answer(ChannelTest, (request) => {
    of(request);
    return { ok: true, duration_ms: 12, error: null };
  });
  answer(DeliveriesOf, () => ({ deliveries: [], total: 0 }));
  await admin.flush();
  return played;
}
