import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { StrongroomError } from '@app/core';
import { GatewayConfig } from '../config';

const RETRY_AFTER_S = 10;

/** Bounds the downloads that this gateway streams at once: each holds a connection to a storage. */
@Injectable()
export class DownloadSlots {
  private taken = 0;

  constructor(private readonly config: GatewayConfig) {}

  /**
   * @param response is told when to come again
   * @returns how to give it back, once
   * @throws StrongroomError DOWNLOADS_BUSY
   */
  take(response: Response): () => void {
    const { downloadMaxConcurrent: most } = this.config;
    if (this.taken >= most) {
      response.setHeader('Retry-After', RETRY_AFTER_S);
      throw new StrongroomError('DOWNLOADS_BUSY', `This gateway streams ${most} downloads already.`);
    }
    this.taken += 1;
    return () => void (this.taken -= 1);
  }
}
