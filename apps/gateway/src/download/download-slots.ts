import { Injectable } from '@nestjs/common';
import { StrongroomError } from '@app/core';
import { GatewayConfig } from '../config';

/** Bounds the downloads that this gateway streams at once: each holds a connection to a storage. */
@Injectable()
export class DownloadSlots {
  private taken = 0;

  constructor(private readonly config: GatewayConfig) {}

  /**
   * @returns how to give it back, once
   * @throws StrongroomError DOWNLOADS_BUSY
   */
  take(): () => void {
    const { downloadMaxConcurrent: most } = this.config;
    if (this.taken >= most)
      throw new StrongroomError('DOWNLOADS_BUSY', `This gateway streams ${most} downloads already.`);
    this.taken += 1;
    return () => void (this.taken -= 1);
  }
}
