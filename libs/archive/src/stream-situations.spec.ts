import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipArchive } from 'archiver';
import { MemorySink } from '../testing/byte-streams';
import { exitGated } from '../testing/exit-gated';
import { BackupArchiveWriter } from './backup-archive-writer';
import { FilestoreTap } from './filestore-tap';

const HALF_A_DUMP = 'printf half; exit 1';
const CLOSES_FIRST = 'printf half; exec >&-; sleep 0.2; exit 1';
const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');

const looksWhole = (sink: MemorySink): boolean => sink.finished || sink.content().includes(END_RECORD);

/** A stream that has something to say only when the test wants it to. */
const stalled = (): Readable => new Readable({ read() {} });

describe('the six stream situations', () => {
  it('1. a plain pipe takes half a dump for a whole one, and so sources are gated', async () => {
    const sink = new MemorySink();
    await pipeline(spawn('sh', ['-c', HALF_A_DUMP]).stdout, sink);
    expect(sink.content().toString()).toBe('half');
  });

  it('2. a source whose process closes its output and fails later is no member', async () => {
    const sink = new MemorySink();
    const writer = new BackupArchiveWriter(sink);
    await expect(writer.addMember('dump.sql', exitGated(CLOSES_FIRST))).rejects.toThrow('exited with 1');
    expect(looksWhole(sink)).toBe(false);
  });

  it('3. a source that ends only after exit code 0 rejects when half a dump is followed by exit code 1', async () => {
    const sink = new MemorySink();
    const writer = new BackupArchiveWriter(sink);
    await expect(writer.addMember('dump.sql', exitGated(HALF_A_DUMP))).rejects.toThrow('exited with 1');
    await expect(writer.finish()).rejects.toThrow('exited with 1');
    expect(looksWhole(sink)).toBe(false);
  });

  it('4. a source that is destroyed rejects at once and does not hang', async () => {
    const sink = new MemorySink();
    const writer = new BackupArchiveWriter(sink);
    const source = stalled();
    const added = writer.addMember('dump.sql', source);
    source.push('half');
    source.destroy(new Error('the connection is gone'));
    await expect(added).rejects.toThrow('the connection is gone');
    expect(sink.destroyed).toBe(true);
  });

  it('5. a killed process behind a source destroys the sink with its error', async () => {
    const sink = new MemorySink();
    const reported = once(sink, 'error');
    const writer = new BackupArchiveWriter(sink);
    await expect(writer.addMember('dump.sql', exitGated('printf half; kill -9 $$'))).rejects.toThrow('SIGKILL');
    expect((await reported)[0]).toMatchObject({ message: 'exited with SIGKILL' });
  });

  it('6. no end of central directory follows a cut member, however often one asks to finish', async () => {
    const sink = new MemorySink();
    const writer = new BackupArchiveWriter(sink);
    await writer.addMember('dump.sql', exitGated('printf whole'));
    await expect(writer.addMember('filestore.tar.gz', exitGated(HALF_A_DUMP))).rejects.toThrow('exited with 1');
    await expect(writer.finish()).rejects.toThrow('exited with 1');
    await expect(writer.finish()).rejects.toThrow('exited with 1');
    await expect(writer.addMember('manifest.json', Readable.from(['{}']))).rejects.toThrow('exited with 1');
    expect(looksWhole(sink)).toBe(false);
  });

  it('archiver closes a valid-looking archive over half a dump, and so it writes no backups', async () => {
    const sink = new MemorySink();
    const archive = new ZipArchive({ store: true });
    archive.append(spawn('sh', ['-c', HALF_A_DUMP]).stdout.pipe(new PassThrough()), { name: 'dump.sql' });
    await Promise.all([pipeline(archive, sink), archive.finalize()]);
    expect(looksWhole(sink)).toBe(true);
  });
});

describe('BackupArchiveWriter when something else fails', () => {
  class DyingSink extends MemorySink {
    constructor(private bytesLeft: number) {
      super();
    }
    override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error) => void): void {
      this.bytesLeft -= chunk.length;
      if (this.bytesLeft < 0) done(new Error('the disk is full'));
      else super._write(chunk, encoding, done);
    }
  }

  it('rejects with the error of a sink that dies, and destroys the source', async () => {
    const writer = new BackupArchiveWriter(new DyingSink(100_000));
    const source = exitGated('yes');
    await expect(writer.addMember('dump.sql', source)).rejects.toThrow('the disk is full');
    expect(source.destroyed).toBe(true);
  });

  it('rejects when the sink dies while the source is silent', async () => {
    const sink = new MemorySink();
    const writer = new BackupArchiveWriter(sink);
    const source = stalled();
    const added = writer.addMember('dump.sql', source);
    sink.destroy(new Error('the connection is gone'));
    await expect(added).rejects.toThrow('the connection is gone');
    expect(source.destroyed).toBe(true);
  });

  it('rejects when the sink dies between two members, or at the very end', async () => {
    const between = new MemorySink();
    const writer = new BackupArchiveWriter(between);
    await writer.addMember('dump.sql', Readable.from(['whole']));
    between.destroy(new Error('the connection is gone'));
    await expect(writer.addMember('manifest.json', stalled())).rejects.toThrow('the connection is gone');

    const atTheEnd = new MemorySink();
    atTheEnd._final = (done: (error?: Error) => void) => done(new Error('the commit failed'));
    const second = new BackupArchiveWriter(atTheEnd);
    await second.addMember('dump.sql', Readable.from(['whole']));
    await expect(second.finish()).rejects.toThrow('the commit failed');
  });

  it('rejects when a sink that takes nothing is destroyed while a source waits for it', async () => {
    const sink = new MemorySink({ highWaterMark: 1 });
    sink._write = () => {};
    const writer = new BackupArchiveWriter(sink);
    const source = exitGated('yes');
    const added = writer.addMember('dump.sql', source);
    setImmediate(() => sink.destroy(new Error('the connection is gone')));
    await expect(added).rejects.toThrow('the connection is gone');
    expect(source.destroyed).toBe(true);
  });

  it('rejects with the reason of the signal, during a member, before it, and while finishing', async () => {
    const during = new AbortController();
    const sink = new MemorySink();
    const source = stalled();
    const added = new BackupArchiveWriter(sink, during.signal).addMember('dump.sql', source);
    during.abort(new Error('cancelled'));
    await expect(added).rejects.toThrow('cancelled');
    expect([source.destroyed, sink.destroyed, looksWhole(sink)]).toEqual([true, true, false]);

    const unread = stalled();
    const before = new BackupArchiveWriter(new MemorySink(), AbortSignal.abort(new Error('cancelled')));
    await expect(before.addMember('dump.sql', unread)).rejects.toThrow('cancelled');
    expect(unread.destroyed).toBe(true);

    const late = new AbortController();
    const silent = new MemorySink();
    silent._write = () => {};
    const writer = new BackupArchiveWriter(silent, late.signal);
    await writer.addMember('dump.sql', Readable.from(['whole']));
    const finished = writer.finish();
    late.abort(new Error('cancelled'));
    await expect(finished).rejects.toThrow('cancelled');
  });

  it('gives everything up when told to', async () => {
    const sink = new MemorySink();
    const writer = new BackupArchiveWriter(sink);
    const source = stalled();
    const added = writer.addMember('dump.sql', source);
    const outcome = added.catch((error: unknown) => error);
    await writer.abort(new Error('the dump and the list disagree'));
    expect(await outcome).toMatchObject({ message: 'the dump and the list disagree' });
    expect([source.destroyed, sink.destroyed, looksWhole(sink)]).toEqual([true, true, false]);
  });

  it('rejects with the error of a source that had failed before it was added', async () => {
    const source = stalled();
    source.on('error', () => {}).destroy(new Error('the connection was refused'));
    await new Promise((resolve) => source.once('close', resolve));
    const writer = new BackupArchiveWriter(new MemorySink());
    await expect(writer.addMember('dump.sql', source)).rejects.toThrow('the connection was refused');
  });

  it('rejects with the error of a source that dies behind a tap', async () => {
    const sink = new MemorySink();
    const writer = new BackupArchiveWriter(sink);
    const tap = new FilestoreTap();
    const outcomes = await Promise.allSettled([
      pipeline(exitGated('printf "" | tar -cf - -T -; exit 2'), tap),
      writer.addMember('filestore.tar.gz', tap),
    ]);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'exited with 2' } });
    expect(looksWhole(sink)).toBe(false);
  });

  it('leaves a finished archive alone when told to give up too late', async () => {
    const sink = new MemorySink();
    const writer = new BackupArchiveWriter(sink);
    await writer.addMember('dump.sql', Readable.from(['whole']));
    await writer.finish();
    await writer.abort(new Error('too late'));
    expect([sink.finished, sink.errored]).toEqual([true, null]);
  });
});
