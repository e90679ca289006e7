/** After all specs, failed ones too: ends what the global set-up started. */
export default async function tearDown(): Promise<void> {
  const servers = globalThis.strongroomSharedServers;
  await Promise.allSettled([servers?.postgres?.stop(), servers?.docker?.stop()]);
}
