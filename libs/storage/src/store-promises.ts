/**
 * What a storage has to be able to do for backups, in the order in which it is tried. The probe of a storage config runs
 * through them on one small object; the contract suite of the drivers runs the same ones, and goes on from there.
 */
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { StrongroomError } from '@app/core';
import type { ObjectStore } from './object-store';

export const PROBE_STEPS = ['connect', 'write', 'read', 'range', 'list', 'delete'] as const;
export type ProbeStep = (typeof PROBE_STEPS)[number];

/** The object that is tried: a key that nothing has, and a content that no other object has. */
export interface Specimen {
  key: string;
  content: Buffer;
}

/** Each rejects with a StrongroomError when the storage does not keep it. */
export const STORE_PROMISES: Readonly<Record<ProbeStep, (store: ObjectStore, specimen: Specimen) => Promise<void>>> = {
  /** Answers, knows the credentials, and says of an object that is not there that it is not there. */
  connect: async (store, { key }) => {
    if ((await store.stat(key)) === undefined) return;
    throw new StrongroomError('STORAGE_FAILED', `${store.location(key)} is there before it was written`);
  },

  /** Takes an object, and nothing is to be seen of the write afterwards. */
  write: async (store, { key, content }) => {
    const writer = await store.write(key, { estimateBytes: content.length });
    try {
      await pipeline([content], writer.stream);
      await writer.commit();
    } catch (thrown) {
      await writer.discard().catch(() => {});
      throw thrown;
    }
  },

  read: async (store, { key, content }) => {
    if (content.equals(await buffer(await store.read(key)))) return;
    throw new StrongroomError('CHECKSUM_MISMATCH', `${store.location(key)} does not read back as it was written`);
  },

  range: async (store, { key, content }) => {
    const [start, end] = [Math.floor(content.length / 3), Math.floor(content.length / 2)];
    if (content.subarray(start, end).equals(await buffer(await store.read(key, { start, end })))) return;
    throw new StrongroomError('CHECKSUM_MISMATCH', `bytes ${start} to ${end} of ${store.location(key)} are others`);
  },

  /** Lists the object with its size, and what is unfinished without it. */
  list: async (store, { key, content }) => {
    const sizes: number[] = [];
    for await (const found of store.list(key)) sizes.push(found.sizeBytes);
    for await (const unfinished of store.listUnfinished(key)) {
      throw new StrongroomError('STORAGE_FAILED', `${unfinished.key} is still unfinished after it was written`);
    }
    if (sizes.length === 1 && sizes[0] === content.length) return;
    throw new StrongroomError('STORAGE_FAILED', `${store.location(key)} is not listed as it was written`, {
      details: { listed_sizes: sizes, written_bytes: content.length },
    });
  },

  delete: async (store, { key }) => {
    await store.remove(key);
    if ((await store.stat(key)) === undefined) return;
    throw new StrongroomError('STORAGE_FAILED', `${store.location(key)} is still there after it was deleted`);
  },
};
