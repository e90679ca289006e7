/** The pinned SSH host key of a storage: what the server shows is compared with it, and the error names what was shown. */
import { createHash } from 'node:crypto';
import { StrongroomError } from '@app/core';
import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

export class PinnedHostKey {
  /** Why the server was refused; undefined while it was not. */
  refusal?: StrongroomError;
  private readonly type?: string;
  private readonly key?: Buffer;

  /** @param pinned `ssh-ed25519 AAAA…`; undefined refuses every server */
  constructor(
    pinned: string | undefined,
    private readonly address: string,
  ) {
    const [type, encoded] = pinned?.trim().split(/\s+/) ?? [];
    this.type = type;
    this.key = encoded === undefined ? undefined : Buffer.from(encoded, 'base64');
  }

  /** A server has keys of several types and shows the one that the client prefers: ask for the pinned type. */
  get algorithms(): Partial<Algorithms> {
    if (this.type === undefined) return {};
    const names = this.type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [this.type];
    return { serverHostKey: names as ServerHostKeyAlgorithm[] };
  }

  accepts(shown: Buffer): boolean {
    if (this.key?.equals(shown)) return true;
    const details = { fingerprint: fingerprintOf(shown), host_key: `${typeOf(shown)} ${shown.toString('base64')}` };
    const message = `${this.address} shows the host key ${details.fingerprint}`;
    this.refusal = this.key
      ? new StrongroomError('STORAGE_HOST_KEY_MISMATCH', `${message}, pinned is ${fingerprintOf(this.key)}`, {
          details,
        })
      : new StrongroomError('STORAGE_HOST_KEY_UNKNOWN', `${message}, and none is pinned`, { details });
    return false;
  }

  /** Whether the handshake failed because the server has no key of the pinned type. */
  explains(failure: Error): StrongroomError | undefined {
    if (this.refusal || !this.key || !/host key/i.test(failure.message)) return this.refusal;
    return new StrongroomError(
      'STORAGE_HOST_KEY_MISMATCH',
      `${this.address} has no host key of the type ${this.type}`,
      {
        cause: failure,
      },
    );
  }
}

const fingerprintOf = (key: Buffer) => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
const typeOf = (key: Buffer) => (key.length > 4 ? key.toString('ascii', 4, 4 + key.readUInt32BE(0)) : '');
