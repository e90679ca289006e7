/** What a NATS server and those who connect to it are given, from the secrets of an installation. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@app/contracts';
import { issuerOf, NATS_ADMIN_USER, natsServerConfig } from '@app/messaging';
import type { NatsPlace } from '../embedded/nats';
import type { EmbeddedSecrets } from '../embedded/secrets-file';

/** More than all streams together may take. */
const MAX_FILE_BYTES = 8 * 1024 ** 3;

/** The server's configuration: a user for each service, and the gateway as judge of all others. It holds passwords. */
export function natsConfigOf(secrets: EmbeddedSecrets, place: NatsPlace): string {
  return natsServerConfig({
    ...place,
    users: SERVICES.map((service) => ({ service, password: secrets.natsPasswords[service] })),
    adminPassword: secrets.natsAdminPassword,
    issuer: issuerOf(secrets.natsIssuerSeed),
    maxFileBytes: MAX_FILE_BYTES,
  });
}

/**
 * Writes, for their owner alone: `nats.conf`; `nats_url` in a folder for each service and for `admin`; and for the gateway
 * `nats_issuer_seed`.
 * @param address host:port under which the server is reached
 */
export function writeNatsFiles(dir: string, secrets: EmbeddedSecrets, place: NatsPlace & { address: string }): void {
  const { address, ...server } = place;
  const give = (folder: string, name: string, text: string) => {
    mkdirSync(join(dir, folder), { recursive: true, mode: 0o700 });
    writeFileSync(join(dir, folder, name), text, { mode: 0o600 });
  };
  give('.', 'nats.conf', natsConfigOf(secrets, server));
  for (const service of SERVICES) give(service, 'nats_url', natsUrl(service, secrets.natsPasswords[service], address));
  give('gateway', 'nats_issuer_seed', secrets.natsIssuerSeed);
  give(NATS_ADMIN_USER, 'nats_url', natsUrl(NATS_ADMIN_USER, secrets.natsAdminPassword, address));
}

export function natsUrl(user: string, password: string, address: string): string {
  return `nats://${user}:${password}@${address}`;
}
