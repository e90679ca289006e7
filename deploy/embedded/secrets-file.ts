/** The generated secrets of one home folder: made once, kept in `secrets.json`, readable by the owner only. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, type ServiceName } from '@app/contracts';
import { newIssuerSeed } from '@app/messaging';

export interface EmbeddedSecrets {
  /** `id:base64` of the key that seals stored credentials. */
  masterKeys: string;
  databasePasswords: Record<ServiceName, string>;
  natsPasswords: Record<ServiceName, string>;
  natsAdminPassword: string;
  /** Of the key that the gateway admits users from outside to NATS with. */
  natsIssuerSeed: string;
  /** Only kept for programs that asked for it, such as the demo. */
  adminToken?: string;
  /** Whether the kept token has been shown to a person. */
  adminTokenShown?: boolean;
}

export function loadSecrets(home: string): EmbeddedSecrets {
  const file = join(home, 'secrets.json');
  if (existsSync(file)) return completed(home, JSON.parse(readFileSync(file, 'utf8')) as EmbeddedSecrets);
  const password = () => randomBytes(24).toString('base64url');
  const perService = () =>
    Object.fromEntries(SERVICES.map((service) => [service, password()])) as Record<ServiceName, string>;
  const secrets: EmbeddedSecrets = {
    masterKeys: `k1:${randomBytes(32).toString('base64')}`,
    databasePasswords: perService(),
    natsPasswords: perService(),
    natsAdminPassword: password(),
    natsIssuerSeed: newIssuerSeed(),
  };
  saveSecrets(home, secrets);
  return secrets;
}

/** With what an older version did not make yet. */
function completed(home: string, secrets: Omit<EmbeddedSecrets, 'natsIssuerSeed'> & { natsIssuerSeed?: string }) {
  const { natsIssuerSeed } = secrets;
  if (natsIssuerSeed !== undefined) return { ...secrets, natsIssuerSeed };
  const complete: EmbeddedSecrets = { ...secrets, natsIssuerSeed: newIssuerSeed() };
  saveSecrets(home, complete);
  return complete;
}

/** Replaces the file as a whole: a crash leaves the old one or the new one. */
export function saveSecrets(home: string, secrets: EmbeddedSecrets): void {
  const file = join(home, 'secrets.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
