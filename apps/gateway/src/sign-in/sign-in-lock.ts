/**
 * Counts tried passwords in the database, so that all gateways see the same. An attempt counts before the password is looked
 * at: a thousand guesses at once are a thousand attempts. Unknown accounts are counted like known ones, by a hash of what was typed.
 */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StrongroomError } from '@app/core';
import { GatewayConfig } from '../config';

const IN_WINDOW = `tried.since > clock_timestamp() - $2::float8 * interval '1 millisecond'`;
/** Starts to count anew when the window is over. */
const counting = (subject: string) => `
INSERT INTO sign_in_attempts AS tried (subject, attempts, since) VALUES (${subject}, 1, clock_timestamp())
ON CONFLICT (subject) DO UPDATE
   SET attempts = CASE WHEN ${IN_WINDOW} THEN least(tried.attempts, 1000000) + 1 ELSE 1 END,
       since = CASE WHEN ${IN_WINDOW} THEN tried.since ELSE clock_timestamp() END
RETURNING attempts, $2::float8 + 1000 * extract(epoch FROM since - clock_timestamp())::float8 AS left_ms`;
/** An IPv6 host has a /64 of addresses to choose from. */
const NETWORK = `'from:' || set_masklen($1::cidr, least(masklen($1::cidr), 64))::text`;
const COUNT_ACCOUNT = counting('$1');
const COUNT_ADDRESS = counting(NETWORK);
const GIVE_BACK_ADDRESS = `
UPDATE sign_in_attempts SET attempts = greatest(attempts - 1, 0)
 WHERE subject = ${NETWORK}`;

@Injectable()
export class SignInLock {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
  ) {}

  /** @throws StrongroomError SIGN_IN_LOCKED with `retry_after_seconds` */
  async begin(email: string, address: string): Promise<void> {
    const { signInAttemptsPerAddress, signInAttemptsPerAccount } = this.config;
    // a locked address does not count against the account: nobody locks out others from where nothing is tried any more
    await this.count(COUNT_ADDRESS, address, signInAttemptsPerAddress);
    await this.count(COUNT_ACCOUNT, accountOf(email), signInAttemptsPerAccount);
  }

  /** The password was right: the account begins anew, and the address has not guessed. */
  async succeeded(email: string, address: string): Promise<void> {
    await this.release(email);
    await this.dataSource.query(GIVE_BACK_ADDRESS, [address]);
  }

  /** Forgets the wrong passwords of an account. */
  async release(email: string): Promise<void> {
    await this.dataSource.query('DELETE FROM sign_in_attempts WHERE subject = $1', [accountOf(email)]);
  }

  private async count(statement: string, subject: string, limit: number): Promise<void> {
    const parameters = [subject, this.config.signInWindowMs];
    const [row] = await this.dataSource.query<{ attempts: number; left_ms: number }[]>(statement, parameters);
    if (row!.attempts <= limit) return;
    const retry_after_seconds = Math.max(1, Math.ceil(row!.left_ms / 1000));
    throw new StrongroomError(
      'SIGN_IN_LOCKED',
      `Too many passwords were wrong; the next one is looked at in ${retry_after_seconds} seconds.`,
      { details: { retry_after_seconds } },
    );
  }
}

const accountOf = (email: string): string => `account:${createHash('sha256').update(email).digest('hex')}`;
