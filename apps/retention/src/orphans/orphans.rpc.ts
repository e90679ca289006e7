import { Controller } from '@nestjs/common';
import {
  OrphanReportOf,
  type OrphanSweepAnswer,
  type OrphanSweepPayload,
  type OrphanSweepRequest,
  OrphanSweepRun,
} from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import type { OrphanSweep } from './orphan-sweep.entity';
import { OrphanSweeps } from './orphan-sweeps.repository';

@Controller()
export class OrphansRpc {
  constructor(private readonly sweeps: OrphanSweeps) {}

  @RpcHandler(OrphanSweepRun)
  async sweep({ storage_config_id }: OrphanSweepRequest): Promise<OrphanSweepAnswer> {
    return { sweep: payloadOf(await this.sweeps.wish(storage_config_id)) };
  }

  @RpcHandler(OrphanReportOf)
  async report({ storage_config_id }: OrphanSweepRequest): Promise<OrphanSweepAnswer> {
    const sweep = await this.sweeps.of(storage_config_id);
    return { sweep: sweep === null ? null : payloadOf(sweep) };
  }
}

function payloadOf({
  storageConfigId,
  status,
  dueAt,
  startedAt,
  endedAt,
  error,
  report,
}: OrphanSweep): OrphanSweepPayload {
  return {
    storage_config_id: storageConfigId,
    status,
    due_at: dueAt?.toISOString() ?? null,
    started_at: startedAt?.toISOString() ?? null,
    ended_at: endedAt?.toISOString() ?? null,
    error,
    report,
  };
}
