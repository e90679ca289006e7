import { IsInt, Max, Min } from 'class-validator';
import { ServiceConfig, Setting } from '@app/service';

const DAY_MS = 24 * 60 * 60 * 1000;

export class SchedulerConfig extends ServiceConfig {
  @Setting({
    env: 'SCHEDULE_SPREAD_SECONDS',
    doc: 'Policies that are due at the same moment begin at most so long after it, each always after the same time; 0: all at once.',
    unit: 's',
    default: 30,
  })
  @IsInt()
  @Min(0)
  @Max(50)
  scheduleSpreadSeconds: number;

  @Setting({
    env: 'SCHEDULE_LOOK_MS',
    doc: 'The longest that a scheduler sleeps while nothing is due. Changes of policies wake it; one whose notification got lost is noticed after this time at the latest.',
    unit: 'ms',
    default: 10_000,
  })
  @IsInt()
  @Min(50)
  scheduleLookMs: number;

  @Setting({ env: 'SCHEDULE_BATCH', doc: 'Policies that are fired in one transaction.', default: 500 })
  @IsInt()
  @Min(1)
  @Max(5_000)
  scheduleBatch: number;

  @Setting({
    env: 'SCHEDULE_LATE_MS',
    doc: 'A run that begins later than this after its time is told as missed and made up for.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(1_000)
  scheduleLateMs: number;

  @Setting({
    env: 'RUN_REQUEST_TIMEOUT_MS',
    doc: 'How long the gateway may take to answer for due runs. After twice this time another scheduler may ask for them, should this one have died.',
    unit: 'ms',
    default: 10_000,
  })
  @IsInt()
  @Min(100)
  runRequestTimeoutMs: number;

  @Setting({
    env: 'RUN_REQUESTS_AT_ONCE',
    doc: 'Questions for due backups that one scheduler has open at the gateway; of drills it is always one.',
    default: 2,
  })
  @IsInt()
  @Min(1)
  @Max(16)
  runRequestsAtOnce: number;

  @Setting({
    env: 'RUN_RETRY_MS',
    doc: 'Wait before a run is asked for again that the gateway could not begin yet.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(10)
  runRetryMs: number;

  @Setting({
    env: 'RUN_PATIENCE_MS',
    doc: 'How long it is asked for again, if the next time of the policy does not come first. Then it is told as missed.',
    unit: 'ms',
    default: 6 * 3_600_000,
  })
  @IsInt()
  @Min(0)
  runPatienceMs: number;

  @Setting({ env: 'RUN_RETENTION_MS', doc: 'How long settled runs are kept.', unit: 'ms', default: 30 * DAY_MS })
  @IsInt()
  @Min(0)
  runRetentionMs: number;

  @Setting({
    env: 'RUN_PURGE_INTERVAL_MS',
    doc: 'How often older ones are removed; 0 never.',
    unit: 'ms',
    default: 3_600_000,
  })
  @IsInt()
  @Min(0)
  runPurgeIntervalMs: number;

  /** A process that asks for runs has them to itself for so long. */
  get runLeaseMs(): number {
    return 2 * this.runRequestTimeoutMs;
  }
}
