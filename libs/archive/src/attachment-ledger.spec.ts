import { createHash } from 'node:crypto';
import { AttachmentLedger, filestoreDigest } from './attachment-ledger';

const digest = (n: number): string => createHash('sha1').update(`${n}`).digest('hex');
const name = (hex: string): string => `${hex.slice(0, 2)}/${hex}`;
const rows = (digests: string[]) => digests.map((hex) => ({ storeFname: name(hex), sizeBytes: 10 }));
const digests = (count: number): string[] => Array.from({ length: count }, (_, n) => digest(n));

describe('AttachmentLedger', () => {
  it.each([
    ['sorted', (all: string[]) => all.toSorted()],
    ['reversed', (all: string[]) => all.toSorted().toReversed()],
    ['unsorted', (all: string[]) => all],
    ['repeated', (all: string[]) => [...all, ...all]],
    ['repeated and sorted', (all: string[]) => [...all, ...all].toSorted()],
  ])('finds each of 20,000 attachments in %s rows', async (_order, arrange) => {
    const all = digests(20_000);
    const ledger = await AttachmentLedger.collect(rows(arrange(all)));
    for (const hex of all) if (hex !== digest(7)) ledger.check(hex, hex !== digest(8));
    ledger.check(digest(20_001), true);
    expect(ledger.proof()).toEqual({
      expected: 20_000,
      present: 19_999,
      missing: 1,
      corrupt: 1,
      unreferenced: 1,
      foreign: 0,
      missing_files: [name(digest(7))],
      corrupt_files: [name(digest(8))],
    });
  });

  it('counts what does not lie in the filestore as foreign', async () => {
    const foreign = [
      's3://bucket/key',
      `ab/${digest(1)}x`,
      `zz/${digest(1)}`,
      `00/${'1'.repeat(40)}`,
      'AB/AB',
      '',
      digest(1),
    ];
    const ledger = await AttachmentLedger.collect(foreign.map((storeFname) => ({ storeFname, sizeBytes: 1 })));
    expect(ledger.proof()).toMatchObject({ expected: 0, present: 0, missing: 0, foreign: foreign.length });
  });

  it('names at most 100 files of a kind and counts all', async () => {
    const all = digests(300).toSorted();
    const ledger = await AttachmentLedger.collect(rows(all));
    for (const hex of all.slice(0, 150)) ledger.check(hex, false);
    const proof = ledger.proof();
    expect(proof).toMatchObject({ present: 150, missing: 150, corrupt: 150 });
    expect([proof.missing_files.length, proof.corrupt_files.length]).toEqual([100, 100]);
    expect(proof.missing_files[0]).toBe(name(all[150]!));
  });

  it('lets the last of two files with one name count, as unpacking does', async () => {
    const ledger = await AttachmentLedger.collect(rows([digest(1)]));
    ledger.check(digest(1), false);
    ledger.check(digest(1), true);
    expect(ledger.proof()).toMatchObject({ present: 1, corrupt: 0, unreferenced: 0 });
  });

  it('takes little memory for a million attachments', async () => {
    const before = process.memoryUsage().arrayBuffers;
    async function* million() {
      const hex = Buffer.alloc(20);
      for (let n = 0; n < 1_000_000; n++) {
        hex.writeUInt32BE(n * 4000);
        yield { storeFname: name(hex.toString('hex')), sizeBytes: 1 };
      }
    }
    const ledger = await AttachmentLedger.collect(million());
    expect(ledger.expectedBytes).toBe(1_000_000);
    expect(ledger.proof().missing).toBe(1_000_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(35e6);
  });
});

describe('filestoreDigest', () => {
  it('knows filestore paths from others', () => {
    expect(filestoreDigest(name(digest(1)))).toBe(digest(1));
    expect(filestoreDigest(`checklist/${name(digest(1))}`)).toBeUndefined();
    expect(filestoreDigest(`${name(digest(1))}\n`)).toBeUndefined();
  });
});
