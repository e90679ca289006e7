import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { RestoreInsurance, type RestoreInsuranceAnswer } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { RpcClient } from '@app/messaging';
import type { WantedBackup } from '../build/wanted-backup';
import { RestoreExecutorConfig } from '../config';

export interface InsuranceBackup extends WantedBackup {
  /** Until when it is kept at least; absent: for ever. */
  kept_until?: string;
}

/** A backup of the present state, before anything is touched. */
@Injectable()
export class Insurance {
  constructor(
    private readonly rpc: RpcClient,
    private readonly config: RestoreExecutorConfig,
  ) {}

  /**
   * Has it made, and waits until it is completed and verified.
   * @returns where it lies
   * @throws StrongroomError INSURANCE_FAILED; GATEWAY_UNREACHABLE
   */
  async obtain(restoreId: string, signal: AbortSignal): Promise<InsuranceBackup> {
    const deadline = performance.now() + this.config.insuranceGiveUpMs;
    for (;;) {
      const answer = await this.rpc.ask(RestoreInsurance, { restore_id: restoreId }, { signal });
      if (answer.status === 'completed' && answer.is_verified)
        return {
          backup_id: answer.backup_id,
          sources: answer.sources ?? [],
          ...(answer.kept_until && { kept_until: answer.kept_until }),
        };
      refuseFailed(answer);
      if (performance.now() > deadline)
        throw failed(answer, `is still ${answer.status} after ${this.config.insuranceGiveUpMs} ms`);
      await sleep(this.config.insurancePollMs, undefined, { signal });
    }
  }
}

/** Verified or not, a backup that has ended without an object will not insure anything any more. */
function refuseFailed(answer: RestoreInsuranceAnswer): void {
  if (['failed', 'expired', 'deleted'].includes(answer.status)) throw failed(answer, `is ${answer.status}`);
  if (answer.status === 'completed' && answer.error_message) throw failed(answer, 'could not be verified');
}

function failed({ backup_id, error_message }: RestoreInsuranceAnswer, how: string): StrongroomError {
  const why = error_message ? `: ${error_message}` : '';
  return new StrongroomError('INSURANCE_FAILED', `The insurance backup ${backup_id} ${how}${why}`, {
    details: { insurance_backup_id: backup_id },
  });
}
