import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describeRequiring } from '../../../test/fixtures/requires';
import { MemorySink, noise } from '../testing/byte-streams';
import { withDirectory } from '../testing/tar-samples';
import { BackupArchiveWriter } from './backup-archive-writer';
import { readDirectory } from './zip-directory';

const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');
const dump = noise(1, 300_000);
const filestore = noise(2, 200_000);

/** A stream that has something to say only when the test wants it to. */
const held = (): Readable => new Readable({ read() {} });
const feed = (source: Readable, content: Buffer): void => {
  source.push(content);
  source.push(null);
};
const open = (signal?: AbortSignal) => {
  const [head, tail] = [new MemorySink(), new MemorySink()];
  return { head, tail, writer: new BackupArchiveWriter(head, signal, tail) };
};

describeRequiring('archivers', 'an archive in two sinks', () => {
  it.each(['dump', 'filestore'])('is one ZIP when put together, also when the %s is done first', (first) =>
    withDirectory(async (directory) => {
      const { head, tail, writer } = open();
      expect(writer.sideBySide).toBe(true);
      const sources = { dump: held(), filestore: held() };
      const added = {
        dump: writer.addMember('dump.sql', sources.dump),
        filestore: writer.addMember('filestore.tar.gz', sources.filestore),
      };
      const manifest = writer.addMember('manifest.json', Readable.from([Buffer.from('{}')]));
      const contents = { dump, filestore };
      for (const name of first === 'dump' ? (['dump', 'filestore'] as const) : (['filestore', 'dump'] as const)) {
        feed(sources[name], contents[name]);
        await added[name];
      }
      await manifest;
      const written = await writer.finish();

      expect(head.finished && tail.finished).toBe(true);
      const object = Buffer.concat([head.content(), tail.content()]);
      expect(written.sizeBytes).toBe(object.length);
      expect(written.members.map(({ name }) => name)).toEqual(['dump.sql', 'filestore.tar.gz', 'manifest.json']);
      for (const [i, content] of [dump, filestore].entries()) {
        const { offset, size } = written.members[i]!;
        expect(object.subarray(offset, offset + size).equals(content)).toBe(true);
      }
      const entries = await readDirectory(object, object.length);
      expect(entries.map(({ start }) => object.toString('latin1', start, start + 4))).toEqual(
        Array(3).fill('PK\x03\x04'),
      );
      const path = join(directory, 'backup.zip');
      writeFileSync(path, object);
      execFileSync('unzip', ['-tq', path], { stdio: 'pipe' });
    }),
  );

  it('says that the first sink is complete as soon as the first member is', async () => {
    const { head, writer } = open();
    await writer.addMember('dump.sql', Readable.from([dump]));
    await new Promise((done) => setImmediate(done));
    expect(head.finished).toBe(true);
    await writer.abort(new Error('enough'));
  });

  it.each(['dump.sql', 'filestore.tar.gz'])(
    'destroys both sinks and the other source when %s fails',
    async (failing) => {
      const { head, tail, writer } = open();
      const sources = { 'dump.sql': held(), 'filestore.tar.gz': held() };
      const outcomes = Promise.allSettled(
        Object.entries(sources).map(([name, source]) => writer.addMember(name, source)),
      );
      sources[failing as keyof typeof sources].destroy(new Error('the connection is gone'));
      for (const outcome of await outcomes)
        expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'the connection is gone' } });
      expect([head, tail, ...Object.values(sources)].map(({ destroyed }) => destroyed)).toEqual([
        true,
        true,
        true,
        true,
      ]);
      await expect(writer.finish()).rejects.toThrow('the connection is gone');
      expect(tail.content().includes(END_RECORD)).toBe(false);
    },
  );

  it.each(['head', 'tail'] as const)('rejects with the error of the %s when it dies', async (dying) => {
    const { writer, ...sinks } = open();
    const sources = [held(), held()];
    const outcomes = Promise.allSettled(sources.map((source, i) => writer.addMember(`member-${i}`, source)));
    sinks[dying].destroy(new Error('the disk is full'));
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { message: 'the disk is full' } });
    expect([...sources, sinks.head, sinks.tail].every(({ destroyed }) => destroyed)).toBe(true);
  });

  it('fails the second member when the tail dies after the first sink has finished', async () => {
    const { tail, writer } = open();
    await writer.addMember('dump.sql', Readable.from([dump]));
    const source = held();
    const added = writer.addMember('filestore.tar.gz', source);
    tail.destroy(new Error('the disk is full'));
    await expect(added).rejects.toThrow('the disk is full');
    expect(source.destroyed).toBe(true);
  });

  it('rejects with the reason of the signal', async () => {
    const cancel = new AbortController();
    const { head, tail, writer } = open(cancel.signal);
    const outcomes = Promise.allSettled(['a', 'b'].map((name) => writer.addMember(name, held())));
    cancel.abort(new Error('cancelled'));
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { message: 'cancelled' } });
    expect([head.destroyed, tail.destroyed]).toEqual([true, true]);
  });
});

describe('an archive in one sink', () => {
  it('takes members that were added at the same time one after the other, and survives one that fails meanwhile', async () => {
    const sink = new MemorySink();
    const writer = new BackupArchiveWriter(sink);
    expect(writer.sideBySide).toBe(false);
    const [first, second] = [held(), held()];
    const outcomes = Promise.allSettled([writer.addMember('a', first), writer.addMember('b', second)]);
    second.destroy(new Error('the connection is gone'));
    feed(first, dump);
    expect(await outcomes).toMatchObject([
      { value: { sizeBytes: 300_000 } },
      { reason: { message: 'the connection is gone' } },
    ]);
    expect(sink.destroyed).toBe(true);
  });
});
