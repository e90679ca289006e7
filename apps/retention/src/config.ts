import { IsInt, Max, Min } from 'class-validator';
import { Setting, StorageServiceConfig } from '@app/service';
import type { Brake } from './brake';
import type { DoublingPace } from '@app/core';

export class RetentionConfig extends StorageServiceConfig {
  @Setting({
    env: 'REMOVAL_INTERVAL_MS',
    doc: 'How often it is looked for objects of deleted backups that are to be removed now; 0 never.',
    unit: 'ms',
    default: 10_000,
  })
  @IsInt()
  @Min(0)
  removalIntervalMs: number;

  @Setting({
    env: 'REMOVAL_RETRY_MS',
    doc: 'Wait before objects are tried again that a storage would not remove. It doubles with every attempt. Less than a removal takes makes replicas work on the same one, which costs time and nothing else.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(10)
  removalRetryMs: number;

  @Setting({
    env: 'REMOVAL_RETRY_MAX_MS',
    doc: 'The longest of these waits. It is tried for ever.',
    unit: 'ms',
    default: 6 * 3_600_000,
  })
  @IsInt()
  @Min(10)
  removalRetryMaxMs: number;

  @Setting({ env: 'REMOVAL_BATCH', doc: 'How many removals one process takes on at once.', default: 50 })
  @IsInt()
  @Min(1)
  removalBatch: number;

  @Setting({
    env: 'SUSPICIOUS_BELOW_PERCENT',
    doc: 'A backup is suspicious when it is smaller than this share of the usual size, which is the median of the five before it of the same environment; 0 never.',
    unit: '%',
    default: 50,
  })
  @IsInt()
  @Min(0)
  @Max(100)
  suspiciousBelowPercent: number;

  @Setting({
    env: 'ORPHAN_SWEEP_INTERVAL_MS',
    doc: 'How often each storage is compared with the catalog; 0 only when somebody asks for it.',
    unit: 'ms',
    default: 7 * 86_400_000,
  })
  @IsInt()
  @Min(0)
  orphanSweepIntervalMs: number;

  @Setting({
    env: 'ORPHAN_SWEEP_RETRY_MS',
    doc: 'Wait before a storage is compared again that could not be, if that is sooner.',
    unit: 'ms',
    default: 6 * 3_600_000,
  })
  @IsInt()
  @Min(10)
  orphanSweepRetryMs: number;

  @Setting({
    env: 'ORPHAN_SWEEP_POLL_MS',
    doc: 'How often it is looked for storages whose turn it is, or that somebody asks for; 0 never.',
    unit: 'ms',
    default: 10_000,
  })
  @IsInt()
  @Min(0)
  orphanSweepPollMs: number;

  @Setting({
    env: 'ORPHAN_MIN_AGE_MS',
    doc: 'Younger objects are no orphans: they may belong to work that nobody has told of yet.',
    unit: 'ms',
    default: 86_400_000,
  })
  @IsInt()
  @Min(0)
  orphanMinAgeMs: number;

  @Setting({
    env: 'RETENTION_CRON',
    doc: 'When retention runs by itself: five fields of cron, in UTC. A time that was missed is made up for once.',
    default: '0 3 * * *',
  })
  retentionCron: string;

  @Setting({
    env: 'RETENTION_INTERVAL_MS',
    doc: 'How often it is looked whether a run of retention is due, was asked for, or can be completed; 0 never.',
    unit: 'ms',
    default: 5_000,
  })
  @IsInt()
  @Min(0)
  retentionIntervalMs: number;

  @Setting({
    env: 'RETENTION_RETRY_MS',
    doc: 'Wait before a run goes on that something was in the way of, such as a gateway that does not answer.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(10)
  retentionRetryMs: number;

  @Setting({
    env: 'RETENTION_EXPIRY_TIMEOUT_MS',
    doc: 'How long the gateway may take to let a batch of backups expire before it is asked once more.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(100)
  retentionExpiryTimeoutMs: number;

  @Setting({
    env: 'RETENTION_EXPIRY_DEADLINE_MS',
    doc: 'How long it is asked before the run is put off.',
    unit: 'ms',
    default: 90_000,
  })
  @IsInt()
  @Min(100)
  retentionExpiryDeadlineMs: number;

  @Setting({
    env: 'RETENTION_REMOVAL_WAIT_MS',
    doc: 'How long a run that has decided on all backups waits for their objects to leave the storages before it counts what has gone. What has not is removed all the same.',
    unit: 'ms',
    default: 600_000,
  })
  @IsInt()
  @Min(0)
  retentionRemovalWaitMs: number;

  @Setting({
    env: 'RETENTION_BRAKE_PERCENT',
    doc: 'The share of the backups of an environment that one run may let expire. When more would go, nothing goes until somebody agrees; 100 lets everything go.',
    unit: '%',
    default: 50,
  })
  @IsInt()
  @Min(0)
  @Max(100)
  retentionBrakePercent: number;

  @Setting({
    env: 'RETENTION_BRAKE_MINIMUM',
    doc: 'So many backups of an environment may expire in one run whatever share they are.',
    default: 5,
  })
  @IsInt()
  @Min(0)
  retentionBrakeMinimum: number;

  @Setting({
    env: 'RETENTION_RUNS_KEPT_DAYS',
    doc: 'How long runs of retention are listed.',
    unit: 'days',
    default: 90,
  })
  @IsInt()
  @Min(1)
  retentionRunsKeptDays: number;

  get retentionBrake(): Brake {
    return { percent: this.retentionBrakePercent, minimum: this.retentionBrakeMinimum };
  }

  get removalPace(): DoublingPace {
    return { firstMs: this.removalRetryMs, longestMs: this.removalRetryMaxMs };
  }
}
