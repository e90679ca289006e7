import { checkStorageSettings, type StorageSettings } from '@app/core';
import { FileStore } from './file-store';
import { FtpTree } from './ftp-tree';
import { LocalTree } from './local-tree';
import { DEFAULT_STORAGE_OPTIONS, type ObjectStore, type StorageOptions } from './object-store';
import { S3_PROVIDERS } from './s3-providers';
import { S3Store } from './s3-store';
import { SftpTree } from './sftp-tree';

/** The store of a storage config. Connects to nothing yet. Throws STORAGE_CONFIG_INVALID. */
export function openStore(settings: StorageSettings, options: Partial<StorageOptions> = {}): ObjectStore {
  checkStorageSettings(settings);
  const complete = { ...DEFAULT_STORAGE_OPTIONS, ...options };
  switch (settings.provider) {
    case 'local':
      return new FileStore(new LocalTree(settings.path ?? ''), settings.prefix);
    case 'sftp':
      return new FileStore(new SftpTree(settings, complete), settings.prefix);
    case 'ftp':
      return new FileStore(new FtpTree(settings, complete), settings.prefix);
    default:
      return new S3Store(settings, S3_PROVIDERS[settings.provider], complete);
  }
}
