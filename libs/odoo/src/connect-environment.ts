import { StrongroomError } from '@app/core';
import { databaseName } from './database-name';
import type { ConnectOptions, EnvironmentTarget } from './environment-target';
import { openLocalShell } from './local-shell';
import { OdooEnvironment } from './odoo-environment';
import { openSshShell } from './ssh-shell';

const READY_TIMEOUT_MS = 15_000;
const KEEPALIVE_MS = 10_000;

/**
 * Reaches the server of an environment. Containers and database are asked only when they are needed.
 * @throws StrongroomError SSH_* where the server cannot be reached, ENVIRONMENT_MISCONFIGURED
 */
export async function connectEnvironment(target: EnvironmentTarget, options: ConnectOptions): Promise<OdooEnvironment> {
  databaseName(target.dbName);
  const server = target.connection === 'local' ? openLocalShell() : await openSshShell(sshSettings(target, options));
  try {
    return new OdooEnvironment(server, target, options);
  } catch (error) {
    await server.close();
    throw error;
  }
}

function sshSettings(target: EnvironmentTarget, options: ConnectOptions) {
  const { host, sshPort: port, sshUser: user, privateKey, hostKey } = target;
  if (!privateKey) throw new StrongroomError('ENVIRONMENT_MISCONFIGURED', `The server ${host} has no private key`);
  return {
    host,
    port,
    user,
    privateKey,
    ...(hostKey && { hostKey }),
    readyTimeoutMs: options.readyTimeoutMs ?? READY_TIMEOUT_MS,
    keepaliveMs: options.keepaliveMs ?? KEEPALIVE_MS,
    ...(options.signal && { signal: options.signal }),
  };
}
