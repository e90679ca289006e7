/** What a restore would do, for who asks before: nothing is written, and no task is made. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RestorePlanOf } from '@app/contracts';
import { StrongroomError, toStrongroomError } from '@app/core';
import { RpcClient } from '@app/messaging';
import type { Caller } from '../access/is-allowed';
import { placesOf } from '../backups/backup-places';
import { Backup } from '../backups/backup.entity';
import { GatewayConfig } from '../config';
import { Environment } from '../directory/environment.entity';
import { type ReachableEnvironment, requireReachable } from '../directory/working-environment';
import type { RestoreRequest } from './wanted-restore';
import { restoreCommand, type RestoreSubject } from './restore-command';
import { type RestorePlanView, restorePlanView } from './restore-plan-view';
import {
  chooseTarget,
  requireFilestore,
  requireReplaceable,
  requireRestorable,
  requireSameOrganization,
} from './restore-rules';
import { requireStoppable, stopsWith } from './shared-workload';

@Injectable()
export class RestorePlans {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
    private readonly rpc: RpcClient,
  ) {}

  /** @throws StrongroomError as the request for the restore would, where there is nothing that could be planned; EXECUTOR_UNREACHABLE */
  async plan(backupId: string, request: RestoreRequest, caller: Caller): Promise<RestorePlanView> {
    const { manager } = this.dataSource;
    const subject = await findSubject(manager, backupId, request);
    const problems = await problemsOf(manager, subject, request, caller);
    const stops = request.in_place?.freeze === 'workload' ? await stopsWith(manager, subject.environment, caller) : [];
    const ids = { restore_id: randomUUID(), task_id: randomUUID(), created_by: caller.userId };
    const { restorePlanTimeoutMs, executorAbsentMs } = this.config;
    const question = { command: restoreCommand(ids, subject, request) };
    const found = await this.rpc.askOnce(RestorePlanOf, question, restorePlanTimeoutMs, executorAbsentMs);
    return restorePlanView({ subject, request, problems, stops, found, now: new Date() });
  }
}

async function findSubject(manager: EntityManager, backupId: string, request: RestoreRequest): Promise<RestoreSubject> {
  const backup = requireRestorable(await manager.findOneByOrFail(Backup, { id: backupId }));
  const id = request.environment_id ?? backup.environment_id;
  const environment = requireReachable(await manager.findOneByOrFail(Environment, { id }));
  requireSameOrganization(backup, environment);
  const target_db = request.in_place === null ? chooseTarget(request.target_db, environment) : environment.db_name;
  return { backup, environment, sources: await placesOf(manager, backup), target_db };
}

/** What the gateway would refuse the restore for. What has not been confirmed yet is no problem of a plan. */
async function problemsOf(
  manager: EntityManager,
  { backup, environment }: RestoreSubject,
  request: RestoreRequest,
  caller: Caller,
): Promise<StrongroomError[]> {
  const checks = [
    requireFilestore(manager, backup, request),
    ...inPlaceChecks(manager, backup, environment, request, caller),
  ];
  const outcomes = await Promise.allSettled(checks);
  const problems = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [toStrongroomError(outcome.reason)] : [],
  );
  const wrong = problems.find(({ code }) => code === 'VALIDATION_FAILED');
  if (wrong) throw wrong;
  return problems.filter(({ code }, place) => problems.findIndex((problem) => problem.code === code) === place);
}

function inPlaceChecks(
  manager: EntityManager,
  backup: Backup,
  environment: ReachableEnvironment,
  { in_place }: RestoreRequest,
  caller: Caller,
): Promise<void>[] {
  if (in_place === null) return [];
  const moment = in_place.backup_timestamp ?? backup.create_date.toISOString();
  const confirmed = { ...in_place, backup_timestamp: moment, accept_data_loss: true };
  const stoppable = () => requireStoppable(manager, environment, in_place.stops_environments, caller);
  return [
    requireReplaceable(manager, backup, environment, confirmed, caller),
    ...(in_place.freeze === 'workload' ? [stoppable()] : []),
  ];
}
