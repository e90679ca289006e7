import { Injectable } from '@nestjs/common';
import type { WarningPayload } from '@app/contracts';
import { StrongroomError, toStrongroomError } from '@app/core';
import type { OdooEnvironment, WebOutcome } from '@app/odoo';
import { RestoreExecutorConfig } from './config';

/** Asks the Odoo of an environment whether it serves what was restored. */
@Injectable()
export class WebCheck {
  constructor(private readonly config: RestoreExecutorConfig) {}

  /**
   * Of the live database. That nobody answers where Odoo usually does is no proof of anything: it may have been so before.
   * @param starting its container was started just now
   * @returns what was found, for people
   * @throws StrongroomError WEB_CHECK_FAILED
   */
  async check(environment: OdooEnvironment, database: string, starting = false): Promise<string> {
    const { outcome, detail } = await environment.webCheck(database, {
      timeoutMs: this.config.webCheckTimeoutMs,
      starting,
    });
    if (outcome === 'wrong' || (outcome === 'stopped' && starting))
      throw new StrongroomError('WEB_CHECK_FAILED', detail);
    return outcome === 'answered' ? `Odoo answers: ${detail}` : `Odoo could not be asked: ${detail}`;
  }

  /** Of a clone, which nobody depends on yet: whatever keeps Odoo from serving it is a warning. */
  async warnings(environment: OdooEnvironment, database: string): Promise<WarningPayload[]> {
    try {
      const { outcome, detail } = await environment.webCheck(database, {
        timeoutMs: this.config.webCheckTimeoutMs,
        starting: false,
      });
      return outcome === 'answered' ? [] : [{ code: WARNINGS[outcome], message: detail }];
    } catch (error) {
      return [{ code: 'ODOO_NOT_ASKED', message: toStrongroomError(error).message }];
    }
  }
}

const WARNINGS: Record<Exclude<WebOutcome, 'answered'>, string> = {
  wrong: 'WEB_CHECK_FAILED',
  elsewhere: 'CLONE_NOT_SERVED',
  refused: 'ODOO_NOT_ASKED',
  stopped: 'ODOO_NOT_ASKED',
  unchecked: 'ODOO_NOT_ASKED',
};
