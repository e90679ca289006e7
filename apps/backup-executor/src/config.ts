import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { DUMP_COMPRESSION_FORM } from '@app/contracts';
import { ExecutorConfig } from '@app/executor';
import { Setting } from '@app/service';
import type { SweepAges } from './sweep/sweep-rules';

export class BackupExecutorConfig extends ExecutorConfig {
  @Setting({
    env: 'DUMP_COMPRESSION',
    doc: 'How pg_dump compresses: `auto`, or `zstd`, `lz4` or `gzip`, with `:level` if wanted. What the pg_dump of an environment does not offer falls back to the fastest that it does offer well.',
    default: 'auto',
  })
  @Matches(DUMP_COMPRESSION_FORM)
  dumpCompression: string;

  @Setting({
    env: 'PG_RESTORE_DIRS',
    doc: 'Directories, with colons between, where pg_restore is looked for first: when a backup is verified as readable, and when a ZIP for Odoo is made of one. The PATH and the places of the Debian and Red Hat packages are looked at anyway.',
    optional: true,
  })
  @IsOptional()
  @IsString()
  pgRestoreDirs?: string;

  @Setting({
    env: 'RESCAN_BATCH',
    doc: 'How many manifests a rescan reads at once.',
    default: 50,
  })
  @IsInt()
  @Min(1)
  @Max(1000)
  rescanBatch: number;

  @Setting({
    env: 'SWEEP_MIN_AGE_MS',
    doc: 'How old an unfinished upload or an archive without manifest of an ended job has to be before the sweep removes it.',
    unit: 'ms',
    default: 3_600_000,
  })
  @IsInt()
  @Min(0)
  sweepMinAgeMs: number;

  @Setting({
    env: 'SWEEP_FOREIGN_AGE_MS',
    doc: 'The same for unfinished uploads of backups that this installation knows nothing of: another one may be at it.',
    unit: 'ms',
    default: 24 * 3_600_000,
  })
  @IsInt()
  @Min(0)
  sweepForeignAgeMs: number;

  get sweepAges(): SweepAges {
    return { minAgeMs: this.sweepMinAgeMs, foreignAgeMs: this.sweepForeignAgeMs };
  }

  get pgRestoreDirectories(): string[] {
    return this.pgRestoreDirs?.split(':').filter(Boolean) ?? [];
  }
}
