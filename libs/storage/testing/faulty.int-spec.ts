import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { StrongroomError } from '@app/core';
import { openStore } from '@app/storage';
import { type Fault, faulty } from './faulty';

describe('faulty', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strongroom-faulty-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (...script: Fault[]) => faulty(openStore({ provider: 'local', path: folder }), script);
  const put = async (store: ReturnType<typeof open>, signal?: AbortSignal) => {
    const writer = await store.write('x', { signal });
    try {
      await pipeline([Buffer.alloc(100), Buffer.alloc(100)], writer.stream);
      return await writer.commit();
    } finally {
      await writer.discard();
    }
  };

  it('fails the call that the script names, and no other', async () => {
    const store = open({ on: 'write', nth: 2 }, { on: 'stat', with: new StrongroomError('STORAGE_FULL', 'full') });
    await put(store);
    await expect(put(store)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    await put(store);
    await expect(store.stat('x')).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await store.stat('x')).toMatchObject({ sizeBytes: 200 });
  });

  it('fails a write in its middle, and nothing is left', async () => {
    await expect(put(open({ on: 'write', afterBytes: 150 }))).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('fails a commit, and nothing is left', async () => {
    await expect(put(open({ on: 'commit' }))).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stalls a write until it is given up', async () => {
    const abort = new AbortController();
    const stalled = put(open({ on: 'write', afterBytes: 150, with: 'stall' }), abort.signal);
    setImmediate(() => abort.abort(new Error('given up')));
    await expect(stalled).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('fails a read in its middle', async () => {
    const store = open({ on: 'read', afterBytes: 150 });
    await put(store);
    await expect(store.read('x').then(buffer)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    expect(await buffer(await store.read('x'))).toHaveLength(200);
  });
});
