/**
 * `npm run demo`: one Odoo environment walks through every room of Strongroom. It is backed up, verified, restored
 * as a clone beside the origin, and the clone is compared with the origin row by row and file by file.
 * `--stay` leaves everything running and writes `demo.json` for scripts. `--week` shows a week of a policy instead, in a minute and a half.
 * With `--url` and `--token` it is not one of its own that is started, but one that runs in containers here; the
 * environment is then a container in `--network`, and all of it goes again.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type EmbeddedStrongroom, startEmbedded } from '../embedded/start-embedded';
import { strongroomHome } from '../embedded/settings';
import { ApiClient } from './api-client';
import { type DemoEnvironment, makeDemoEnvironment } from './demo-environment';
import { DemoServer } from './demo-server';
import { type DirectoryIds, register } from './directory';
import { heading, printTable } from './terminal';
import { demoOfWeek } from './week';
import { tearDown, type Walked, walkThrough } from './walk-through';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stay: { type: 'boolean', default: false },
      week: { type: 'boolean', default: false },
      url: { type: 'string' },
      token: { type: 'string', default: process.env.STRONGROOM_ADMIN_TOKEN },
      organization: { type: 'string', default: 'Default' },
      network: { type: 'string', default: 'strongroom_default' },
      'postgres-image': { type: 'string' },
    },
  });
  const { url, token, organization, network, 'postgres-image': postgresImage } = values;
  if (values.week) return demoOfWeek();
  if (url === undefined) return demoOfOwn(values.stay);
  if (!token) throw new Error('--url needs --token, or the token in STRONGROOM_ADMIN_TOKEN');
  await demoOfRunning(new ApiClient(url, token), organization, { network, postgresImage });
}

async function demoOfRunning(
  api: ApiClient,
  organization: string,
  options: { network: string; postgresImage: string | undefined },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-demo-'));
  heading('Making an Odoo environment in a container: PostgreSQL and a filestore, reached over SSH');
  const server = await DemoServer.start({ ...options, folder });
  const remove = () => server.stop().finally(() => rm(folder, { recursive: true, force: true }));
  const removeOnSignal = (signal: NodeJS.Signals) =>
    void remove().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  process.once('SIGINT', removeOnSignal).once('SIGTERM', removeOnSignal);
  try {
    const environment = await makeDemoEnvironment(server, folder);
    const slug = organization.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    const ids = await register(api, environment.registration, undefined, { name: organization, slug });
    const { restore } = await walkThrough(api, environment, ids.environment_id);
    await tearDown(api, restore);
  } finally {
    await remove();
  }
}

async function demoOfOwn(stay: boolean): Promise<void> {
  const home = strongroomHome();
  heading('Starting PostgreSQL, NATS and the six services');
  const strongroom = await startEmbedded({ home, keepToken: true, quiet: true });
  const stopOnSignal = (signal: NodeJS.Signals) =>
    void strongroom.stop().then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  process.once('SIGINT', stopOnSignal).once('SIGTERM', stopOnSignal);
  try {
    heading('Making an Odoo environment: a database with its filestore');
    const environment = await makeDemoEnvironment(strongroom, join(home, 'demo'));
    const api = new ApiClient(strongroom.gatewayUrl, strongroom.adminToken);
    const ids = await register(api, environment.registration, { provider: 'local', path: join(home, 'storage') });
    const walked = await walkThrough(api, environment, ids.environment_id);
    if (stay) await leaveRunning(strongroom, home, environment, ids, walked);
    else await tearDown(api, walked.restore);
  } catch (error) {
    await strongroom.stop();
    throw error;
  }
  if (stay) {
    console.log('\nEverything keeps running; Ctrl-C stops it.');
    await strongroom.stopped;
  } else {
    await strongroom.stop();
  }
}

async function leaveRunning(
  strongroom: EmbeddedStrongroom,
  home: string,
  environment: DemoEnvironment,
  ids: DirectoryIds,
  { backup, restore }: Walked,
): Promise<void> {
  const file = join(home, 'demo.json');
  const facts = {
    gateway_url: strongroom.gatewayUrl,
    token: strongroom.adminToken,
    ...ids,
    backup_id: backup.id,
    restore_id: restore.id,
    clone_db: restore.target_db,
    environment_database_url: environment.databaseUrl(environment.dbName),
    clone_database_url: environment.databaseUrl(restore.target_db),
    filestore_root: environment.filestoreRoot,
    postgres_admin_url: strongroom.postgresAdminUrl,
    nats_url: strongroom.natsAdminUrl,
  };
  await writeFile(file, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  heading('Running');
  printTable([
    ['API', `${strongroom.gatewayUrl}/api/v1`],
    ['Documentation', `${strongroom.gatewayUrl}/api/docs`],
    ['For scripts', file],
  ]);
}

main().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
