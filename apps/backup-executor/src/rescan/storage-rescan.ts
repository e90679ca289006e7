import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import {
  AdoptBackups,
  type BackupRescanPayload,
  type FoundBackupPayload,
  type RescannedPayload,
  type RescanProblem,
  StorageAccessOf,
} from '@app/contracts';
import { keysOf, planaBackup } from '@app/archive';
import { StrongroomError } from '@app/core';
import { followJob, type RunningJob, type TaskProgress } from '@app/executor';
import { Progress, RpcClient } from '@app/messaging';
import { openStorageAccess, SecretBox } from '@app/secrets';
import { type ObjectStore, openStore } from '@app/storage';
import { BackupExecutorConfig } from '../config';
import { ForeignImport } from '../foreign/foreign-import';
import { foundBackup } from './found-backup';
import { type ObjectPair, pairObjects, planaObjects, ROOT } from './rescan-pairs';

export type RescanReport = Omit<
  RescannedPayload,
  'task_id' | 'organization_id' | 'storage_config_id' | 'attempt' | 'completed_at'
>;

/** Of problems and of ZIPs without a manifest, each: the rest is only counted. */
const LISTED_AT_MOST = 100;
/** Well below the broker's limit of 1 MiB. */
const REQUEST_BYTES = 800_000;
/** The adoption of a batch is one transaction of the gateway, and bears repetition. */
const ADOPTION_PATIENCE = { timeoutMs: 30_000, deadlineMs: 120_000 };
/** What is wrong with one backup, and no reason to give up the others. */
const VERDICTS: readonly string[] = ['ARCHIVE_INVALID', 'MESSAGE_INVALID', 'OBJECT_NOT_FOUND', 'OBJECT_TRUNCATED'];

/**
 * Reads the manifests of a storage, and has the gateway take into its catalog what that lacks; or makes one backup out of
 * somebody else's, and has that one taken in. Nothing else in the storage is changed, and no more is held in memory than one batch, however many objects there are.
 */
@Injectable()
export class StorageRescan {
  constructor(
    private readonly config: BackupExecutorConfig,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly progressBus: Progress,
    private readonly imports: ForeignImport,
  ) {}

  async run(command: BackupRescanPayload, job: RunningJob): Promise<RescanReport> {
    const { storage_config_id } = command;
    const { storage } = await this.rpc.ask(StorageAccessOf, { storage_config_id });
    const store = openStore(openStorageAccess(storage, this.secrets), this.config.storageOptions);
    const report: RescanReport = {
      found: 0,
      added: 0,
      known: 0,
      invalid: 0,
      without_manifest: 0,
      problems: [],
      unclaimed: [],
    };
    const { progress } = followJob(this.progressBus, command, job, ['rescan'], this.config.progressIntervalMs);
    job.requireFlow(progress);
    try {
      const { foreign } = command;
      const root = foreign
        ? await this.imports.make({ command: { ...command, foreign }, job, progress, storage, store })
        : ROOT;
      const work = { command, job, store, report, progress };
      await this.takeAll(pairObjects(store.list(root)), work);
      if (!foreign) await this.takePairs(work, storage.layout === 'plana');
      return report;
    } finally {
      progress.stop();
      await store.close();
    }
  }

  /**
   * What is in PLANA's layout may lie beside anything else. A storage that is not expected to hold any, and has folders that nobody
   * may list, is no reason to give up what was found.
   */
  private async takePairs(work: RescanWork, expected: boolean): Promise<void> {
    const { store, job, report } = work;
    try {
      await this.takeAll(pairObjects(planaObjects(store.list(''))), work);
    } catch (error) {
      if (expected || job.signal.aborted || !(error instanceof StrongroomError) || error.kind !== 'operator')
        throw error;
      report.problems.push({ key: '', reason: `Backups in PLANA's layout could not be looked for: ${error.message}` });
    }
  }

  private async takeAll(pairs: AsyncIterable<ObjectPair>, work: RescanWork): Promise<void> {
    let batch: ObjectPair[] = [];
    for await (const pair of pairs) {
      work.job.signal.throwIfAborted();
      if (!pair.sidecar) noteUnclaimed(work.report, pair);
      else if (batch.push(pair) === this.config.rescanBatch) {
        await this.take(batch, work);
        batch = [];
      }
    }
    await this.take(batch, work);
  }

  private async take(batch: readonly ObjectPair[], work: RescanWork): Promise<void> {
    const { command, report, job } = work;
    const { task_id, organization_id, storage_config_id } = command;
    const read = await Promise.all(batch.map((pair) => readBackup(pair, work)));
    const backups = read.filter((each): each is FoundBackupPayload => 'backup_id' in each);
    const problems = read.filter((each): each is RescanProblem => 'reason' in each);
    for (const part of inRequests(backups)) {
      job.signal.throwIfAborted();
      const { added, known, refused } = await this.rpc.ask(
        AdoptBackups,
        { task_id, organization_id, storage_config_id, backups: part },
        { ...ADOPTION_PATIENCE, signal: job.signal },
      );
      report.added += added;
      report.known += known;
      problems.push(...refused);
    }
    report.found += batch.length;
    report.invalid += problems.length;
    report.problems.push(...problems.slice(0, LISTED_AT_MOST - report.problems.length));
  }
}

interface RescanWork {
  command: BackupRescanPayload;
  job: RunningJob;
  store: ObjectStore;
  report: RescanReport;
  progress: TaskProgress;
}

async function readBackup(
  pair: ObjectPair,
  { command, job, store, progress }: RescanWork,
): Promise<FoundBackupPayload | RescanProblem> {
  const { key, sizeBytes } = pair.sidecar!;
  try {
    if (sizeBytes > REQUEST_BYTES) throw new StrongroomError('ARCHIVE_INVALID', `A manifest of ${sizeBytes} bytes`);
    const text = (await buffer(await store.read(key, { end: sizeBytes, signal: job.signal }))).toString('utf8');
    progress.count(sizeBytes);
    const filestoreKey = pair.archive && keysOf(pair.archive.key).filestore;
    const filestore = filestoreKey === undefined ? undefined : await store.stat(filestoreKey);
    const found = { ...pair, ...(filestore && { filestore }) };
    return foundBackup(command, found, text, store.location(pair.archive?.key ?? key));
  } catch (error) {
    if (error instanceof StrongroomError && VERDICTS.includes(error.code)) return { key, reason: error.message };
    throw error;
  }
}

/** A dump in PLANA's layout without a manifest is one of PLANA's own, which can be imported. */
function noteUnclaimed(report: RescanReport, { archive }: ObjectPair): void {
  if (planaBackup(archive!.key)) return;
  report.without_manifest += 1;
  if (report.unclaimed.length < LISTED_AT_MOST) report.unclaimed.push(archive!.key);
}

/** In parts that a message can carry. */
function* inRequests(backups: readonly FoundBackupPayload[]): Generator<FoundBackupPayload[]> {
  let part: FoundBackupPayload[] = [];
  let bytes = 0;
  for (const backup of backups) {
    const size = Buffer.byteLength(JSON.stringify(backup));
    if (part.length > 0 && bytes + size > REQUEST_BYTES) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(backup);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
