import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BackupRun } from '@app/contracts';
import { asSoleWorker } from '@app/database';
import { EndedJobs, ForgottenJobs, ServerSweep } from '@app/executor';
import { Outbox, RpcClient, StreamHorizon } from '@app/messaging';
import { SecretBox } from '@app/secrets';
import { RecurringWork } from '@app/service';
import { BackupExecutorConfig } from '../config';
import { ObjectSweep } from './sweep-objects';

/** Removes, at the start and every hour, what no living attempt of a backup or copy owns. One replica at a time. */
@Injectable()
export class Sweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweep.name);
  private readonly work: RecurringWork;
  private readonly forgotten: ForgottenJobs;
  private readonly servers: ServerSweep;

  constructor(
    dataSource: DataSource,
    config: BackupExecutorConfig,
    rpc: RpcClient,
    secrets: SecretBox,
    outbox: Outbox,
    horizon: StreamHorizon,
    private readonly objects: ObjectSweep,
  ) {
    this.forgotten = new ForgottenJobs(dataSource, outbox, horizon, config.sweepStuckMs);
    this.servers = new ServerSweep(
      new EndedJobs(dataSource),
      { kinds: [BackupRun.name], tagField: 'backup_id' },
      { rpc, secrets, connection: config.connectionOptions },
      config.sweepGiveUpMs,
    );
    this.work = new RecurringWork(Sweep.name, config.sweepIntervalMs, (signal) =>
      asSoleWorker(dataSource, 'sweep', () => this.sweep(signal)),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  async sweep(signal: AbortSignal): Promise<object> {
    const reminded = await this.forgotten.remind();
    const onServers = await this.servers.sweep(signal);
    const swept = { reminded, onServers, ...(await this.objects.sweep(signal)) };
    this.logger.log(swept, 'swept');
    return swept;
  }
}
