import type { EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import { Delivery } from './delivery.entity';

/** Nothing that waits for the channel is sent any more. An attempt that is under way may still arrive. */
export async function closeDeliveries(manager: EntityManager, { channelId }: { channelId: string }): Promise<void> {
  const error = new StrongroomError('CHANNEL_CLOSED', 'The channel was deleted or switched off meanwhile.');
  await manager.update(
    Delivery,
    { channelId, status: 'waiting' },
    { status: 'given_up', endedAt: () => 'now()', leasedUntil: null, lastError: error.toReport() as object },
  );
}
