import { randomBytes, randomUUID } from 'node:crypto';
import { type StrongroomError, toStrongroomError } from '@app/core';
import type { ObjectStore } from './object-store';
import { PROBE_STEPS, type ProbeStep, STORE_PROMISES } from './store-promises';

const CONTENT_BYTES = 1024;

export interface ProbeResult {
  ok: boolean;
  /** The steps that were tried, in order; a failed one ends the list, save that `delete` is always tried after a write. */
  steps: { step: ProbeStep; ok: boolean; error?: StrongroomError }[];
}

/** Whether a storage config can hold backups, tried with a small object that is gone afterwards. Does not throw. */
export async function probeStore(store: ObjectStore): Promise<ProbeResult> {
  const specimen = { key: `strongroom-probe-${randomUUID()}`, content: randomBytes(CONTENT_BYTES) };
  const steps: ProbeResult['steps'] = [];
  let ok = true;
  for (const step of PROBE_STEPS) {
    const isWritten = steps.some((tried) => tried.step === 'write' && tried.ok);
    if (!ok && !(step === 'delete' && isWritten)) continue;
    try {
      await STORE_PROMISES[step](store, specimen);
      steps.push({ step, ok: true });
    } catch (thrown) {
      steps.push({ step, ok: false, error: toStrongroomError(thrown) });
      ok = false;
    }
  }
  return { ok, steps };
}
