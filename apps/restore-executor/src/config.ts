import { IsInt, Min } from 'class-validator';
import { ExecutorConfig } from '@app/executor';
import type { LoadLimits } from '@app/odoo';
import { Setting } from '@app/service';

export class RestoreExecutorConfig extends ExecutorConfig {
  @Setting({
    env: 'PARALLEL_RESTORE_MIN_BYTES',
    doc: 'From which size on a dump is laid beside its database and loaded by several sessions of pg_restore, where disk allows; a smaller one is streamed.',
    unit: 'bytes',
    default: 32 * 1024 * 1024,
  })
  @IsInt()
  @Min(0)
  parallelRestoreMinBytes: number;

  @Setting({
    env: 'PARALLEL_RESTORE_JOBS',
    doc: 'Sessions of such a pg_restore: 0 for as many as the server of the database has processors, at most four; 1 to stream every dump.',
    default: 0,
  })
  @IsInt()
  @Min(0)
  parallelRestoreJobs: number;

  @Setting({
    env: 'PARALLEL_RESTORE_SPARE_BYTES',
    doc: 'What must stay free beside dump and database, or the dump is streamed.',
    unit: 'bytes',
    default: 1024 * 1024 * 1024,
  })
  @IsInt()
  @Min(0)
  parallelRestoreSpareBytes: number;

  @Setting({
    env: 'PREFLIGHT_SPARE_BYTES',
    doc: 'What must stay free on each disk beside what a restore puts there, or the restore is refused before anything is touched.',
    unit: 'bytes',
    default: 256 * 1024 * 1024,
  })
  @IsInt()
  @Min(0)
  preflightSpareBytes: number;

  @Setting({
    env: 'PREFLIGHT_MEASURE_MS',
    doc: 'How long the live filestore is counted at most, before a restore that drops it first; what is not counted in time does not count as room.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(0)
  preflightMeasureMs: number;

  @Setting({
    env: 'RESTORE_PLAN_MS',
    doc: 'How long a plan of a restore may take; what was not found out by then is named as a problem. Less than `RESTORE_PLAN_TIMEOUT_MS` of the gateway.',
    unit: 'ms',
    default: 50_000,
  })
  @IsInt()
  @Min(100)
  restorePlanMs: number;

  @Setting({
    env: 'SESSIONS_END_MS',
    doc: 'How long the sessions of a database that is frozen or swapped are asked to end, before the restore counts it as busy.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(100)
  sessionsEndMs: number;

  @Setting({
    env: 'STOP_GRACE_MS',
    doc: 'How long Odoo may take to end by itself when a restore stops its container; then it is killed.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(0)
  stopGraceMs: number;

  @Setting({
    env: 'INSURANCE_POLL_MS',
    doc: 'How often a restore in place asks whether its insurance backup is completed and verified.',
    unit: 'ms',
    default: 2_000,
  })
  @IsInt()
  @Min(10)
  insurancePollMs: number;

  @Setting({
    env: 'INSURANCE_GIVE_UP_MS',
    doc: 'How long a restore in place waits for its insurance backup before it fails; nothing live is touched then.',
    unit: 'ms',
    default: 6 * 60 * 60 * 1000,
  })
  @IsInt()
  @Min(1_000)
  insuranceGiveUpMs: number;

  @Setting({
    env: 'REPLACED_SWEEP_INTERVAL_MS',
    doc: 'How often it is looked whether what restores in place have replaced was kept long enough, and is dropped; 0 for never.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(0)
  replacedSweepIntervalMs: number;

  @Setting({
    env: 'WEB_CHECK_TIMEOUT_MS',
    doc: 'How long Odoo may take, after a restore, to answer with the log-in page of the database and with what that page loads.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(1)
  webCheckTimeoutMs: number;

  @Setting({
    env: 'WEB_CHECK_BEFORE_MS',
    doc: 'How long Odoo may take to answer well before a restore in place touches anything. One that does not is not expected to afterwards: the restore is not rolled back for it.',
    unit: 'ms',
    default: 15_000,
  })
  @IsInt()
  @Min(1)
  webCheckBeforeMs: number;

  override get connectionOptions() {
    const { sessionsEndMs, stopGraceMs } = this;
    return { ...super.connectionOptions, sessionsEndMs, stopGraceMs };
  }

  get loadLimits(): LoadLimits {
    return {
      minBytes: this.parallelRestoreMinBytes,
      jobs: this.parallelRestoreJobs,
      spareBytes: this.parallelRestoreSpareBytes,
    };
  }
}
