import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { type RestorePlanAnswer, RestorePlanOf, type RestorePlanRequest } from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { RestoreExecutorConfig } from '../config';
import { RestorePlanner } from './restore-planner';

/** Tells the gateway what a restore would do. */
@Controller()
export class RestorePlanResponder {
  constructor(
    private readonly config: RestoreExecutorConfig,
    private readonly planner: RestorePlanner,
  ) {}

  @RpcHandler(RestorePlanOf)
  plan(@Payload() { command }: RestorePlanRequest): Promise<RestorePlanAnswer> {
    return this.planner.plan(command, AbortSignal.timeout(this.config.restorePlanMs));
  }
}
