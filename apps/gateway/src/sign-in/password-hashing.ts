/**
 * argon2id, a few passwords at a time: each takes memory and a thread of the pool that Node also reads files with. What comes
 * while too many wait is refused, so that a flood of sign-ins costs others nothing.
 */
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, type Options, parseOptions, verify } from '@node-rs/argon2';
import { StrongroomError } from '@app/core';
import { GatewayConfig } from '../config';
import { BoundedQueue } from './bounded-queue';

const RETRY_AFTER_S = 2;

@Injectable()
export class PasswordHashing {
  private readonly options: Options;
  private readonly queue: BoundedQueue;
  /** Of nobody's password: what is compared with where there is none, so that it takes as long. */
  private readonly nobodys: Promise<string>;

  constructor(config: GatewayConfig) {
    // argon2id with one thread is the default of the library
    this.options = { memoryCost: config.passwordHashMemoryKib, timeCost: config.passwordHashPasses, parallelism: 1 };
    this.queue = new BoundedQueue(
      config.passwordHashConcurrency,
      config.passwordHashQueue,
      () =>
        new StrongroomError('SIGN_IN_BUSY', 'Too many passwords are being checked at once.', {
          details: { retry_after_seconds: RETRY_AFTER_S },
        }),
    );
    this.nobodys = this.hash(randomBytes(32).toString('base64'));
    // awaited where it is needed; a failure is told there
    this.nobodys.catch(() => undefined);
  }

  /** Waits for a place to work in. @throws StrongroomError SIGN_IN_BUSY */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.queue.run(work);
  }

  /** To be called in turn. */
  hash(password: string): Promise<string> {
    return hash(password, this.options);
  }

  /** To be called in turn. undefined: there is no password, which is false and takes as long to find out. */
  async matches(hashed: string | undefined, password: string): Promise<boolean> {
    const right = await verify(hashed ?? (await this.nobodys), password);
    return hashed !== undefined && right;
  }

  /** Whether a hash was made with other costs than are configured now. */
  isOutdated(hashed: string): boolean {
    const { memoryCost, timeCost } = parseOptions(hashed);
    return memoryCost !== this.options.memoryCost || timeCost !== this.options.timeCost;
  }
}
