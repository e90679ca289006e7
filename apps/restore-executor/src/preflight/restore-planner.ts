import { Injectable } from '@nestjs/common';
import type { RestorePlanAnswer, RestoreRunPayload, WarningPayload } from '@app/contracts';
import { StrongroomError, toStrongroomError } from '@app/core';
import { BackupSources } from '@app/executor';
import { RpcClient } from '@app/messaging';
import type { OdooEnvironment } from '@app/odoo';
import { SecretBox } from '@app/secrets';
import { replacedName } from '../build/restore-names';
import { wantedBackup } from '../build/wanted-backup';
import { RestoreExecutorConfig } from '../config';
import { EnvironmentDoor } from '../environment-door';
import { type PlanFacts, partsOf } from './plan-facts';
import { judge } from './plan-problems';
import { describePlan } from './restore-plan';

/** Runs a look; what it throws is noted, and the others go on. */
type Attempt = <T>(look: () => Promise<T>) => Promise<T | undefined>;

/** Looks at the backup and at the server, and says what a restore would do and what stands in its way. Touches nothing. */
@Injectable()
export class RestorePlanner {
  constructor(
    private readonly config: RestoreExecutorConfig,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly door: EnvironmentDoor,
  ) {}

  /** With all problems at once; what cannot be found out is one of them. */
  async plan(command: RestoreRunPayload, signal: AbortSignal): Promise<RestorePlanAnswer> {
    return describePlan(await this.gather(command, signal), this.config.preflightSpareBytes);
  }

  /**
   * The first step of a restore.
   * @returns warnings
   * @throws StrongroomError the first problem, with the others in its details; one that may pass by itself is the first
   */
  async require(
    command: RestoreRunPayload,
    environment: OdooEnvironment,
    signal: AbortSignal,
  ): Promise<WarningPayload[]> {
    const facts = await this.gather(command, signal, environment);
    signal.throwIfAborted();
    const { problems, warnings } = judge(facts, this.config.preflightSpareBytes);
    const first = problems.find(({ retryable }) => retryable) ?? problems[0];
    if (!first) return warnings;
    const others = problems.filter((problem) => problem !== first);
    if (others.length === 0) throw first;
    const { code, kind } = first;
    const message = [first, ...others].map((problem) => problem.message).join('; ');
    const details = { ...first.details, problems: problems.map((problem) => problem.toReport()) };
    throw new StrongroomError(code, message, { kind, details, cause: first });
  }

  private async gather(command: RestoreRunPayload, signal: AbortSignal, open?: OdooEnvironment): Promise<PlanFacts> {
    const failures: StrongroomError[] = [];
    const warnings: WarningPayload[] = [];
    const attempt: Attempt = (look) =>
      look().catch((thrown: unknown) => {
        const failure = toStrongroomError(thrown);
        if (!failures.some(({ message }) => message === failure.message)) failures.push(failure);
        return undefined;
      });
    const source = await attempt(() => this.findSource(command, signal));
    const place = await attempt(() => this.door.find(command.environment_id, command.restore_id));
    const environment = open ?? (place && (await attempt(() => place.connect(signal))));
    try {
      const server = environment && (await this.look(command, environment, attempt));
      if (environment && source && partsOf(command).database)
        warnings.push(...((await attempt(() => checkVersion(command, source, environment))) ?? []));
      const odooVersion = place?.odooVersion;
      const found = { ...(source && { source }), ...(server && { server }), ...(odooVersion && { odooVersion }) };
      return { command, ...found, failures, warnings };
    } finally {
      if (!open) await environment?.close();
    }
  }

  private findSource(command: RestoreRunPayload, signal: AbortSignal): Promise<NonNullable<PlanFacts['source']>> {
    const places = new BackupSources(this.rpc, this.secrets, this.config.storageOptions, 'plain');
    const wanted = wantedBackup(command);
    return places.use(wanted, signal, async ({ place, storageName, archive, sizeBytes }, failed) => ({
      manifest: archive.manifest,
      storageConfigId: place.storage_config_id,
      storageName,
      objectBytes: sizeBytes,
      lostPlaces: failed.map(({ error }) => error.message),
    }));
  }

  private async look(
    command: RestoreRunPayload,
    environment: OdooEnvironment,
    attempt: Attempt,
  ): Promise<PlanFacts['server']> {
    const { target_db, restore_id, in_place } = command;
    const names = [target_db, replacedName(restore_id)];
    const patienceMs = in_place?.strategy === 'drop_first' ? this.config.preflightMeasureMs : 0;
    const room = await attempt(() => environment.measureRoom(patienceMs));
    const databases = await attempt(() => environment.databasesAmong(names));
    const filestores = await attempt(() => environment.filestoresAmong(names));
    if (in_place?.freeze === 'workload') await attempt(() => requireWorkload(command, environment));
    if (!room || !databases || !filestores) return undefined;
    return { room, databases: new Set(databases.keys()), filestores };
  }
}

/** @returns warnings @throws StrongroomError PG_VERSION_MISMATCH, PG_VERSION_UNSUPPORTED, PG_TOOLS_MISSING */
async function checkVersion(
  { allow_older_postgres = false }: RestoreRunPayload,
  { manifest }: NonNullable<PlanFacts['source']>,
  environment: OdooEnvironment,
): Promise<WarningPayload[]> {
  const major = Number.parseInt(manifest.database.pg_version, 10);
  const warnings = await environment.checkRestorable(major, { allowOlderServer: allow_older_postgres });
  return warnings.map((message) => ({ code: 'PG_VERSION', message }));
}

/** @throws StrongroomError WORKLOAD_UNKNOWN, CONTAINER_NOT_FOUND, CONTAINER_WITHOUT_VOLUME */
async function requireWorkload(command: RestoreRunPayload, environment: OdooEnvironment): Promise<void> {
  if ((await environment.workloadState()) === 'absent')
    throw new StrongroomError('CONTAINER_NOT_FOUND', 'There is no container of Odoo that could be stopped');
  if (partsOf(command).filestore && !(await environment.filestoreOutlivesStop()))
    throw new StrongroomError(
      'CONTAINER_WITHOUT_VOLUME',
      'The filestore lies in no volume of the container of Odoo: it cannot be reached while that is stopped',
    );
}
