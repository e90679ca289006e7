/**
 * What docker-compose.yml needs beside the services. `prepare` makes, once, the secrets of each container in a folder
 * of its own below /secrets; `provision` makes the database, the roles and the streams, and may run again.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@app/contracts';
import { provisionDatabase } from '@app/database';
import { connectNats, NATS_ADMIN_USER, provision } from '@app/messaging';
import { loadSecrets } from '../embedded/secrets-file';
import { databaseNames, needsMasterKeys } from '../embedded/settings';
import { natsConfigOf, natsUrl } from '../nats/nats-files';

const ROOT = '/secrets';
const DATABASE = 'strongroom';
const POSTGRES = 'postgres:5432';
const NATS = 'nats:4222';
const POSTGRES_PASSWORD_FILE = join(ROOT, 'postgres', 'password');

function prepare(): void {
  for (const container of ['provision', 'postgres', 'nats', ...SERVICES]) {
    mkdirSync(join(ROOT, container), { recursive: true, mode: 0o755 });
  }
  const secrets = loadSecrets(join(ROOT, 'provision'));
  if (!existsSync(POSTGRES_PASSWORD_FILE)) {
    // Read by another user, in a container that sees nothing but this folder.
    writeFileSync(POSTGRES_PASSWORD_FILE, randomBytes(24).toString('base64url'), { mode: 0o644 });
  }
  const config = natsConfigOf(secrets, { listen: '0.0.0.0:4222', storeDir: '/data' });
  writeFileSync(join(ROOT, 'nats', 'nats.conf'), `http: 127.0.0.1:8222\n${config}`, { mode: 0o600 });
  for (const service of SERVICES) {
    const give = (name: string, value: string) => writeFileSync(join(ROOT, service, name), value, { mode: 0o600 });
    const { role } = databaseNames(service);
    give('database_url', `postgres://${role}:${secrets.databasePasswords[service]}@${POSTGRES}/${DATABASE}`);
    give('nats_url', natsUrl(service, secrets.natsPasswords[service], NATS));
    if (service === 'gateway') give('nats_issuer_seed', secrets.natsIssuerSeed);
    if (needsMasterKeys(service)) give('master_keys', secrets.masterKeys);
  }
}

async function provisionAll(): Promise<void> {
  const secrets = loadSecrets(join(ROOT, 'provision'));
  const password = readFileSync(POSTGRES_PASSWORD_FILE, 'utf8');
  const services = SERVICES.map((service) => ({
    ...databaseNames(service),
    password: secrets.databasePasswords[service],
  }));
  await provisionDatabase(`postgres://postgres:${password}@${POSTGRES}/postgres`, { database: DATABASE, services });
  const url = natsUrl(NATS_ADMIN_USER, secrets.natsAdminPassword, NATS);
  const connection = await connectNats({ url, name: 'strongroom provisioning' });
  await provision(connection);
  await connection.close();
}

async function main(): Promise<void> {
  const [command] = process.argv.slice(2);
  if (command === 'prepare') return prepare();
  if (command === 'provision') return provisionAll();
  throw new Error('Usage: main.js prepare|provision');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
