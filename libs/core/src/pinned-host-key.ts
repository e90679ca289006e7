/** The pinned SSH host key of a server: what the server shows is compared with it, and the refusal names what was shown. */
import { createHash } from 'node:crypto';
import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';
import { StrongroomError } from './strongroom-error';

export class PinnedHostKey {
  /** Why the server was refused; undefined while it was not. */
  private refusal?: StrongroomError;
  private readonly type?: string;
  private readonly key?: Buffer;

  /**
   * @param pinned `ssh-ed25519 AAAA…`; undefined refuses every server
   * @param owner whose codes a refusal has
   */
  constructor(
    pinned: string | undefined,
    private readonly address: string,
    private readonly owner: 'SSH' | 'STORAGE',
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
      ? this.mismatch(`${message}, pinned is ${fingerprintOf(this.key)}`, { details })
      : new StrongroomError(`${this.owner}_HOST_KEY_UNKNOWN`, `${message}, and none is pinned`, { details });
    return false;
  }

  /** Why a connection failed; undefined: it was not for the host key. */
  explains(cause: Error): StrongroomError | undefined {
    if (this.refusal || !this.key) return this.refusal;
    if (/host key/i.test(cause.message))
      return this.mismatch(`${this.address} has no host key of the type ${this.type}`, { cause });
    if (/^unsupported algorithm/i.test(cause.message))
      return this.mismatch(`The pinned host key of ${this.address} cannot be used: ${cause.message}`, { cause });
    return undefined;
  }

  private mismatch(message: string, about: ConstructorParameters<typeof StrongroomError>[2]): StrongroomError {
    return new StrongroomError(`${this.owner}_HOST_KEY_MISMATCH`, message, about);
  }
}

const fingerprintOf = (key: Buffer) => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
const typeOf = (key: Buffer) => (key.length > 4 ? key.toString('ascii', 4, 4 + key.readUInt32BE(0)) : '');
