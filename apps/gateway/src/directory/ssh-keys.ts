/** SSH keys are read when they are stored, so that a wrong one is noticed by whoever stores it and not by a backup at night. */
import { utils } from 'ssh2';
import { StrongroomError } from '@app/core';
import { validationFailed } from '../http/request-validation';

/** @throws StrongroomError SSH_KEY_INVALID; the message never quotes the key */
export function requirePrivateKey(text: string): void {
  const key = utils.parseKey(text);
  if (key instanceof Error) throw new StrongroomError('SSH_KEY_INVALID', `private_key: ${key.message}`);
  if (!key.isPrivateKey()) throw new StrongroomError('SSH_KEY_INVALID', 'private_key: this is a public key.');
}

/** The host key as `type base64`, without its comment; undefined when the text is no public key in OpenSSH form. */
export function normalizedHostKey(text: string): string | undefined {
  const [type, encoded, ...comment] = text.trim().split(/\s+/);
  if (type === undefined || encoded === undefined || comment.length > 1) return undefined;
  const key = utils.parseKey(`${type} ${encoded}`);
  if (key instanceof Error || key.isPrivateKey()) return undefined;
  return key.getPublicSSH().equals(Buffer.from(encoded, 'base64')) ? `${type} ${encoded}` : undefined;
}

/** @throws StrongroomError VALIDATION_FAILED naming the field `host_key` */
export function requireHostKey(text: string): string {
  const key = normalizedHostKey(text);
  if (key === undefined)
    throw validationFailed([
      { field: 'host_key', message: 'host_key must be a public key in OpenSSH form: "ssh-ed25519 AAAA…"' },
    ]);
  return key;
}
