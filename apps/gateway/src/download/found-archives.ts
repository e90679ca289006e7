import { Injectable } from '@nestjs/common';
import { type BackupArchiveReader, openBackupArchive } from '@app/archive';
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

  /** @throws StrongroomError as openBackupArchive */
  async open({ store, object, storage }: FoundObject, signal: AbortSignal): Promise<BackupArchiveReader> {
    const encryption = await this.encryption.accessOf(storage);
    const identities = openIdentities({ ...storageAccess(storage), encryption }, this.secrets);
    const read = (start: number, end: number) => store.read(object.key, { start, end, signal });
    return openBackupArchive({ sizeBytes: object.sizeBytes, read }, { signal, identities });
  }
}
