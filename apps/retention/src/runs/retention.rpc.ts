import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  RetentionAgree,
  type RetentionAgreeAnswer,
  type RetentionAgreeRequest,
  type RetentionPreviewAnswer,
  RetentionPreviewOf,
  type RetentionPreviewRequest,
  type RetentionRunAnswer,
  RetentionRunOf,
  type RetentionRunRequest,
  type RetentionRunsAnswer,
  RetentionRunsOf,
  type RetentionRunsRequest,
} from '@app/contracts';
import { Clock, StrongroomError } from '@app/core';
import { RpcHandler } from '@app/messaging';
import { Previews } from './previews';
import { RetentionHold } from './retention-hold.entity';
import { RetentionRun } from './retention-run.entity';
import { payloadOf, runPayloadOf } from './run-payloads';
import { Runs } from './runs.repository';

/** What the gateway asks on behalf of people. */
@Controller()
export class RetentionRpc {
  constructor(
    private readonly dataSource: DataSource,
    private readonly requests: Runs,
    private readonly previews: Previews,
    private readonly clock: Clock,
  ) {}

  @RpcHandler(RetentionRunOf)
  run(request: RetentionRunRequest): Promise<RetentionRunAnswer> {
    return this.requests.request(request);
  }

  @RpcHandler(RetentionRunsOf)
  async runs({ organization_id, run_id, page, page_size }: RetentionRunsRequest): Promise<RetentionRunsAnswer> {
    const [runs, total] = await this.dataSource.manager.findAndCount(RetentionRun, {
      where: {
        ...(organization_id === null ? {} : { organizationId: organization_id }),
        ...(run_id === null ? {} : { runId: run_id }),
      },
      order: { requestedAt: 'DESC', runId: 'ASC', organizationId: 'ASC' },
      skip: (page - 1) * page_size,
      take: page_size,
    });
    return { runs: runs.map(runPayloadOf), total };
  }

  @RpcHandler(RetentionPreviewOf)
  preview(request: RetentionPreviewRequest): Promise<RetentionPreviewAnswer> {
    return this.previews.of(request);
  }

  /** Agreed to once more, it is as it was. */
  @RpcHandler(RetentionAgree)
  async agree({ environment_id, run_id, agreed_by }: RetentionAgreeRequest): Promise<RetentionAgreeAnswer> {
    await this.dataSource.query(
      `UPDATE retention_holds SET agreed_at = $3, agreed_by = $4
        WHERE environment_id = $1 AND run_id = $2 AND agreed_at IS NULL`,
      [environment_id, run_id, this.clock.now(), agreed_by],
    );
    const hold = await this.dataSource.manager.findOneBy(RetentionHold, {
      environmentId: environment_id,
      runId: run_id,
    });
    if (!hold)
      throw new StrongroomError('RETENTION_NOT_HELD', `Nothing of the run ${run_id} waits for ${environment_id}.`);
    return { hold: payloadOf(hold) };
  }
}
