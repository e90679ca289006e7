import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { StrongroomError } from '@app/core';
import { GatewayConfig } from '../config';
import type { DownloadFormat } from './download-links';

const RETRY_AFTER_S = 10;

/**
 * Bounds the downloads that this gateway streams at once: each holds a connection to a storage, and each ZIP for Odoo takes a processor
 * besides.
 */
@Injectable()
export class DownloadSlots {
  private readonly taken: Record<DownloadFormat, number> = { zip: 0, odoo_zip: 0 };

  constructor(private readonly config: GatewayConfig) {}

  /**
   * @param response is told when to come again
   * @returns how to give it back, once
   * @throws StrongroomError DOWNLOADS_BUSY
   */
  take(response: Response, format: DownloadFormat = 'zip'): () => void {
    const { downloadMaxConcurrent, downloadOdooZipMaxConcurrent } = this.config;
    const most = format === 'zip' ? downloadMaxConcurrent : downloadOdooZipMaxConcurrent;
    if (this.taken[format] >= most) {
      response.setHeader('Retry-After', RETRY_AFTER_S);
      const what = format === 'zip' ? 'downloads' : 'ZIPs for Odoo';
      throw new StrongroomError('DOWNLOADS_BUSY', `This gateway streams ${most} ${what} already.`);
    }
    this.taken[format] += 1;
    return () => void (this.taken[format] -= 1);
  }
}
