import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  OrphanReportOf,
  type OrphanSweepPayload,
  OrphanSweepRun,
  type RetentionAgreeAnswer,
  RetentionAgree,
  RetentionPreviewOf,
  type RetentionPreviewAnswer,
  type RetentionRulesPayload,
  type RetentionRunAnswer,
  RetentionRunOf,
  RetentionRunsOf,
  type RetentionRunsAnswer,
  type RetentionRunsRequest,
  type RpcDefinition,
} from '@app/contracts';
import { RpcClient } from '@app/messaging';
import { GatewayConfig } from '../config';

/**
 * What the gateway asks of retention for those who call its API. All methods throw StrongroomError RETENTION_UNREACHABLE when
 * nobody answers in time.
 */
@Injectable()
export class RetentionService {
  constructor(
    private readonly rpc: RpcClient,
    private readonly config: GatewayConfig,
  ) {}

  /** @param organizationId null: of every organization */
  run(organizationId: string | null): Promise<RetentionRunAnswer> {
    return this.ask(RetentionRunOf, { run_id: randomUUID(), organization_id: organizationId });
  }

  runs(request: RetentionRunsRequest): Promise<RetentionRunsAnswer> {
    return this.ask(RetentionRunsOf, request);
  }

  /**
   * @param rules null: as things are
   * @throws StrongroomError TIMEZONE_INVALID
   */
  preview(environment_id: string, rules: RetentionRulesPayload | null): Promise<RetentionPreviewAnswer> {
    return this.ask(RetentionPreviewOf, { environment_id, rules });
  }

  /** @throws StrongroomError RETENTION_NOT_HELD */
  agree(environment_id: string, run_id: string, agreed_by: string): Promise<RetentionAgreeAnswer> {
    return this.ask(RetentionAgree, { environment_id, run_id, agreed_by });
  }

  /** Has a storage looked at for what nobody knows, as soon as that can begin. */
  async sweepOrphans(storage_config_id: string): Promise<OrphanSweepPayload | null> {
    return (await this.ask(OrphanSweepRun, { storage_config_id })).sweep;
  }

  /** @returns null: nobody has looked yet, nor asked for it */
  async orphans(storage_config_id: string): Promise<OrphanSweepPayload | null> {
    return (await this.ask(OrphanReportOf, { storage_config_id })).sweep;
  }

  private ask<Q extends object, A extends object>(definition: RpcDefinition<Q, A>, request: Q): Promise<A> {
    return this.rpc.askOnce(definition, request, this.config.retentionTimeoutMs);
  }
}
