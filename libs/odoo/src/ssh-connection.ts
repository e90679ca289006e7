import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { Client, utils, type Algorithms, type CipherAlgorithm, type ServerHostKeyAlgorithm } from 'ssh2';
import { StrongroomError } from '@app/core';

export interface SshSettings {
  host: string;
  port: number;
  user: string;
  /** OpenSSH or PEM format. */
  privateKey: string;
  /** The pinned key, `ssh-ed25519 AAAA…`. Without it the connection is refused, and the error names the key. */
  hostKey?: string;
  /** Until the server has let us in. */
  readyTimeoutMs: number;
  keepaliveMs: number;
  signal?: AbortSignal;
}

const KEEPALIVES_MISSED = 3;
/** By speed in Node's crypto; what an old server lacks of these it skips. */
const CIPHERS: CipherAlgorithm[] = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'aes128-ctr',
  'aes256-ctr',
  'aes192-ctr',
];

/**
 * An authenticated connection to the server that owns the pinned host key.
 * @throws StrongroomError SSH_UNREACHABLE, SSH_AUTH_FAILED, SSH_KEY_INVALID, SSH_HOST_KEY_UNKNOWN, SSH_HOST_KEY_MISMATCH
 */
export async function connectSsh(settings: SshSettings): Promise<Client> {
  const { host, port, user } = settings;
  const address = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  settings.signal?.throwIfAborted();
  assertPrivateKey(settings.privateKey);
  const verdict = hostKeyVerdict(settings.hostKey, address);
  const client = new Client();
  const onAbort = () => client.destroy();
  settings.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve);
      // Stays for ever: an error after `ready` is told by `close`, and one without a listener would end the process.
      client.on('error', reject);
      client.once('close', () => reject(new Error('the connection was closed')));
      client.connect({
        host,
        port,
        username: user,
        privateKey: settings.privateKey,
        readyTimeout: settings.readyTimeoutMs,
        keepaliveInterval: settings.keepaliveMs,
        keepaliveCountMax: KEEPALIVES_MISSED,
        hostVerifier: (key: Buffer) => verdict.accepts(key),
        algorithms: { cipher: CIPHERS, ...pinnedAlgorithms(settings.hostKey) },
      });
    });
  } catch (cause) {
    client.destroy();
    settings.signal?.throwIfAborted();
    throw verdict.refusal ?? connectFailure(cause, address, user, settings.hostKey);
  } finally {
    settings.signal?.removeEventListener('abort', onAbort);
  }
  // Without it Nagle's algorithm holds the window updates back, and a download runs at a quarter of its speed.
  client.setNoDelay(true);
  return client;
}

function assertPrivateKey(privateKey: string): void {
  const parsed = utils.parseKey(privateKey);
  if (parsed instanceof Error)
    throw new StrongroomError('SSH_KEY_INVALID', `The private key cannot be read: ${parsed.message}`);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!key?.isPrivateKey()) throw new StrongroomError('SSH_KEY_INVALID', 'The stored key is not a private key');
}

/** Compares the key that the server shows with the pinned one, and remembers why it was refused. */
function hostKeyVerdict(pinned: string | undefined, address: string) {
  const pinnedBlob = pinned?.trim().split(/\s+/)[1];
  const verdict = {
    refusal: undefined as StrongroomError | undefined,
    accepts(key: Buffer): boolean {
      const blob = key.toString('base64');
      if (blob === pinnedBlob) return true;
      const shown = { fingerprint: fingerprintOf(key), hostKey: `${keyTypeOf(key)} ${blob}` };
      verdict.refusal = pinned
        ? new StrongroomError(
            'SSH_HOST_KEY_MISMATCH',
            `${address} shows the host key ${shown.fingerprint}, pinned is ${fingerprintOf(Buffer.from(pinnedBlob ?? '', 'base64'))}`,
            { details: shown },
          )
        : new StrongroomError(
            'SSH_HOST_KEY_UNKNOWN',
            `${address} shows the host key ${shown.fingerprint}, and none is pinned`,
            { details: shown },
          );
      return false;
    },
  };
  return verdict;
}

const fingerprintOf = (key: Buffer) => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
const keyTypeOf = (key: Buffer) => (key.length > 4 ? key.toString('ascii', 4, 4 + key.readUInt32BE(0)) : '');

/** A server has keys of several types and shows the one that the client prefers: ask for the pinned type. */
function pinnedAlgorithms(pinned: string | undefined): Partial<Algorithms> {
  const type = pinned?.trim().split(/\s+/)[0];
  if (type === undefined) return {};
  const names = type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type];
  return { serverHostKey: names as ServerHostKeyAlgorithm[] };
}

function connectFailure(cause: unknown, address: string, user: string, pinned: string | undefined): StrongroomError {
  const { level, message } = cause as Error & { level?: string };
  if (level === 'client-authentication')
    return new StrongroomError('SSH_AUTH_FAILED', `${address} refused the key of the user ${user}`, { cause });
  if (level === 'client-timeout')
    return new StrongroomError('SSH_UNREACHABLE', `${address} accepts connections but does not answer in time`, {
      cause,
    });
  if (pinned && /no matching host key/i.test(message))
    return new StrongroomError('SSH_HOST_KEY_MISMATCH', `${address} has no host key of the pinned type`, { cause });
  if (/unsupported|unknown.*algorithm|invalid host key|unsupported.*key/i.test(message) && pinned)
    return new StrongroomError(
      'SSH_HOST_KEY_MISMATCH',
      `The pinned host key of ${address} cannot be used: ${message}`,
      {
        cause,
      },
    );
  return new StrongroomError('SSH_UNREACHABLE', `${address} cannot be reached: ${message}`, { cause });
}
