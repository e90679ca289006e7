/** A store that works, save for the faults of a script: for specs of those who use a store. */
import { Transform, type Readable } from 'node:stream';
import { StrongroomError } from '@app/core';
import type { ObjectStore, ObjectWriter } from '@app/storage';

export interface Fault {
  on: 'write' | 'commit' | 'discard' | 'stat' | 'read' | 'remove' | 'list' | 'discardUnfinished';
  /** Which call of that kind, counted from 1 over the life of the store. Default 1. */
  nth?: number;
  /** For `write` and `read`: the stream fails after so many bytes, instead of the call. */
  afterBytes?: number;
  /** Default STORAGE_FAILED. `stall`: nothing moves any more, until the stream is destroyed. */
  with?: StrongroomError | 'stall';
}

export function faulty(store: ObjectStore, script: Fault[]): ObjectStore {
  const calls = new Map<Fault['on'], number>();
  const faultOf = (on: Fault['on']): Fault | undefined => {
    const count = (calls.get(on) ?? 0) + 1;
    calls.set(on, count);
    return script.find((fault) => fault.on === on && (fault.nth ?? 1) === count);
  };
  const meet = async (on: Fault['on']): Promise<void> => {
    const fault = faultOf(on);
    if (fault) await happen(fault);
  };

  return {
    write: async (key, options) => {
      const fault = faultOf('write');
      if (fault && fault.afterBytes === undefined) await happen(fault);
      const writer = await store.write(key, options);
      return wrapWriter(writer, fault, meet);
    },
    read: async (key, options) => {
      const fault = faultOf('read');
      if (fault && fault.afterBytes === undefined) await happen(fault);
      const source = await store.read(key, options);
      return fault ? failingReadable(source, fault) : source;
    },
    stat: async (key) => (await meet('stat'), store.stat(key)),
    remove: async (key) => (await meet('remove'), store.remove(key)),
    discardUnfinished: async (key) => (await meet('discardUnfinished'), store.discardUnfinished(key)),
    list: async function* (prefix) {
      await meet('list');
      yield* store.list(prefix);
    },
    listUnfinished: (prefix) => store.listUnfinished(prefix),
    location: (key) => store.location(key),
    signedUrl: (key, options) => store.signedUrl(key, options),
    close: () => store.close(),
  };
}

function wrapWriter(
  writer: ObjectWriter,
  fault: Fault | undefined,
  meet: (on: Fault['on']) => Promise<void>,
): ObjectWriter {
  const { stream } = writer;
  if (fault) {
    const write = stream._write.bind(stream);
    let bytes = 0;
    stream._writev = undefined as never;
    stream._write = (chunk: Buffer, encoding, done) => {
      bytes += chunk.length;
      if (bytes <= fault.afterBytes!) write(chunk, encoding, done);
      else if (fault.with !== 'stall') done(errorOf(fault));
    };
  }
  return {
    stream,
    get bytesWritten() {
      return writer.bytesWritten;
    },
    commit: async () => {
      try {
        await meet('commit');
      } catch (error) {
        await writer.discard();
        throw error;
      }
      return writer.commit();
    },
    discard: async () => (await meet('discard'), writer.discard()),
  };
}

function failingReadable(source: Readable, fault: Fault): Readable {
  let bytes = 0;
  const failing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const left = fault.afterBytes! - bytes;
      bytes += chunk.length;
      if (bytes <= fault.afterBytes!) return done(null, chunk);
      this.push(chunk.subarray(0, Math.max(0, left)));
      if (fault.with !== 'stall') done(errorOf(fault));
    },
  });
  source.on('error', (error) => failing.destroy(error));
  failing.on('close', () => source.destroy());
  return source.pipe(failing);
}

function happen(fault: Fault): Promise<never> {
  return fault.with === 'stall' ? new Promise(() => {}) : Promise.reject(errorOf(fault));
}

function errorOf(fault: Fault): StrongroomError {
  return fault.with instanceof StrongroomError
    ? fault.with
    : new StrongroomError('STORAGE_FAILED', `the storage fails at ${fault.on} by order of the spec`);
}
