import { stopSharedCeph } from './fixtures/ceph-container';

/** After all specs, failed ones too: ends what the global set-up of this process started, and what the specs have shared. */
export default async function tearDown(): Promise<void> {
  const servers = globalThis.strongroomSharedServers;
  if (!servers) return;
  await Promise.allSettled([stopSharedCeph(process.env.STRONGROOM_TEST_RUN ?? ''), servers.postgres?.stop()]);
  await servers.docker?.stop();
}
