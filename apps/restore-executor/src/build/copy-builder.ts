import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { DATABASE_MEMBER, FILESTORE_MEMBER, type Manifest } from '@app/archive';
import type { WarningPayload } from '@app/contracts';
import { BackupSources, type OpenedBackup } from '@app/executor';
import { RpcClient } from '@app/messaging';
import { SecretBox } from '@app/secrets';
import { RestoreExecutorConfig } from '../config';
import type { BuildWork } from './build-work';
import { DatabaseLoader } from './database-loader';
import { loadFilestore } from './filestore-loader';
import { otherPlaceUsed, type WantedBackup } from './wanted-backup';

/** What came of a step that has read the backup. */
export interface ReadOutcome {
  manifest: Manifest;
  /** The storage that was read. */
  storageConfigId: string;
  warnings: WarningPayload[];
}

/**
 * Builds the parts of a copy under its staging name, each out of the first place of the backup that serves. A part is begun anew:
 * what an earlier attempt or another place has left of it is removed first.
 */
@Injectable()
export class CopyBuilder {
  private readonly sources: BackupSources;

  constructor(
    rpc: RpcClient,
    secrets: SecretBox,
    config: RestoreExecutorConfig,
    private readonly databases: DatabaseLoader,
  ) {
    this.sources = new BackupSources(rpc, secrets, config.storageOptions, 'plain');
  }

  /** Reads the manifest. @throws StrongroomError OBJECT_NOT_FOUND, ARCHIVE_* */
  inspect(work: BuildWork, wanted: WantedBackup): Promise<ReadOutcome> {
    return this.read(work, wanted, () => Promise.resolve([]));
  }

  /** Reads both parts to their ends and compares their sums, and keeps nothing. */
  proofread(work: BuildWork, wanted: WantedBackup): Promise<ReadOutcome> {
    const { progress, job } = work;
    return this.read(work, wanted, async ({ archive }) => {
      const members = archive.manifest.filestore ? [DATABASE_MEMBER, FILESTORE_MEMBER] : [DATABASE_MEMBER];
      const letGo = job.requireFlow(progress);
      try {
        for (const member of members)
          await pipeline(await archive.open(member), progress.meter(), nowhere(), { signal: job.signal });
      } finally {
        letGo();
      }
      return [];
    });
  }

  loadDatabase(work: BuildWork, wanted: WantedBackup): Promise<ReadOutcome> {
    return this.read(work, wanted, async ({ archive }) => {
      await work.environment.dropDatabase(work.staging);
      return this.databases.load(work, archive);
    });
  }

  loadFilestore(work: BuildWork, wanted: WantedBackup): Promise<ReadOutcome> {
    return this.read(work, wanted, async ({ archive }) => {
      await work.environment.removeFilestore(work.staging);
      await loadFilestore(work, archive);
      return [];
    });
  }

  private read(
    { job }: BuildWork,
    wanted: WantedBackup,
    use: (backup: OpenedBackup) => Promise<WarningPayload[]>,
  ): Promise<ReadOutcome> {
    return this.sources.use(wanted, job.signal, async (backup, failed) => {
      const warnings = await use(backup);
      return {
        manifest: backup.archive.manifest,
        storageConfigId: backup.place.storage_config_id,
        warnings: [...otherPlaceUsed(backup, failed), ...warnings],
      };
    });
  }
}

const nowhere = () => new Writable({ write: (_chunk, _encoding, taken) => taken() });
