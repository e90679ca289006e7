/**
 * Makes all secrets, once, and gives each container those of its own. The folder `/secrets` keeps them all; below `/give`
 * lies a folder for each container, below `/own` the data of those that do not run as root. Running it again changes nothing
 * but what a new version adds. Runs as root, to set the owners.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@app/contracts';
import { loadSecrets } from '../embedded/secrets-file';
import { NATS_ADMIN_USER } from '@app/messaging';
import { databaseNames, needsMasterKeys } from '../embedded/settings';
import { natsConfigOf, natsUrl } from '../nats/nats-files';
import { DATABASE, NATS, POSTGRES } from './places';

const KEPT = '/secrets';
const GIVEN = '/give';
const OWNED = '/own';
/** Of the services, NATS and the S3 server in docker-compose.yml. */
const USER_ID = 1000;

export function prepare({ postgresUserId }: { postgresUserId: number }): void {
  chmodSync(KEPT, 0o700);
  const kept = folder(join(KEPT, 'provision'));
  const secrets = loadSecrets(kept);
  const postgresPassword = keptText(folder(join(KEPT, 'postgres')), 'password', 24);
  const s3 = folder(join(KEPT, 's3'));
  const s3Keys = { access_key: keptText(s3, 'access_key', 15), secret_key: keptText(s3, 'secret_key', 30) };

  for (const service of SERVICES) {
    const { role } = databaseNames(service);
    give(service, {
      database_url: `postgres://${role}:${secrets.databasePasswords[service]}@${POSTGRES}/${DATABASE}`,
      nats_url: natsUrl(service, secrets.natsPasswords[service], NATS),
      ...(service === 'gateway' && { nats_issuer_seed: secrets.natsIssuerSeed }),
      ...(needsMasterKeys(service) && { master_keys: secrets.masterKeys }),
    });
  }
  const natsConfig = natsConfigOf(secrets, { listen: '0.0.0.0:4222', storeDir: '/data' });
  give('nats', { 'nats.conf': `http: 127.0.0.1:8222\n${natsConfig}` });
  give('postgres', { password: postgresPassword }, postgresUserId);
  give('s3', s3Keys);
  give('setup', s3Keys);
  give('provision', {
    ...s3Keys,
    database_admin_url: `postgres://postgres:${postgresPassword}@${POSTGRES}/postgres`,
    nats_admin_url: natsUrl(NATS_ADMIN_USER, secrets.natsAdminPassword, NATS),
    database_passwords: JSON.stringify(secrets.databasePasswords),
  });

  for (const name of readdirSync(OWNED)) own(join(OWNED, name), name === 'postgres' ? postgresUserId : USER_ID);
}

function folder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

function keptText(place: string, name: string, bytes: number): string {
  const file = join(place, name);
  if (!existsSync(file)) writeFileSync(file, randomBytes(bytes).toString('hex'), { mode: 0o600, flush: true });
  return readFileSync(file, 'utf8');
}

function give(container: string, texts: Record<string, string>, userId = USER_ID): void {
  const place = join(GIVEN, container);
  for (const [name, text] of Object.entries(texts)) {
    const file = join(place, name);
    writeFileSync(file, text, { mode: 0o400 });
    chownSync(file, userId, userId);
  }
  chownSync(place, userId, userId);
  chmodSync(place, 0o500);
}

/** Gives a folder with all that is in it to a user. It may hold a million objects: it is not walked when it is the user's already. */
function own(path: string, userId: number): void {
  if (statSync(path).uid === userId) return;
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true }))
    lchownSync(join(entry.parentPath, entry.name), userId, userId);
  // Last: what is broken off is begun again.
  chownSync(path, userId, userId);
}
