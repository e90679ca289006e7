import { createHash } from 'node:crypto';

/** What a backup of somebody else's is called here: always the same, so that it is taken in once. A UUID of version 5. */
export function importId(storageConfigId: string, key: string): string {
  const namespace = Buffer.from(storageConfigId.replaceAll('-', ''), 'hex');
  const digest = createHash('sha1').update(namespace).update(key).digest().subarray(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
