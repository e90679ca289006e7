import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable, Logger } from '@nestjs/common';
import { type BackupArchiveReader, DATABASE_MEMBER, gunzipStream, isPair, type ManifestDatabase } from '@app/archive';
import type { WarningPayload } from '@app/contracts';
import { bothSides, type LoadPlan } from '@app/odoo';
import type { BuildWork } from './build-work';
import { RestoreExecutorConfig } from '../config';

/** A database with its indexes is roughly so much larger than its dump, where the manifest does not say it. */
const TYPICAL_DUMP_RATIO = 5;

/** What a dump takes once it is loaded, its indexes included. */
export const loadedBytes = ({ live_size, size }: ManifestDatabase) => live_size ?? size * TYPICAL_DUMP_RATIO;

const isPlainSql = ({ format }: ManifestDatabase) => format === 'plain_sql_gz';
const STATEMENTS: LoadPlan = { way: 'streamed', jobs: 1, reason: 'the dump is plain SQL', shortOfDisk: false };

/** Creates the database of a copy under its staging name and loads the dump into it, streamed or in parallel. */
@Injectable()
export class DatabaseLoader {
  private readonly logger = new Logger(DatabaseLoader.name);

  constructor(private readonly config: RestoreExecutorConfig) {}

  async load(work: BuildWork, archive: BackupArchiveReader): Promise<WarningPayload[]> {
    const { environment, staging, progress, job } = work;
    const { database } = archive.manifest;
    const differences = await environment.createDatabase(staging, {
      encoding: database.encoding,
      collate: database.collate,
      ctype: database.ctype,
      ...(database.locale_provider && { localeProvider: database.locale_provider }),
      ...(database.locale && { locale: database.locale }),
      hasUnaccent: database.has_unaccent,
      hasPgTrgm: database.has_pg_trgm,
    });
    const plan = await this.choose(work, database);
    const parallel = { jobs: plan.jobs, sizeBytes: database.size, sha256: database.checksum };
    const { signal } = job;
    // what was imported is a ZIP; SQL that we have made ourselves is half of a pair
    const sink = isPlainSql(database)
      ? await environment.loadPlainSql(staging, { own: isPair(database.key), signal })
      : await environment.restoreDump(staging, plan.way === 'parallel' ? parallel : undefined, { signal });
    const source = await archive.open(DATABASE_MEMBER);
    // Bytes have to flow until all are sent; afterwards pg_restore builds its indexes for as long as that takes.
    const letGo = job.requireFlow(progress);
    const opened = isPlainSql(database) ? gunzipStream('dump') : new PassThrough();
    const sent = pipeline(source, progress.meter(), opened, sink.stream, { signal });
    await bothSides(sent.finally(letGo), sink.done).catch(async (failure: unknown) => {
      signal.throwIfAborted();
      throw await archive.causeOf(failure, DATABASE_MEMBER, { signal });
    });
    return [
      ...[...differences, ...sink.warnings].map((message) => ({ code: 'PG_RESTORE_WARNING', message })),
      ...(plan.shortOfDisk
        ? [{ code: 'PARALLEL_RESTORE_SKIPPED', message: `The dump was loaded in one session: ${plan.reason}` }]
        : []),
    ];
  }

  /** The way stands in the journal and in the log, with its reason. */
  private async choose({ environment, job, command }: BuildWork, database: ManifestDatabase): Promise<LoadPlan> {
    const needs = { dumpBytes: database.size, databaseBytes: loadedBytes(database) };
    const plan = isPlainSql(database) ? STATEMENTS : await environment.planLoad(needs, this.config.loadLimits);
    const { way, jobs, reason } = plan;
    await job.note({ database_load: { way, jobs, reason } });
    this.logger.log({ task_id: job.id, restore_id: command.restore_id, way, jobs, reason }, 'database load chosen');
    return plan;
  }
}
