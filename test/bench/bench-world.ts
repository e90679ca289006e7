import { join } from 'node:path';
import { ApiClient } from '../../deploy/demo/api-client';
import { ensurePackages } from '../../deploy/embedded/debian-packages';
import { strongroomHome } from '../../deploy/embedded/settings';
import { startEmbedded } from '../../deploy/embedded/start-embedded';
import { ensureDocker } from '../fixtures/docker-engine';
import { startS3, type TestS3 } from '../fixtures/s3';
import { startSshd } from '../fixtures/sshd';
import { benchData, startBenchEnvironment, stopBenchEnvironment } from './bench-environment';
import { BenchServer } from './server';
import { StrongroomSide } from './strongroom-side';

/** One environment in containers, Strongroom, and the ways to both. */
export interface BenchWorld {
  /** Scratch files of the bench. */
  home: string;
  /** The data of the environment, as the containers have them mounted. */
  data: string;
  own: StrongroomSide;
  server: BenchServer;
  s3: TestS3 | undefined;
}

export interface BenchNeeds {
  /** GiB. */
  sizes: { database: number; files: number };
  s3?: boolean;
  packages?: readonly 'restic'[];
}

/** Starts all that a bench of one environment needs, and ends it whatever happens. */
export async function inBenchWorld(needs: BenchNeeds, bench: (world: BenchWorld) => Promise<void>): Promise<void> {
  const { sizes, s3: needsS3 = false, packages = [] } = needs;
  const home = join(strongroomHome(), 'bench');
  const data = join(home, `data-${sizes.database}-${sizes.files}`);
  await ensurePackages(['docker', 'sshd', ...packages], console.log);
  const docker = await ensureDocker(console.log);
  const sshd = await startSshd();
  const s3 = needsS3 ? await startS3() : undefined;
  const strongroom = await startEmbedded({
    home,
    keepToken: true,
    quiet: true,
    env: { gateway: { BACKUP_RATE_LIMIT: '0' } },
  });
  let environmentId: string | undefined;
  try {
    const api = new ApiClient(strongroom.gatewayUrl, strongroom.adminToken);
    const own = await StrongroomSide.register(strongroom, api, { sshd, s3, storage: join(home, 'storage'), sizes });
    environmentId = own.environmentId;
    await startBenchEnvironment(environmentId, benchData(sizes.database, sizes.files), data);
    await bench({ home, data, own, s3, server: await BenchServer.prepare(sshd, join(home, 'client')) });
  } finally {
    if (environmentId) await stopBenchEnvironment(environmentId);
    await strongroom.stop();
    await s3?.stop();
    await sshd.stop();
    await docker?.stop();
  }
}
