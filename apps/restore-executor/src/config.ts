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

  get loadLimits(): LoadLimits {
    return {
      minBytes: this.parallelRestoreMinBytes,
      jobs: this.parallelRestoreJobs,
      spareBytes: this.parallelRestoreSpareBytes,
    };
  }
}
