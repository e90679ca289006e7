/** The order of things in a backup. Mocked at the rim: the environment, whose streams say when they are read. */
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { BackupArchiveWriter, keysOf } from '@app/archive';
import { StrongroomError } from '@app/core';
import { MemorySink } from '../../../../libs/archive/testing/byte-streams';
import { TAR_END, tarEntry } from '../../../../libs/archive/testing/tar-samples';
import { writeComponents } from './backup-components';
import type { BackupWork } from './backup-work';

const EMPTY_FILE = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
const TAR = Buffer.concat([tarEntry({ name: `db/da/${EMPTY_FILE}` }), TAR_END]);

const held = (): Readable => new Readable({ read() {} });
const gone = () => new StrongroomError('SSH_CONNECTION_LOST', 'the connection is gone');

function scene({ tail = false, filestore = true, files = 1 } = {}) {
  const happened: string[] = [];
  const note = (what: string) => void happened.push(what);
  const sources = { dump: held(), tar: held() };
  let dumpFails = false;
  const environment = {
    openSnapshot: async () => ({
      id: 's',
      async *attachments() {
        note('attachments listed');
        yield { storeFname: `da/${EMPTY_FILE}`, sizeBytes: 0 };
      },
      close: async () => note('snapshot closed'),
    }),
    dump: async () => {
      note('dump begun');
      if (dumpFails) throw gone();
      return { stream: sources.dump, warnings: [], sum: { bytes: 4, sha256: 'of the dump' } };
    },
    filestoreSummary: async () => ({ exists: files > 0, files }),
    archiveFilestore: async () => (note('tar begun'), { stream: sources.tar, warnings: [], sum: undefined }),
  };
  const sinks = [new MemorySink(), new MemorySink()] as const;
  const zip = new BackupArchiveWriter(sinks[0], undefined, tail ? sinks[1] : undefined);
  const work = {
    keys: keysOf('x.zip'),
    payload: { include_filestore: filestore },
    access: { environment: { db_name: 'db' }, storage: {} },
    facts: { dumpTool: { compressions: ['gzip'] } },
    environment,
    enter: async (stage: string) => note(`stage ${stage}`),
  } as unknown as BackupWork;
  return {
    happened,
    sources,
    sinks,
    failDump: () => (dumpFails = true),
    written: () => writeComponents(work, zip, 'auto'),
    endDump: async () => {
      sources.dump.push('dump');
      sources.dump.push(null);
      await untilQuiet();
    },
    endTar: async () => {
      sources.tar.push(TAR);
      sources.tar.push(null);
      await untilQuiet();
    },
  };
}

async function untilQuiet(): Promise<void> {
  for (let turns = 0; turns < 50; turns += 1) await turn();
}

describe('the components of a backup', () => {
  it('follow each other where the storage takes bytes in their order only', async () => {
    const { happened, written, endDump, endTar } = scene();
    const content = written();
    await untilQuiet();
    expect(happened).toEqual(['attachments listed', 'stage database', 'dump begun']);
    await endDump();
    expect(happened.slice(3)).toEqual(['snapshot closed', 'stage filestore', 'tar begun']);
    await endTar();
    expect(await content).toMatchObject({
      database: { sizeBytes: 4, sha256: 'of the dump' },
      filestore: { files: 1 },
      proof: { expected: 1, present: 1 },
      warnings: [],
    });
  });

  it.each(['dump', 'tar'])(
    'are read at the same time where it takes both, once the attachments are listed; %s first',
    async (first) => {
      const { happened, written, endDump, endTar } = scene({ tail: true });
      const content = written();
      await untilQuiet();
      expect(happened).toEqual(['attachments listed', 'stage database', 'dump begun', 'tar begun']);
      await (first === 'dump' ? endDump() : endTar());
      expect(happened.includes('stage filestore')).toBe(first === 'dump');
      await (first === 'dump' ? endTar() : endDump());
      expect(await content).toMatchObject({ database: { sizeBytes: 4 }, filestore: { files: 1 } });
      expect(happened.slice(4, 6)).toEqual(['snapshot closed', 'stage filestore']);
    },
  );

  it('are the dump alone when no filestore is wanted, and there is no such stage then', async () => {
    const { happened, written, endDump } = scene({ tail: true, filestore: false });
    const content = written();
    await endDump();
    expect(await content).toMatchObject({ filestore: null, proof: null });
    expect(happened).not.toContain('stage filestore');
  });

  it.each([true, false])('warn of a filestore that is empty; side by side: %s', async (tail) => {
    const { happened, written, endDump } = scene({ tail, files: 0 });
    const content = written();
    await endDump();
    expect(await content).toMatchObject({ filestore: null, warnings: [{ code: 'FILESTORE_EMPTY' }] });
    expect(happened).not.toContain('tar begun');
  });

  it.each(['dump', 'tar'] as const)('end together when the %s fails', async (failing) => {
    const { happened, sources, sinks, written } = scene({ tail: true });
    const content = written();
    await untilQuiet();
    sources[failing].destroy(gone());
    await expect(content).rejects.toMatchObject({ code: 'SSH_CONNECTION_LOST' });
    expect([...sinks, sources.dump, sources.tar].map(({ destroyed }) => destroyed)).toEqual([true, true, true, true]);
    expect(happened).toContain('snapshot closed');
  });

  it('end together when the dump cannot even begin', async () => {
    const { sources, failDump, written } = scene({ tail: true });
    failDump();
    await expect(written()).rejects.toMatchObject({ code: 'SSH_CONNECTION_LOST' });
    expect(sources.tar.destroyed).toBe(true);
  });
});
