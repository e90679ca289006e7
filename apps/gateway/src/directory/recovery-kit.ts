import type { StorageConfig } from './storage-config.entity';

interface RecoveryKit {
  keyId: string;
  recipient: string;
  identity: string;
  storage: Pick<
    StorageConfig,
    'id' | 'name' | 'organization_id' | 'provider' | 'endpoint' | 'bucket' | 'prefix' | 'path'
  >;
  madeAt: Date;
}

/** What a person keeps to read backups without Strongroom: a text that age takes as an identity file as it is. */
export function recoveryKit({ keyId, recipient, identity, storage, madeAt }: RecoveryKit): string {
  const place = [storage.endpoint, storage.bucket, storage.path, storage.prefix].filter((part) => part);
  const comments = [
    `Strongroom recovery kit for the encryption key ${keyId}`,
    '',
    'Keep it where neither Strongroom nor the storage is: on paper, or in a password safe. Whoever has it can read every',
    'backup that was made with this key; when it is lost together with Strongroom, nobody can.',
    '',
    `Storage:      ${oneLine(storage.name)} (${storage.provider}) ${place.map((part) => oneLine(part!)).join(' ')}`,
    `Storage id:   ${storage.id}`,
    `Organization: ${storage.organization_id}`,
    `Made:         ${madeAt.toISOString()}`,
    `Recipient:    ${recipient}`,
    '',
    'This text is an identity file of age (https://age-encryption.org). Save it as kit.txt, and without Strongroom:',
    '  unzip -p BACKUP.zip dump.sql.age | age -d -i kit.txt | pg_restore --no-owner -d DATABASE',
    '  unzip -p BACKUP.zip filestore.tar.gz.age | age -d -i kit.txt | tar -xz',
    'To give the key to a Strongroom that lacks it:',
    `  POST /api/v1/backups/storage-configs/${storage.id}/encryption-keys`,
    '  with the identity below as `identity`',
  ];
  return [...comments.map((line) => `# ${line}`.trimEnd()), identity, ''].join('\n');
}

/** A name with a line break in it must not end the comment that it stands in. */
const oneLine = (text: string): string => JSON.stringify(text);
