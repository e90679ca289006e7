import { IsInt, Min } from 'class-validator';
import { Setting, StorageServiceConfig } from '@app/service';
import { DEFAULT_STORAGE_OPTIONS, type StorageOptions } from '@app/storage';
import type { JobLimits } from './admission';
import type { JobTiming } from './job-runner';

/** What both executors are told. */
export class ExecutorConfig extends StorageServiceConfig {
  @Setting({
    env: 'LEASE_MS',
    doc: 'How long a silent executor is taken to be alive before another takes its job.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(500)
  leaseMs: number;

  @Setting({
    env: 'BUSY_DELAY_MS',
    doc: 'Wait before a job asks again whether its environment, server and storage are free; far behind in a long line it is up to 30 times as long.',
    unit: 'ms',
    default: 1_000,
  })
  @IsInt()
  @Min(10)
  busyDelayMs: number;

  @Setting({
    env: 'MAX_JOBS_PER_SERVER',
    doc: 'Jobs that work on one server at once, over all replicas of the service.',
    default: 4,
  })
  @IsInt()
  @Min(1)
  maxJobsPerServer: number;

  @Setting({
    env: 'MAX_JOBS_PER_STORAGE',
    doc: 'Jobs that use one storage config at once, over all replicas of the service.',
    default: 8,
  })
  @IsInt()
  @Min(1)
  maxJobsPerStorage: number;

  @Setting({
    env: 'CANCEL_POLL_MS',
    doc: 'How often running jobs look whether somebody has cancelled them.',
    unit: 'ms',
    default: 1_000,
  })
  @IsInt()
  @Min(10)
  cancelPollMs: number;

  @Setting({
    env: 'STALL_TIMEOUT_MS',
    doc: 'How long no byte may move where bytes have to move, before the attempt fails with STALLED.',
    unit: 'ms',
    default: 300_000,
  })
  @IsInt()
  @Min(100)
  stallTimeoutMs: number;

  @Setting({
    env: 'PROGRESS_INTERVAL_MS',
    doc: 'How often a running task tells its progress.',
    unit: 'ms',
    default: 500,
  })
  @IsInt()
  @Min(50)
  progressIntervalMs: number;

  @Setting({
    env: 'SSH_READY_TIMEOUT_MS',
    doc: 'How long a server may take until an SSH connection is ready.',
    unit: 'ms',
    default: 15_000,
  })
  @IsInt()
  @Min(100)
  sshReadyTimeoutMs: number;

  @Setting({
    env: 'SSH_KEEPALIVE_MS',
    doc: 'How often a silent SSH connection is asked whether it lives; after three questions without an answer it is lost.',
    unit: 'ms',
    default: 10_000,
  })
  @IsInt()
  @Min(100)
  sshKeepaliveMs: number;

  @Setting({
    env: 'STORAGE_BUFFER_BYTES',
    doc: 'Memory for the parts of one S3 upload. Dump and filestore are sent side by side as long as parts of both fit in: with the default up to about 190 GiB.',
    unit: 'bytes',
    default: DEFAULT_STORAGE_OPTIONS.bufferBytes,
  })
  @IsInt()
  @Min(16 * 1024 * 1024)
  storageBufferBytes: number;

  @Setting({
    env: 'SWEEP_INTERVAL_MS',
    doc: 'How often what no living attempt owns is looked for and removed, besides at the start; 0 never.',
    unit: 'ms',
    default: 3_600_000,
  })
  @IsInt()
  @Min(0)
  sweepIntervalMs: number;

  @Setting({
    env: 'SWEEP_STUCK_MS',
    doc: 'How long the executor of a running job has to be dead before the sweep asks for the job once more, if the broker has lost its message. Less than `OUTBOX_RETENTION_MS`.',
    unit: 'ms',
    default: 900_000,
  })
  @IsInt()
  @Min(0)
  sweepStuckMs: number;

  @Setting({
    env: 'SWEEP_GIVE_UP_MS',
    doc: 'For how long after the end of a failed job its server is visited, when it could not be swept before.',
    unit: 'ms',
    default: 7 * 24 * 3_600_000,
  })
  @IsInt()
  @Min(0)
  sweepGiveUpMs: number;

  get jobTiming(): JobTiming {
    const { leaseMs, retryDelaysMs, busyDelayMs, cancelPollMs, stallTimeoutMs } = this;
    return { leaseMs, retryDelaysMs, busyDelayMs, cancelPollMs, stallTimeoutMs };
  }

  get jobLimits(): JobLimits {
    return { perServer: this.maxJobsPerServer, perStorage: this.maxJobsPerStorage };
  }

  get connectionOptions(): { readyTimeoutMs: number; keepaliveMs: number } {
    return { readyTimeoutMs: this.sshReadyTimeoutMs, keepaliveMs: this.sshKeepaliveMs };
  }

  get storageOptions(): StorageOptions {
    return { bufferBytes: this.storageBufferBytes, ...this.storageTimeouts };
  }
}
