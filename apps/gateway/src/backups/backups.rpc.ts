import { Controller } from '@nestjs/common';
import { RequestBackups, type RequestBackupsRequest, type RunOutcomesAnswer } from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { DueBackups } from './due-backups';

/** Takes the runs that the scheduler finds due. */
@Controller()
export class BackupsRpc {
  constructor(private readonly due: DueBackups) {}

  @RpcHandler(RequestBackups)
  async request({ runs }: RequestBackupsRequest): Promise<RunOutcomesAnswer> {
    return { outcomes: await this.due.request(runs) };
  }
}
