import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { StrongroomError, toStrongroomError } from '@app/core';
import type { ObjectStore, ProbeResult, ProbeStep } from './object-store';

/** Writes a small object, reads it back and compares, deletes it: whether a storage config can hold backups. Does not throw. */
export async function probeStore(store: ObjectStore): Promise<ProbeResult> {
  const key = `strongroom-probe-${randomUUID()}`;
  const content = randomBytes(1024);
  const steps: ProbeResult['steps'] = [];
  const attempt = async (step: ProbeStep, action: () => Promise<void>): Promise<boolean> => {
    try {
      await action();
      steps.push({ step, ok: true });
      return true;
    } catch (thrown) {
      steps.push({ step, ok: false, error: toStrongroomError(thrown) });
      return false;
    }
  };

  const written = await attempt('write', async () => {
    const writer = await store.write(key, { estimateBytes: content.length });
    try {
      await pipeline([content], writer.stream);
      await writer.commit();
    } catch (thrown) {
      await writer.discard().catch(() => {});
      throw thrown;
    }
  });
  if (written) {
    await attempt('read', async () => {
      if (content.equals(await buffer(await store.read(key)))) return;
      throw new StrongroomError('CHECKSUM_MISMATCH', `${store.location(key)} does not read back as it was written`);
    });
    await attempt('delete', async () => {
      await store.remove(key);
      if ((await store.stat(key)) === undefined) return;
      throw new StrongroomError('STORAGE_FAILED', `${store.location(key)} is still there after it was deleted`);
    });
  }
  return { ok: steps.every(({ ok }) => ok), steps };
}
