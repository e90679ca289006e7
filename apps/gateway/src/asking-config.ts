import { IsInt, Min } from 'class-validator';
import { Setting } from '@app/service';
import { DownloadConfig } from './download-config';

/** How long requests wait for the answers of other services. */
export class AskingConfig extends DownloadConfig {
  @Setting({
    env: 'RESTORE_PLAN_TIMEOUT_MS',
    doc: 'How long a request with `dry_run` waits for the plan of an executor. More than `RESTORE_PLAN_MS` of the restore executor.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(100)
  restorePlanTimeoutMs: number;

  @Setting({
    env: 'EXECUTOR_ABSENT_MS',
    doc: 'How long a request that only an executor can answer (`dry_run`, the test and the listing of a storage) waits while none is there.',
    unit: 'ms',
    default: 5_000,
  })
  @IsInt()
  @Min(0)
  executorAbsentMs: number;

  @Setting({
    env: 'RETENTION_TIMEOUT_MS',
    doc: 'How long a request about retention waits for the retention service.',
    unit: 'ms',
    default: 10_000,
  })
  @IsInt()
  @Min(100)
  retentionTimeoutMs: number;

  @Setting({
    env: 'SCHEDULER_TIMEOUT_MS',
    doc: 'How long a request about a policy waits for the scheduler.',
    unit: 'ms',
    default: 5_000,
  })
  @IsInt()
  @Min(100)
  schedulerTimeoutMs: number;

  @Setting({
    env: 'NOTIFIER_TIMEOUT_MS',
    doc: 'How long a request about notifications waits for the notifier.',
    unit: 'ms',
    default: 10_000,
  })
  @IsInt()
  @Min(100)
  notifierTimeoutMs: number;

  @Setting({
    env: 'CHANNEL_TEST_TIMEOUT_MS',
    doc: 'How long the test of a notification channel waits for the notifier. More than `DELIVERY_TIMEOUT_MS` of the notifier.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(100)
  channelTestTimeoutMs: number;

  @Setting({
    env: 'STORAGE_LOOK_TIMEOUT_MS',
    doc: 'How long a request that tests a storage, or lists what can be imported from it, waits for an executor.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(100)
  storageLookTimeoutMs: number;
}
