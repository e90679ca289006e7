/**
 * The keys that backups are encrypted with: age's X25519 pairs. A recipient (`age1…`) is public and seals; the identity
 * (`AGE-SECRET-KEY-1…`) that belongs to it opens. No error and no message here ever holds an identity.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { StrongroomError } from '@app/core';
import type { ManifestEncryption } from './manifest';

const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;
const IDENTITY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;
const PROOF_BYTES = 32;

export async function generateEncryptionKey(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The name of a key: it follows from the recipient, so that the same key has the same name wherever it is stored. */
export function encryptionKeyId(recipient: string): string {
  return createHash('sha256').update(recipient).digest('hex').slice(0, 16);
}

/** @throws StrongroomError ENCRYPTION_KEY_INVALID when nothing can be sealed for it */
export async function requireRecipient(recipient: string): Promise<void> {
  const sealed = RECIPIENT.test(recipient) ? await seal(Buffer.alloc(0), recipient).catch(() => undefined) : undefined;
  if (sealed === undefined)
    // Not shown: it may be an identity that was sent in the wrong field.
    throw new StrongroomError('ENCRYPTION_KEY_INVALID', 'The recipient is no X25519 recipient of age');
}

/** @throws StrongroomError ENCRYPTION_KEY_INVALID */
export async function recipientOf(identity: string): Promise<string> {
  const recipient = IDENTITY.test(identity) ? await identityToRecipient(identity).catch(() => undefined) : undefined;
  if (recipient === undefined)
    throw new StrongroomError('ENCRYPTION_KEY_INVALID', 'The identity is no X25519 identity of age');
  return recipient;
}

/** Whether the identity opens what is sealed for the recipient: tried, not concluded. */
export async function provesToOpen(identity: string, recipient: string): Promise<boolean> {
  const proof = randomBytes(PROOF_BYTES);
  const sealed = await seal(proof, recipient);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(sealed).then(
    (opened) => proof.equals(opened),
    () => false,
  );
}

/**
 * The one of the identities that a backup was sealed for.
 * @throws StrongroomError ENCRYPTION_KEY_MISSING naming the key that is needed
 */
export async function identityFor(encryption: ManifestEncryption, identities: readonly string[]): Promise<string> {
  for (const identity of identities) if ((await recipientOf(identity)) === encryption.recipient) return identity;
  throw encryptionKeyMissing(encryption);
}

export function encryptionKeyMissing({
  key_id,
  recipient,
}: Pick<ManifestEncryption, 'key_id' | 'recipient'>): StrongroomError {
  return new StrongroomError(
    'ENCRYPTION_KEY_MISSING',
    `The identity of the encryption key ${key_id} is not stored; it belongs to the recipient ${recipient}`,
    { details: { key_id, recipient } },
  );
}

async function seal(plain: Uint8Array, recipient: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(plain);
}
