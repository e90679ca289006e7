import { StrongroomError } from '@app/core';
import { LocalStore } from './local-store';
import { DEFAULT_STORAGE_OPTIONS, type ObjectStore, type StorageOptions, type StorageSettings } from './object-store';
import { S3_PROVIDERS } from './s3-providers';
import { S3Store } from './s3-store';

/** The store of a storage config. Connects to nothing yet. Throws STORAGE_CONFIG_INVALID. */
export function openStore(settings: StorageSettings, options: Partial<StorageOptions> = {}): ObjectStore {
  const { provider } = settings;
  if (provider === 'local') return new LocalStore(settings);
  if (Object.hasOwn(S3_PROVIDERS, provider)) {
    return new S3Store(settings, S3_PROVIDERS[provider], { ...DEFAULT_STORAGE_OPTIONS, ...options });
  }
  throw new StrongroomError('STORAGE_CONFIG_INVALID', `there is no storage provider ${JSON.stringify(provider)}`);
}
