import type { OdooEnvironment } from '@app/odoo';
import type { RunningJob } from './running-job';

/**
 * Removes what a failed attempt has left on its server, unless the job is no longer ours. A cancel or a stall has closed the
 * connection of the work: a fresh one is made then. Never throws: the failure at hand is what counts, and what this does not
 * reach is found by the next attempt or the sweep.
 */
export async function cleanUp(
  job: RunningJob,
  working: OdooEnvironment | undefined,
  connect: (signal: AbortSignal) => Promise<OdooEnvironment>,
  clean: (environment: OdooEnvironment) => Promise<unknown>,
): Promise<void> {
  if (working === undefined || job.tenure.aborted) return;
  let fresh: OdooEnvironment | undefined;
  try {
    if (job.signal.aborted) fresh = await connect(job.tenure);
    await clean(fresh ?? working);
  } catch {
    // See above.
  } finally {
    await fresh?.close();
  }
}
