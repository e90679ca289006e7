import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RestoreRun, type RestoreRunPayload, RestoreTeardown } from '@app/contracts';
import { asSoleWorker } from '@app/database';
import { EndedJobs, ForgottenJobs, type Job, ServerSweep, standsBetween } from '@app/executor';
import { Outbox, RpcClient, StreamHorizon } from '@app/messaging';
import type { OdooEnvironment } from '@app/odoo';
import { SecretBox } from '@app/secrets';
import { RecurringWork } from '@app/service';
import { discardedName, likenessName, stagingName } from './build/restore-names';
import { RestoreExecutorConfig } from './config';

/** Removes, at the start and every hour, what no living attempt of a restore or teardown owns. One replica at a time. */
@Injectable()
export class Sweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweep.name);
  private readonly work: RecurringWork;
  private readonly forgotten: ForgottenJobs;
  private readonly servers: ServerSweep;

  constructor(
    dataSource: DataSource,
    config: RestoreExecutorConfig,
    rpc: RpcClient,
    secrets: SecretBox,
    outbox: Outbox,
    horizon: StreamHorizon,
  ) {
    this.forgotten = new ForgottenJobs(dataSource, outbox, horizon, config.sweepStuckMs);
    this.servers = new ServerSweep(
      new EndedJobs(dataSource),
      { kinds: [RestoreRun.name, RestoreTeardown.name], tagField: 'restore_id', remove: removeLeftovers },
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
    const swept = { reminded: await this.forgotten.remind(), onServers: await this.servers.sweep(signal) };
    this.logger.log(swept, 'swept');
    return swept;
  }
}

/**
 * A copy that was not finished, or was taken out of the live place again. A restore in place that stands between two states is left
 * alone: its rollback needs everything. Once the naming of a clone has begun it is left to the teardown, which tells by what still bears the
 * staging name whether the target's is the restore's own.
 */
async function removeLeftovers(environment: OdooEnvironment, job: Job): Promise<string[]> {
  const { kind, journal, payload } = job;
  if (kind !== RestoreRun.name || journal['naming'] === true || standsBetween(job)) return [];
  const { restore_id } = payload as RestoreRunPayload;
  const names = [stagingName(restore_id), discardedName(restore_id), likenessName(restore_id)];
  const databases = await environment.databasesAmong(names);
  const filestores = await environment.filestoresAmong(names);
  for (const name of databases.keys()) await environment.dropDatabase(name);
  for (const name of filestores) await environment.removeFilestore(name);
  return [
    ...[...databases.keys()].map((name) => `database ${name}`),
    ...[...filestores].map((name) => `filestore ${name}`),
  ];
}
