import { IsInt, Min } from 'class-validator';
import { SecretServiceConfig } from './service-config';
import { Setting } from './setting';

/** Of the services that open storages. */
export class StorageServiceConfig extends SecretServiceConfig {
  @Setting({
    env: 'STORAGE_CONNECT_TIMEOUT_MS',
    doc: 'How long a storage may take to accept a connection.',
    unit: 'ms',
    default: 5_000,
  })
  @IsInt()
  @Min(100)
  storageConnectTimeoutMs: number;

  @Setting({
    env: 'STORAGE_SOCKET_TIMEOUT_MS',
    doc: 'How long a storage connection may be silent before the request is repeated.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(100)
  storageSocketTimeoutMs: number;

  get storageTimeouts(): { connectTimeoutMs: number; socketTimeoutMs: number } {
    return { connectTimeoutMs: this.storageConnectTimeoutMs, socketTimeoutMs: this.storageSocketTimeoutMs };
  }
}
