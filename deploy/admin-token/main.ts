/**
 * `npm run admin-token`: a token of an administrator for whoever has the host, when nobody else can let them in. Where
 * STRONGROOM_DATABASE_URL is set it is for the database of that gateway, otherwise for the Strongroom of `npm start`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { IsOptional, IsString } from 'class-validator';
import { DataSource } from 'typeorm';
import { createDataSourceOptions } from '@app/database';
import { loadConfig, Setting } from '@app/service';
import { issueHostToken } from '../../apps/gateway/src/access/host-admin';
import { TABLES } from '../../apps/gateway/src/tables';
import { loadSecrets } from '../embedded/secrets-file';
import { DATABASE, databaseNames, strongroomHome } from '../embedded/settings';

const USAGE = 'Usage: npm run admin-token [-- --hours N], with N from 1 to 8760';
const HOUR_MS = 3_600_000;
const LONGEST_HOURS = 8_760;

class AdminTokenConfig {
  @Setting({
    env: 'STRONGROOM_DATABASE_URL',
    doc: 'Address of the database of the gateway.',
    optional: true,
    secret: true,
  })
  @IsOptional()
  @IsString()
  databaseUrl?: string;

  @Setting({
    env: 'STRONGROOM_POSTGRES_ADMIN_URL',
    doc: 'The existing PostgreSQL of `npm start`.',
    optional: true,
    secret: true,
  })
  @IsOptional()
  @IsString()
  postgresAdminUrl?: string;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { hours: { type: 'string', default: '24' } } });
  const hours = Number(values.hours);
  if (!Number.isInteger(hours) || hours < 1 || hours > LONGEST_HOURS) throw new Error(USAGE);
  const { databaseUrl, postgresAdminUrl } = loadConfig(AdminTokenConfig);
  const { schema } = databaseNames('gateway');
  const url = databaseUrl ?? embeddedUrl(postgresAdminUrl);
  const options = createDataSourceOptions(
    { schema, entities: TABLES, migrations: [] },
    { url, applicationName: 'strongroom admin-token', poolSize: 1 },
  );
  const dataSource = await new DataSource(options).initialize();
  try {
    const { token, expiresAt } = await issueHostToken(dataSource, hours * HOUR_MS);
    console.log(`Admin token: ${token}`);
    console.log(`It is valid until ${expiresAt.toISOString()}. Give yourself a password with it: docs/sign-in.md.`);
  } finally {
    await dataSource.destroy();
  }
}

/** The gateway's role in the database that `npm start` keeps. */
function embeddedUrl(postgresAdminUrl: string | undefined): string {
  const home = strongroomHome();
  if (!existsSync(join(home, 'secrets.json')))
    throw new Error(
      `There is no Strongroom in ${home}: set STRONGROOM_HOME, or STRONGROOM_DATABASE_URL as the gateway has it.`,
    );
  const port = () => readFileSync(join(home, 'postgres', 'port'), 'utf8').trim();
  const url = new URL(postgresAdminUrl ?? `postgres://127.0.0.1:${port()}`);
  url.username = databaseNames('gateway').role;
  url.password = loadSecrets(home).databasePasswords.gateway;
  url.pathname = `/${DATABASE}`;
  return url.href;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
