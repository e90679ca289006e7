import { Controller } from '@nestjs/common';
import { RestoreInsurance, type RestoreInsuranceAnswer, type RestoreInsuranceRequest } from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { RestoreInsurances } from './restore-insurances';

/** Tells executors what stands behind a restore. */
@Controller()
export class RestoresRpc {
  constructor(private readonly insurances: RestoreInsurances) {}

  @RpcHandler(RestoreInsurance)
  insurance({ restore_id }: RestoreInsuranceRequest): Promise<RestoreInsuranceAnswer> {
    return this.insurances.of(restore_id);
  }
}
