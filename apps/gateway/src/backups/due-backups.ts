/** Makes the backups of due runs: a few statements and one transaction for all of a batch, and each backup once. */
import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BackupRun, type BackupRunRequestPayload, type RunOutcomePayload } from '@app/contracts';
import { Clock, StrongroomError } from '@app/core';
import { insertRows } from '@app/database';
import { Outbox } from '@app/messaging';
import { expiryOf } from '@app/tiers';
import { openWork, type OpenWork, requireUnscheduled } from '../directory/environment-exclusion';
import { lockAllForWork, type ReachableEnvironment, requireWorkable } from '../directory/working-environment';
import { PolicyRecords } from '../policies/policy-records';
import { Quotas } from '../quotas/quotas';
import { TaskRecords } from '../tasks/task-records';
import { CopyRequests } from './copy-requests';
import { initialTiers } from './initial-tiers';
import { backupCommand, backupRow, backupTask, type NewBackup } from './new-backup';
import { StorageChoices } from './storage-choices';

/** A run that nothing is in the way of. */
interface Feasible {
  run: BackupRunRequestPayload;
  task_id: string;
  environment: ReachableEnvironment;
  storage_config_id: string;
  copies: readonly string[];
}

@Injectable()
export class DueBackups {
  private readonly logger = new Logger(DueBackups.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly tasks: TaskRecords,
    private readonly copies: CopyRequests,
    private readonly policies: PolicyRecords,
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  /**
   * What came of each run. A run whose backup exists was asked for before, by this gateway or another one. Over the quota they are
   * made all the same: a policy that stops unnoticed is worse than storage that has to be paid for. But it is told of again.
   */
  async request(runs: readonly BackupRunRequestPayload[]): Promise<RunOutcomePayload[]> {
    const refused = await this.dataSource.transaction(async (manager) => {
      const { feasible, refusals } = await judge(manager, runs);
      if (feasible.length > 0) await this.write(manager, feasible);
      return refusals;
    });
    this.logger.log({ runs: runs.length, refused: refused.size }, 'backups of due runs asked for');
    return runs.map(({ run_id }) => ({ run_id, refusal: refused.get(run_id)?.toReport() ?? null }));
  }

  private async write(manager: EntityManager, feasible: readonly Feasible[]): Promise<void> {
    const now = this.clock.now();
    const environmentIds = feasible.map(({ environment }) => environment.id);
    const rules = await this.policies.rulesOf(manager, environmentIds);
    const tiers = await initialTiers(manager, environmentIds, rules, now);
    const backups = feasible.map(({ run, task_id, environment, storage_config_id }): NewBackup => {
      const retention_type = tiers.get(environment.id)!;
      return {
        id: run.run_id,
        task_id,
        environment,
        storage_config_id,
        backup_type: 'scheduled',
        include_filestore: run.include_filestore,
        retention_type,
        expires_at: expiryOf(retention_type, { type: 'scheduled', createdAt: now }, rules.get(environment.id)),
        created_at: now,
        created_by: null,
        verify_after_upload: run.verify_after_upload,
        dump_compression: run.dump_compression,
      };
    });
    await this.tasks.createAll(manager, backups.map(backupTask));
    await insertRows(manager, 'backups', backups.map(backupRow));
    await this.copies.noteAll(
      manager,
      feasible.flatMap(({ run, copies }) =>
        copies.map((storage_config_id) => ({ backup_id: run.run_id, storage_config_id, created_by: null })),
      ),
    );
    await this.outbox.commands(manager, BackupRun, backups.map(backupCommand));
    const organizationIds = new Set(feasible.map(({ environment }) => environment.organization_id));
    await this.quotas.remind(manager, [...organizationIds]);
  }
}

interface Judgement {
  feasible: Feasible[];
  /** By the id of the run. */
  refusals: Map<string, StrongroomError>;
}

/** Locks the environments of the runs, in the order that everybody takes who locks several, and judges each run. */
async function judge(manager: EntityManager, runs: readonly BackupRunRequestPayload[]): Promise<Judgement> {
  const environments = await lockAllForWork(
    manager,
    runs.map(({ environment_id }) => environment_id),
  );
  const made = await madeAlready(manager, runs);
  const work = await openWork(manager, [...environments.keys()]);
  const storages = await StorageChoices.load(
    manager,
    [...environments.values()].map(({ organization_id }) => organization_id),
    runs.flatMap((run) => [...run.copy_storage_config_ids, ...(run.storage_config_id ? [run.storage_config_id] : [])]),
  );
  const judgement: Judgement = { feasible: [], refusals: new Map() };
  for (const run of runs) {
    if (made.has(run.run_id)) continue;
    const refusal = refusalOf(() => {
      const environment = requireWorkable(environments.get(run.environment_id), run.environment_id);
      requireUnscheduled(environment, work);
      const storage_config_id = storages.choose(environment.organization_id, run.storage_config_id ?? null);
      storages.requireOwn(environment.organization_id, run.copy_storage_config_ids, 'copy_storage_config_ids');
      // where the default has become what the policy copies to, the backup itself lies there
      const copies = run.copy_storage_config_ids.filter((id) => id !== storage_config_id);
      const task_id = randomUUID();
      judgement.feasible.push({ run, task_id, environment, storage_config_id, copies });
      made.add(run.run_id);
      work.push(workOf(run, task_id));
    });
    if (refusal !== undefined) judgement.refusals.set(run.run_id, refusal);
  }
  return judgement;
}

const workOf = ({ run_id, environment_id }: BackupRunRequestPayload, id: string): OpenWork => ({
  environment_id,
  id,
  type: 'backup',
  backup_id: run_id,
  backup_type: 'scheduled',
  restore_id: null,
  mode: null,
});

/** Why the run cannot be; undefined: it can. */
function refusalOf(judgeRun: () => void): StrongroomError | undefined {
  try {
    judgeRun();
    return undefined;
  } catch (error) {
    if (error instanceof StrongroomError) return error;
    throw error;
  }
}

async function madeAlready(manager: EntityManager, runs: readonly BackupRunRequestPayload[]): Promise<Set<string>> {
  const rows: { id: string }[] = await manager.query('SELECT id FROM backups WHERE id = ANY($1)', [
    runs.map(({ run_id }) => run_id),
  ]);
  return new Set(rows.map(({ id }) => id));
}
