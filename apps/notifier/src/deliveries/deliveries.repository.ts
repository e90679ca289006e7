/** Every query that moves a delivery on. */
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StrongroomError } from '@app/core';
import { NotifierConfig } from '../config';
import { StoredNotice } from '../notices/notice.entity';
import { Delivery } from './delivery.entity';
import type { NextStep } from './next-step';

/** What has waited longest, of a channel that nothing is just being sent to: one that hangs holds up no other. */
const CLAIM = `
UPDATE deliveries SET attempts = attempts + 1, leased_until = now() + $1 * interval '1 millisecond'
 WHERE id = (
   SELECT due.id FROM deliveries due
    WHERE due.status = 'waiting' AND due.next_attempt_at <= now()
      AND (due.leased_until IS NULL OR due.leased_until < now())
      AND NOT EXISTS (SELECT 1 FROM deliveries other
                       WHERE other.channel_id = due.channel_id AND other.status = 'waiting' AND other.leased_until >= now())
    ORDER BY due.next_attempt_at, due.id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id`;

const PURGE = `
DELETE FROM notices WHERE event_id IN (
  SELECT event_id FROM notices
   WHERE created_at < now() - $1 * interval '1 millisecond'
     AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.event_id = notices.event_id AND status = 'waiting')
   LIMIT $2)`;

export interface ClaimedDelivery {
  delivery: Delivery;
  notice: StoredNotice;
}

@Injectable()
export class Deliveries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: NotifierConfig,
  ) {}

  /** The next one that is due, for one caller alone until its lease is over. */
  async claim(): Promise<ClaimedDelivery | undefined> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(CLAIM, [this.config.deliveryLeaseMs]);
    const id = rows[0]?.id;
    if (id === undefined) return undefined;
    const { manager } = this.dataSource;
    const delivery = await manager.findOneBy(Delivery, { id });
    const notice = delivery && (await manager.findOneBy(StoredNotice, { eventId: delivery.eventId }));
    // gone with its organization in between
    return notice ? { delivery, notice } : this.claim();
  }

  /** @param unreached whom of several it did not reach */
  async delivered(delivery: Delivery, unreached?: StrongroomError): Promise<boolean> {
    const lastError = (unreached?.toReport() as object | undefined) ?? null;
    return this.end(delivery, { status: 'delivered', lastError, endedAt: () => 'now()' });
  }

  async failed(delivery: Delivery, error: StrongroomError, step: NextStep): Promise<boolean> {
    const lastError = error.toReport() as object;
    if (step.status !== 'waiting')
      return this.end(delivery, { status: step.status, lastError, endedAt: () => 'now()' });
    return this.end(delivery, {
      lastError,
      nextAttemptAt: () => `now() + ${Math.round(step.delayMs)} * interval '1 millisecond'`,
    });
  }

  /** @returns how many notices went, with their deliveries */
  async purge(batch: number): Promise<number> {
    const [, gone] = await this.dataSource.query<[unknown, number]>(PURGE, [this.config.deliveryRetentionMs, batch]);
    return gone;
  }

  /** Unless a later attempt, or the end of the channel, has been quicker. */
  private async end({ id, attempts }: Delivery, change: object): Promise<boolean> {
    const { affected } = await this.dataSource.manager.update(
      Delivery,
      { id, attempts, status: 'waiting' },
      { ...change, leasedUntil: null },
    );
    return affected === 1;
  }
}
