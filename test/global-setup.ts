/** Before all specs: gets what the machine lacks, starts what they share, and notes what cannot be had. Once for all jests of a suite. */
import { ensurePackages, type Need } from '../deploy/embedded/debian-packages';
import { ensureDocker, type OwnDocker } from './fixtures/docker-engine';
import { natsServer } from './fixtures/nats';
import { startPostgres, type TestPostgres } from './fixtures/postgres';
import { announceMissing, isAnnounced, type Part } from './fixtures/requires';

export interface SharedServers {
  postgres?: TestPostgres;
  docker?: OwnDocker;
}

declare global {
  var strongroomSharedServers: SharedServers | undefined;
}

export default async function setUp(): Promise<void> {
  if (isAnnounced()) return;
  process.env.STRONGROOM_TEST_RUN ??= String(process.pid);
  const servers: SharedServers = {};
  globalThis.strongroomSharedServers = servers;
  const missing: Partial<Record<Part, string>> = {};
  const provide = async (part: Part, steps: () => Promise<void>) => {
    try {
      await steps();
    } catch (error) {
      missing[part] = (error as Error).message;
      process.stderr.write(`\n!!! Tests that need ${part} cannot run here: ${missing[part]}\n`);
    }
  };

  await installTogether(['postgres', 'sshd', 'ftpd', 'docker', 'age', 'archivers']);
  await provide('postgres', async () => {
    servers.postgres = await startPostgres();
    process.env.STRONGROOM_TEST_POSTGRES_URL = servers.postgres.adminUrl;
    process.env.STRONGROOM_TEST_POSTGRES_BIN = servers.postgres.binDir;
  });
  await provide('nats', async () => void (await natsServer()));
  await provide('sshd', () => ensurePackages(['sshd'], say));
  await provide('age', () => ensurePackages(['age'], say));
  await provide('archivers', () => ensurePackages(['archivers'], say));
  await provide('ftpd', async () => {
    await ensurePackages(['ftpd'], say);
    if (process.getuid?.() !== 0) throw new Error('Only root can start an FTP server that knows a user of its own.');
  });
  await provide('docker', async () => {
    await ensurePackages(['docker'], say);
    servers.docker = await ensureDocker(say);
    // Its helper container would have to be pulled; the fixtures remove their containers themselves.
    process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  });
  announceMissing(missing);
}

/** One run of apt for all is faster; what it cannot install is tried, and reported, one by one afterwards. */
async function installTogether(needs: Need[]): Promise<void> {
  await ensurePackages(needs, say).catch(() => undefined);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
