import { IsInt, Min } from 'class-validator';
import { SecretServiceConfig, Setting } from '@app/service';
import { DEFAULT_STORAGE_OPTIONS, type StorageOptions } from '@app/storage';
import type { JobTiming } from './job-runner';

/** What both executors are told. */
export class ExecutorConfig extends SecretServiceConfig {
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
    doc: 'Wait before a job asks again whether its environment is free.',
    unit: 'ms',
    default: 1_000,
  })
  @IsInt()
  @Min(10)
  busyDelayMs: number;

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
    doc: 'Memory for the parts of one S3 upload.',
    unit: 'bytes',
    default: DEFAULT_STORAGE_OPTIONS.bufferBytes,
  })
  @IsInt()
  @Min(16 * 1024 * 1024)
  storageBufferBytes: number;

  @Setting({
    env: 'STORAGE_CONNECT_TIMEOUT_MS',
    doc: 'How long a storage may take to accept a connection.',
    unit: 'ms',
    default: DEFAULT_STORAGE_OPTIONS.connectTimeoutMs,
  })
  @IsInt()
  @Min(100)
  storageConnectTimeoutMs: number;

  @Setting({
    env: 'STORAGE_SOCKET_TIMEOUT_MS',
    doc: 'How long a storage connection may be silent before the request is repeated.',
    unit: 'ms',
    default: DEFAULT_STORAGE_OPTIONS.socketTimeoutMs,
  })
  @IsInt()
  @Min(100)
  storageSocketTimeoutMs: number;

  get jobTiming(): JobTiming {
    return { leaseMs: this.leaseMs, retryDelaysMs: this.retryDelaysMs, busyDelayMs: this.busyDelayMs };
  }

  get connectionOptions(): { readyTimeoutMs: number; keepaliveMs: number } {
    return { readyTimeoutMs: this.sshReadyTimeoutMs, keepaliveMs: this.sshKeepaliveMs };
  }

  get storageOptions(): StorageOptions {
    return {
      bufferBytes: this.storageBufferBytes,
      connectTimeoutMs: this.storageConnectTimeoutMs,
      socketTimeoutMs: this.storageSocketTimeoutMs,
    };
  }
}
