import { setTimeout as sleep } from 'node:timers/promises';

/** Starts a server that died again: after 1 s, then 2 s, up to 30 s, until it runs or somebody stops it. */
export async function keepAlive(
  name: string,
  server: { start(): Promise<void>; readonly stopRequested: boolean; logFile: string },
  warn: (line: string) => void,
): Promise<void> {
  for (let delayMs = 1_000; ; delayMs = Math.min(delayMs * 2, 30_000)) {
    warn(`${name} died; starting it again in ${delayMs / 1000} s (log: ${server.logFile})`);
    await sleep(delayMs);
    if (server.stopRequested) return;
    try {
      await server.start();
      return;
    } catch (error) {
      warn((error as Error).message);
    }
  }
}
