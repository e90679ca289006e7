/**
 * Hands due runs over to the gateway, which makes a backup or restore of each. A run has its id before it is asked for, and
 * is asked for until the answer is written down: whatever dies in between, it is one backup.
 */
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  type BackupRunRequestPayload,
  type DrillRunRequestPayload,
  RequestBackups,
  RequestDrills,
  type RunKind,
  type RunOutcomesAnswer,
} from '@app/contracts';
import { toStrongroomError } from '@app/core';
import { RpcClient } from '@app/messaging';
import { SchedulerConfig } from '../config';
import { WokenLoop } from '../woken-loop';
import { Runs, type WaitingRun } from './runs.repository';

@Injectable()
export class HandOver implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(HandOver.name);
  private readonly loops: WokenLoop[];

  constructor(
    private readonly runs: Runs,
    private readonly rpc: RpcClient,
    private readonly config: SchedulerConfig,
  ) {
    const kinds: RunKind[] = ['drill', ...Array<RunKind>(config.runRequestsAtOnce).fill('backup')];
    this.loops = kinds.map((kind) => new WokenLoop(HandOver.name, config.scheduleLookMs, () => this.work(kind)));
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  /** Runs have come due. */
  ring(): void {
    for (const loop of this.loops) loop.ring();
  }

  private async work(kind: RunKind): Promise<'again' | number> {
    const claimed = await this.runs.claim(kind);
    if (claimed.length === 0) return (await this.runs.msUntilNext(kind)) ?? this.config.scheduleLookMs;
    try {
      const { outcomes } = await this.ask(kind, claimed);
      await this.runs.settle(claimed, outcomes);
    } catch (thrown) {
      const error = toStrongroomError(thrown);
      this.logger.warn({ code: error.code, runs: claimed.length }, `due runs have to wait: ${error.message}`);
      await this.runs.unanswered(claimed, error.toReport());
    }
    return 'again';
  }

  private ask(kind: RunKind, claimed: readonly WaitingRun[]): Promise<RunOutcomesAnswer> {
    const deadline = { timeoutMs: this.config.runRequestTimeoutMs, deadlineMs: this.config.runRequestTimeoutMs };
    return kind === 'backup'
      ? this.rpc.ask(RequestBackups, { runs: claimed.map(backupRequest) }, deadline)
      : this.rpc.ask(RequestDrills, { runs: claimed.map(drillRequest) }, deadline);
  }
}

function identityOf({ run, policy }: WaitingRun) {
  return {
    run_id: run.id,
    policy_id: policy.id,
    organization_id: policy.organization_id,
    environment_id: policy.environment_id,
    slot: run.slot.toISOString(),
  };
}

function backupRequest(waiting: WaitingRun): BackupRunRequestPayload {
  const { storage_config_id, copy_storage_config_ids, include_filestore, verify_after_upload, dump_compression } =
    waiting.policy;
  const settings = { storage_config_id, copy_storage_config_ids, include_filestore };
  return { ...identityOf(waiting), ...settings, verify_after_upload, dump_compression };
}

function drillRequest(waiting: WaitingRun): DrillRunRequestPayload {
  return { ...identityOf(waiting), drill_environment_id: waiting.policy.drill_environment_id };
}
