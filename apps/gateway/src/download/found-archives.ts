import { Injectable } from '@nestjs/common';
import { type BackupArchiveReader, openStoredBackup } from '@app/archive';
import { openIdentities, SecretBox } from '@app/secrets';
import { storageAccess } from '../directory/access-answers';
import { EncryptionKeys } from '../directory/encryption-keys';
import type { FoundObject } from './object-finder';

/** Opens backups where they lie, with the keys of their storage. */
@Injectable()
export class FoundArchives {
  constructor(
    private readonly encryption: EncryptionKeys,
    private readonly secrets: SecretBox,
  ) {}

  /** @throws StrongroomError as openStoredBackup */
  async open({ store, object, storage }: FoundObject, signal: AbortSignal): Promise<BackupArchiveReader> {
    const encryption = await this.encryption.accessOf(storage);
    const identities = openIdentities({ ...storageAccess(storage), encryption }, this.secrets);
    return (await openStoredBackup(store, object.key, { signal, identities })).archive;
  }
}
