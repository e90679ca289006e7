import { isIP } from 'node:net';
import { Client, utils, type CipherAlgorithm } from 'ssh2';
import { PinnedHostKey, StrongroomError } from '@app/core';
import { gatheringSocket } from './gathering-socket';

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
  const pinned = new PinnedHostKey(settings.hostKey, address, 'SSH');
  const client = new Client();
  const onAbort = () => client.destroy();
  settings.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve);
      // Stays for ever: an error after `ready` is told by `close`, and one without a listener would end the process.
      client.on('error', reject);
      client.once('close', () => reject(new Error('the connection was closed')));
      const sock = gatheringSocket();
      client.connect({
        sock,
        username: user,
        privateKey: settings.privateKey,
        readyTimeout: settings.readyTimeoutMs,
        keepaliveInterval: settings.keepaliveMs,
        keepaliveCountMax: KEEPALIVES_MISSED,
        hostVerifier: (key: Buffer) => pinned.accepts(key),
        algorithms: { cipher: CIPHERS, ...pinned.algorithms },
      });
      sock.connect({ host, port });
    });
  } catch (cause) {
    client.destroy();
    settings.signal?.throwIfAborted();
    throw pinned.explains(cause as Error) ?? connectFailure(cause, address, user);
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

function connectFailure(cause: unknown, address: string, user: string): StrongroomError {
  const { level, message } = cause as Error & { level?: string };
  if (level === 'client-authentication')
    return new StrongroomError('SSH_AUTH_FAILED', `${address} refused the key of the user ${user}`, { cause });
  if (level === 'client-timeout')
    return new StrongroomError('SSH_UNREACHABLE', `${address} accepts connections but does not answer in time`, {
      cause,
    });
  return new StrongroomError('SSH_UNREACHABLE', `${address} cannot be reached: ${message}`, { cause });
}
