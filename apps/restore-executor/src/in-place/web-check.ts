import { Injectable } from '@nestjs/common';
import type { OdooEnvironment } from '@app/odoo';

/** Asks the Odoo of an environment whether it serves what was restored. */
@Injectable()
export class WebCheck {
  /** @returns what was found, for people @throws StrongroomError WEB_CHECK_FAILED */
  async check(_environment: OdooEnvironment, _database: string): Promise<string> {
    return 'Odoo was not asked';
  }
}
