import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { asSoleWorker } from '@app/database';
import { RecurringWork } from '@app/service';
import { NotifierConfig } from '../config';
import { Deliveries } from './deliveries.repository';

const BATCH = 1_000;

/** Removes what was sent, or not, when nobody asks for it any more. */
@Injectable()
export class DeliveryPurge implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly deliveries: Deliveries,
    dataSource: DataSource,
    config: NotifierConfig,
  ) {
    this.work = new RecurringWork(DeliveryPurge.name, config.deliveryPurgeIntervalMs, (signal) =>
      asSoleWorker(dataSource, 'delivery-purge', () => this.purge(signal)),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  async purge(signal?: AbortSignal): Promise<void> {
    for (let gone = BATCH; gone === BATCH;) {
      if (signal?.aborted) return;
      gone = await this.deliveries.purge(BATCH);
    }
  }
}
