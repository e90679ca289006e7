import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import {
  type BackupArchiveReader,
  DATABASE_MEMBER,
  FILESTORE_MEMBER,
  gunzipStream,
  type Manifest,
  openBackupArchive,
  SafeTarGate,
} from '@app/archive';
import { BackupAccess, RESTORE_STAGES, type RestoreRunPayload, type WarningPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { openEnvironmentAccess, openStorageAccess, type RunningJob, TaskProgress } from '@app/executor';
import { Progress, RpcClient } from '@app/messaging';
import { connectEnvironment, type OdooEnvironment } from '@app/odoo';
import { SecretBox } from '@app/secrets';
import { type ObjectStore, openStore } from '@app/storage';
import { stagingName } from './clone-names';
import { RestoreExecutorConfig } from './config';

export interface FinishedClone {
  startedAt: Date;
  completedAt: Date;
  databaseBytes: number;
  filestoreBytes: number;
  filestoreFiles: number;
  users: number;
  warnings: WarningPayload[];
}

/**
 * Restores a backup as a new database with its own filestore. Both are built under a staging name and take
 * their final name only after the checks, so that a clone is whole or not there. Once the journal says that the
 * naming has begun, what bears the target's name is ours: a later attempt finishes the naming, a teardown removes it.
 */
@Injectable()
export class CloneRunner {
  constructor(
    private readonly config: RestoreExecutorConfig,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly progressBus: Progress,
  ) {}

  async run(command: RestoreRunPayload, job: RunningJob): Promise<FinishedClone> {
    const startedAt = new Date();
    const progress = new TaskProgress(
      this.progressBus,
      { ...command, attempt: job.attempt, stages: CLONE_STAGES },
      this.config.progressIntervalMs,
    );
    const enter = async (stage: (typeof CLONE_STAGES)[number]) => {
      progress.enter(stage);
      await job.enterStage(stage);
    };
    let store: ObjectStore | undefined;
    let environment: OdooEnvironment | undefined;
    try {
      await enter('connect');
      const access = await this.rpc.ask(BackupAccess, {
        environment_id: command.environment_id,
        storage_config_id: command.storage_config_id,
      });
      store = openStore(openStorageAccess(access.storage, this.secrets), this.config.storageOptions);
      environment = await connectEnvironment(openEnvironmentAccess(access.environment, access.server, this.secrets), {
        ...this.config.connectionOptions,
        jobTag: command.restore_id,
        signal: job.signal,
      });
      const clone: CloneWork = { command, job, progress, enter, environment, staging: stagingName(command.restore_id) };
      if (job.attempt > 1) await environment.killStrays();
      const built = (await builtBefore(clone)) ?? (await this.build(clone, store));
      await enter('publish');
      await this.publish(clone, built);
      return { startedAt, completedAt: new Date(), ...built };
    } finally {
      progress.stop();
      await environment?.close();
      await store?.close();
    }
  }

  private async build(clone: CloneWork, store: ObjectStore): Promise<BuiltClone> {
    const { command, job, enter, environment, staging } = clone;
    if (job.attempt > 1) await removeStaging(clone);
    try {
      await enter('plan');
      const archive = await this.openArchive(command, store, job.signal);
      const { manifest } = archive;
      if (command.restore_filestore && !manifest.filestore) {
        throw new StrongroomError('BACKUP_WITHOUT_FILESTORE', `Backup ${command.backup_id} has no filestore`);
      }
      await refuseExistingTarget(clone);
      await refuseOlderServer(environment, manifest);
      const restoreFilestore = command.restore_filestore && manifest.filestore !== null;
      clone.progress.expect(manifest.database.size + (restoreFilestore ? manifest.filestore!.size : 0));

      await enter('database');
      const warnings = await this.restoreDatabase(clone, archive);
      let filestoreFiles = 0;
      if (restoreFilestore) {
        await enter('filestore');
        filestoreFiles = await this.restoreFilestore(clone, archive);
      }
      await enter('checks');
      const users = await environment.rowCount(staging, 'res_users');
      if (users === 0)
        throw new StrongroomError('PG_RESTORE_FAILED', 'The restored database has no users in res_users');
      const built: BuiltClone = {
        databaseBytes: manifest.database.size,
        filestoreBytes: restoreFilestore ? manifest.filestore!.size : 0,
        filestoreFiles,
        users,
        warnings,
        withFilestore: restoreFilestore,
      };
      await job.note({ built });
      return built;
    } catch (error) {
      if (!job.signal.aborted) await removeStaging(clone).catch(() => undefined);
      throw error;
    }
  }

  private async publish(clone: CloneWork, built: BuiltClone): Promise<void> {
    const { job } = clone;
    try {
      if (!job.journal['naming']) {
        await refuseExistingTarget(clone);
        await job.note({ naming: true });
      }
      await job.confirmLease();
      await takeName(clone, built);
    } catch (error) {
      const taken = error instanceof StrongroomError && ['DATABASE_EXISTS', 'FILESTORE_EXISTS'].includes(error.code);
      if (!job.signal.aborted && (taken || !job.journal['naming']))
        await giveNameUp(clone, built).catch(() => undefined);
      throw error;
    }
  }

  private async openArchive(
    command: RestoreRunPayload,
    store: ObjectStore,
    signal: AbortSignal,
  ): Promise<BackupArchiveReader> {
    const object = await store.stat(command.key);
    if (!object) throw new StrongroomError('OBJECT_NOT_FOUND', `${store.location(command.key)} is not in the storage`);
    return openBackupArchive({
      sizeBytes: object.sizeBytes,
      read: (start, end) => store.read(command.key, { start, end, signal }),
    });
  }

  private async restoreDatabase(
    { environment, staging, progress, job }: CloneWork,
    archive: BackupArchiveReader,
  ): Promise<WarningPayload[]> {
    const { encoding, collate, ctype, has_unaccent, has_pg_trgm } = archive.manifest.database;
    const differences = await environment.createDatabase(staging, {
      encoding,
      collate,
      ctype,
      hasUnaccent: has_unaccent,
      hasPgTrgm: has_pg_trgm,
    });
    const sink = await environment.restoreDump(staging);
    await flow(
      pipeline(await archive.open(DATABASE_MEMBER), progress.meter(), sink.stream, { signal: job.signal }),
      sink.done,
    );
    return [...differences, ...sink.warnings].map((message) => ({ code: 'PG_RESTORE_WARNING', message }));
  }

  private async restoreFilestore(
    { environment, staging, progress, job }: CloneWork,
    archive: BackupArchiveReader,
  ): Promise<number> {
    const sink = await environment.extractFilestore(staging);
    const gate = new SafeTarGate();
    await flow(
      pipeline(await archive.open(FILESTORE_MEMBER), progress.meter(), gunzipStream(), gate, sink.stream, {
        signal: job.signal,
      }),
      sink.done,
    );
    const expected = archive.manifest.filestore!.files;
    const { files } = await environment.filestoreSummary(staging);
    if (files !== expected) {
      throw new StrongroomError(
        'FILESTORE_WRITE_FAILED',
        `The restored filestore has ${files} files, the manifest says ${expected}`,
        { kind: 'transient' },
      );
    }
    return files;
  }
}

const CLONE_STAGES = RESTORE_STAGES.filter((stage) => stage !== 'teardown');

interface CloneWork {
  command: RestoreRunPayload;
  job: RunningJob;
  progress: TaskProgress;
  enter: (stage: (typeof CLONE_STAGES)[number]) => Promise<void>;
  environment: OdooEnvironment;
  staging: string;
}

type BuiltClone = Omit<FinishedClone, 'startedAt' | 'completedAt'> & { withFilestore: boolean };

/** Both sides of a transfer: what went wrong at the far end tells more than the broken pipe at this one. */
async function flow(sent: Promise<void>, done: Promise<void>): Promise<void> {
  const [near, far] = await Promise.allSettled([sent, done]);
  const failures = [far, near].filter((side) => side.status === 'rejected').map((side) => side.reason as unknown);
  const failure = failures.find((reason) => reason instanceof StrongroomError) ?? failures[0];
  if (failure !== undefined) throw failure;
}

async function refuseOlderServer(environment: OdooEnvironment, manifest: Manifest): Promise<void> {
  const dumpMajor = Number.parseInt(manifest.database.pg_version, 10);
  const serverMajor = await environment.serverMajor();
  if (dumpMajor > serverMajor) {
    throw new StrongroomError(
      'PG_VERSION_MISMATCH',
      `The dump comes from PostgreSQL ${dumpMajor}, the server is PostgreSQL ${serverMajor}`,
    );
  }
}

async function refuseExistingTarget({ environment, command }: CloneWork): Promise<void> {
  if (await environment.databaseExists(command.target_db)) {
    throw new StrongroomError('DATABASE_EXISTS', `The server has a database ${command.target_db} already`);
  }
  if ((await environment.filestoreSummary(command.target_db)).exists) {
    throw new StrongroomError('FILESTORE_EXISTS', `The server has a filestore directory ${command.target_db} already`);
  }
}

/** What an earlier attempt has built, unless its staging was removed after the note was made. */
async function builtBefore({ job, environment, staging }: CloneWork): Promise<BuiltClone | undefined> {
  const built = job.journal['built'] as BuiltClone | undefined;
  if (!built || job.journal['naming']) return built;
  return (await environment.databaseExists(staging)) ? built : undefined;
}

/** Files first, so that a database that can be seen has its files. Each step may have been taken by an earlier attempt. */
async function takeName({ environment, staging, command }: CloneWork, built: BuiltClone): Promise<void> {
  if (built.withFilestore && (await environment.filestoreSummary(staging)).exists)
    await environment.renameFilestore(staging, command.target_db);
  if (await environment.databaseExists(staging)) await environment.renameDatabase(staging, command.target_db);
}

/** Somebody else has the name. What bears it is not ours, except files that got it before the database could. */
async function giveNameUp(clone: CloneWork, { withFilestore }: BuiltClone): Promise<void> {
  const { environment, staging, command, job } = clone;
  if (job.journal['naming']) {
    if (withFilestore && !(await environment.filestoreSummary(staging)).exists)
      await environment.renameFilestore(command.target_db, staging);
    await job.note({ naming: false });
  }
  await removeStaging(clone);
}

async function removeStaging({ environment, staging }: CloneWork): Promise<void> {
  await environment.dropDatabase(staging);
  await environment.removeFilestore(staging);
}
