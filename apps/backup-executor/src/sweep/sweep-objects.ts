/**
 * Goes through every storage and removes what no living attempt owns: unfinished writes, and ZIPs that never became a backup.
 * Each is judged twice, the second time while its jobs are kept from beginning anew.
 */
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { everyKeyOf, keysOf } from '@app/archive';
import { BackupCopy, BackupRun, type StorageAccess, StorageAccesses, type StorageAccessPage } from '@app/contracts';
import { EndedJobs } from '@app/executor';
import { RpcClient } from '@app/messaging';
import { openStorageAccess, SecretBox } from '@app/secrets';
import { type ObjectStore, openStore } from '@app/storage';
import { BackupExecutorConfig } from '../config';
import { judgeUnfinished, judgeUnlisted, type Judgement, pairOf, readKey, type SweptBackupJob } from './sweep-rules';

const ROOT = 'organizations/';
/** The jobs that write objects. */
const WRITERS = [BackupRun.name, BackupCopy.name];
/** A storage may hold any number of them. */
const UNKNOWN_TOLD = 10;

export interface SweptObjects {
  unfinishedRemoved: number;
  archivesRemoved: number;
  /** ZIPs without a manifest whose job nobody here knows: somebody else's, or of a database that is gone. */
  archivesUnknown: number;
}

interface Found {
  key: string;
  backupId: string;
  ageMs: number;
}

type Judge = (jobs: SweptBackupJob[], found: Found) => Judgement;

@Injectable()
export class ObjectSweep {
  private readonly logger = new Logger(ObjectSweep.name);
  private readonly jobs: EndedJobs;

  constructor(
    dataSource: DataSource,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly config: BackupExecutorConfig,
  ) {
    this.jobs = new EndedJobs(dataSource);
  }

  async sweep(signal: AbortSignal): Promise<SweptObjects> {
    const total: SweptObjects = { unfinishedRemoved: 0, archivesRemoved: 0, archivesUnknown: 0 };
    for await (const storage of this.storages(signal)) {
      try {
        const swept = await this.sweepStorage(storage, signal);
        for (const count of Object.keys(total) as (keyof SweptObjects)[]) total[count] += swept[count];
      } catch (error) {
        signal.throwIfAborted();
        this.logger.warn({ storage_config_id: storage.id }, `cannot be swept yet: ${(error as Error).message}`);
      }
    }
    return total;
  }

  private async *storages(signal: AbortSignal): AsyncIterable<StorageAccess> {
    let after: string | null = null;
    do {
      const page: StorageAccessPage = await this.rpc.ask(StorageAccesses, { after }, { signal });
      yield* page.storages;
      after = page.next;
    } while (after !== null);
  }

  private async sweepStorage(storage: StorageAccess, signal: AbortSignal): Promise<SweptObjects> {
    const store = openStore(openStorageAccess(storage, this.secrets), this.config.storageOptions);
    try {
      const unfinishedRemoved = await this.removeUnfinished(store, signal);
      const { unknownKeys, ...archives } = await this.removeUnlisted(store, storage, signal);
      archives.archivesRemoved += await this.removePairs(store, storage, signal);
      if (archives.archivesUnknown > 0)
        this.logger.warn(
          { storage_config_id: storage.id, count: archives.archivesUnknown, keys: unknownKeys },
          'archives without a manifest, of jobs that nobody here knows, are left alone',
        );
      return { unfinishedRemoved, ...archives };
    } finally {
      await store.close();
    }
  }

  private async removeUnfinished(store: ObjectStore, signal: AbortSignal): Promise<number> {
    const oldest = new Map<string, Found>();
    for await (const { key, startedAt } of store.listUnfinished(ROOT)) {
      const named = readKey(key);
      const ageMs = Date.now() - startedAt.getTime();
      // all writes of a key go together, so that the youngest one counts
      if (named && ageMs < (oldest.get(key)?.ageMs ?? Infinity)) oldest.set(key, { key, ageMs, ...named });
    }
    const judge: Judge = (jobs, { ageMs }) => judgeUnfinished(jobs, ageMs, this.config.sweepAges);
    let removed = 0;
    for (const found of oldest.values()) {
      signal.throwIfAborted();
      await this.removeJudged(store, found, 'an unfinished write', judge, async () => {
        const discarded = await store.discardUnfinished(found.key);
        removed += discarded;
        return discarded;
      });
    }
    return removed;
  }

  private async removeUnlisted(
    store: ObjectStore,
    storage: StorageAccess,
    signal: AbortSignal,
  ): Promise<Omit<SweptObjects, 'unfinishedRemoved'> & { unknownKeys: string[] }> {
    const judge = this.judgeIn(storage);
    const unknownKeys: string[] = [];
    let [archivesRemoved, archivesUnknown] = [0, 0];
    let listed: string | undefined;
    for await (const { key, modifiedAt } of store.list(ROOT)) {
      signal.throwIfAborted();
      const named = readKey(key);
      if (named === undefined) continue;
      // a manifest comes right before its ZIP
      if (!named.isArchive) listed = named.backupId;
      if (!named.isArchive || listed === named.backupId) continue;
      const found = { key, ageMs: Date.now() - modifiedAt.getTime(), backupId: named.backupId };
      const judgement = await this.removeJudged(store, found, 'an archive without a manifest', judge, async () => {
        // whoever has finished it meanwhile has written the manifest last
        if (await store.stat(keysOf(key).sidecar)) return 0;
        await store.remove(key);
        archivesRemoved += 1;
        return 1;
      });
      if (judgement.remove || judgement.known) continue;
      archivesUnknown += 1;
      if (unknownKeys.length < UNKNOWN_TOLD) unknownKeys.push(key);
    }
    return { archivesRemoved, archivesUnknown, unknownKeys };
  }

  /**
   * In PLANA's layout a name does not tell which backup it belongs to, and PLANA's own lie beside ours: what is left of a pair is
   * looked for where a job that failed has noted that it would put it.
   */
  private async removePairs(store: ObjectStore, storage: StorageAccess, signal: AbortSignal): Promise<number> {
    const judge = this.judgeIn(storage);
    let removed = 0;
    for (const job of await this.jobs.failedAt(storage.id, WRITERS, this.config.sweepGiveUpMs)) {
      signal.throwIfAborted();
      const key = pairOf(job);
      if (key === undefined) continue;
      const { backup_id: backupId } = job.payload as { backup_id: string };
      const found = { key, backupId, ageMs: Date.now() - job.endedAt!.getTime() };
      await this.removeJudged(store, found, 'a pair without a manifest', judge, async () => {
        if (await store.stat(keysOf(key).sidecar)) return 0;
        let gone = 0;
        for (const each of everyKeyOf(key)) {
          gone += await store.discardUnfinished(each);
          if (!(await store.stat(each))) continue;
          await store.remove(each);
          gone += 1;
        }
        removed += gone;
        return gone;
      });
    }
    return removed;
  }

  private judgeIn({ id }: StorageAccess): Judge {
    return (jobs, { ageMs }) => judgeUnlisted(jobs, ageMs, id, this.config.sweepAges);
  }

  private async removeJudged(
    store: ObjectStore,
    found: Found,
    what: string,
    judge: Judge,
    remove: () => Promise<number>,
  ): Promise<Judgement> {
    const first = judge(await this.jobs.about('backup_id', found.backupId, WRITERS), found);
    if (!first.remove) return first;
    await this.jobs.whileEnded({ field: 'backup_id', value: found.backupId, kinds: WRITERS }, async (jobs) => {
      const judgement = judge(jobs, found);
      if (!judgement.remove || (await remove()) === 0) return;
      this.logger.log({ location: store.location(found.key), why: judgement.why }, `removed ${what}`);
    });
    return first;
  }
}
