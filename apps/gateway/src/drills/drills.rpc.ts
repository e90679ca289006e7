import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { RequestDrills, type RequestDrillsRequest, type RunOutcomesAnswer } from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { DrillRequests } from './drill-requests';

/** Makes the drills of runs that are due. */
@Controller()
export class DrillsRpc {
  constructor(private readonly drills: DrillRequests) {}

  @RpcHandler(RequestDrills)
  async request(@Payload() { runs }: RequestDrillsRequest): Promise<RunOutcomesAnswer> {
    return { outcomes: await this.drills.answerRuns(runs) };
  }
}
