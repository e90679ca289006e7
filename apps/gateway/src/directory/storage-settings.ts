/** Which settings each provider needs. Whether they are right is what the test of a storage config finds out. */
import { isAbsolute } from 'node:path';
import type { StorageProvider } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { StorageConfig } from './storage-config.entity';

type Setting = 'bucket' | 'endpoint' | 'path' | 'credentials';

const NEEDED: Record<StorageProvider, readonly Setting[]> = {
  s3: ['bucket', 'credentials'],
  r2: ['bucket', 'endpoint', 'credentials'],
  b2: ['bucket', 'endpoint', 'credentials'],
  minio: ['bucket', 'endpoint', 'credentials'],
  ftp: ['endpoint', 'credentials'],
  sftp: ['endpoint', 'credentials'],
  local: ['path'],
};

export type StorageSettings = Pick<StorageConfig, 'provider' | 'endpoint' | 'bucket' | 'path' | 'credentials_sealed'>;

/** @throws StrongroomError STORAGE_CONFIG_INVALID naming what is missing */
export function requireCompleteSettings(settings: StorageSettings): void {
  const given: Record<Setting, string | null> = { ...settings, credentials: settings.credentials_sealed };
  const missing = NEEDED[settings.provider].filter((setting) => !given[setting]);
  if (missing.length > 0)
    throw new StrongroomError(
      'STORAGE_CONFIG_INVALID',
      `The provider ${settings.provider} needs ${missing.join(', ')}.`,
      {
        details: { missing },
      },
    );
  if (settings.provider === 'local' && !isAbsolute(settings.path ?? ''))
    throw new StrongroomError('STORAGE_CONFIG_INVALID', 'The path of a local storage has to be absolute.');
  if (settings.endpoint && !URL.canParse(settings.endpoint))
    throw new StrongroomError('STORAGE_CONFIG_INVALID', `The endpoint ${settings.endpoint} is not an address.`);
}
