import { Injectable } from '@nestjs/common';
import type { WarningPayload } from '@app/contracts';
import { StrongroomError, toStrongroomError } from '@app/core';
import type { OdooEnvironment, WebAnswer, WebOutcome } from '@app/odoo';
import { RestoreExecutorConfig } from './config';

export interface LiveAnswer {
  /** For people. */
  note: string;
  warnings: WarningPayload[];
}

/** Asks the Odoo of an environment whether it serves what was restored. */
@Injectable()
export class WebCheck {
  constructor(private readonly config: RestoreExecutorConfig) {}

  /**
   * How the live database is served before anything is touched: what comes afterwards is measured by it. A database that cannot
   * even be read, or is closed still since a rollback failed, is not served.
   */
  async before(environment: OdooEnvironment, database: string): Promise<WebAnswer> {
    try {
      return await environment.webCheck(database, { timeoutMs: this.config.webCheckBeforeMs, starting: false });
    } catch (error) {
      return { outcome: 'refused', detail: toStrongroomError(error).message };
    }
  }

  /**
   * Of the live database. That nobody answers where Odoo usually does is no proof of anything: it may have been so before. An
   * error is one only where Odoo has served the database before: the way back would not help otherwise.
   * @param starting its container was started just now
   * @param before what `before` has found; undefined: nobody had asked
   * @throws StrongroomError WEB_CHECK_FAILED
   */
  async check(
    environment: OdooEnvironment,
    database: string,
    { starting = false, before }: { starting?: boolean; before?: WebAnswer | undefined } = {},
  ): Promise<LiveAnswer> {
    const { outcome, detail } = await environment.webCheck(database, {
      timeoutMs: this.config.webCheckTimeoutMs,
      starting,
    });
    const isWrong = outcome === 'wrong' || (outcome === 'stopped' && starting);
    if (!isWrong)
      return {
        note: outcome === 'answered' ? `Odoo answers: ${detail}` : `Odoo could not be asked: ${detail}`,
        warnings: [],
      };
    if (!before || !NOT_SERVED.has(before.outcome)) throw new StrongroomError('WEB_CHECK_FAILED', detail);
    const message = `Odoo does not serve the restored database (${detail}); it did not serve the live one before either (${before.detail}), so nothing was rolled back`;
    return { note: message, warnings: [{ code: 'WEB_CHECK_FAILED', message }] };
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

/** What a restore cannot make worse. */
const NOT_SERVED: ReadonlySet<WebOutcome> = new Set(['wrong', 'elsewhere', 'refused', 'stopped']);

const WARNINGS: Record<Exclude<WebOutcome, 'answered'>, string> = {
  wrong: 'WEB_CHECK_FAILED',
  elsewhere: 'CLONE_NOT_SERVED',
  refused: 'ODOO_NOT_ASKED',
  stopped: 'ODOO_NOT_ASKED',
  unchecked: 'ODOO_NOT_ASKED',
};
