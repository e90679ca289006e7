import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { asSoleWorker } from '@app/database';
import { RecurringWork } from '@app/service';
import { GatewayConfig } from '../config';

const PURGE_INTERVAL_MS = 10 * 60_000;
/** How long one can still read that a session ended, and why. */
const ENDED_SESSIONS_DAYS = 30;

/** Removes what counts no more: tried passwords of another window, and sessions that are long over. */
@Injectable()
export class SignInPurge implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
  ) {
    this.work = new RecurringWork(SignInPurge.name, PURGE_INTERVAL_MS, () =>
      asSoleWorker(dataSource, 'sign-in-purge', () => this.purge()),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  async purge(): Promise<void> {
    const { signInWindowMs } = this.config;
    const outside = `since < now() - $1::float8 * interval '1 millisecond'`;
    await this.dataSource.query(`DELETE FROM sign_in_attempts WHERE ${outside}`, [signInWindowMs]);
    const over = `expires_at < now() - $1::integer * interval '1 day'`;
    await this.dataSource.query(`DELETE FROM sessions WHERE ${over}`, [ENDED_SESSIONS_DAYS]);
  }
}
