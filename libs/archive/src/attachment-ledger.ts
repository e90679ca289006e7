/**
 * Which filestore files the database names, and which of them were met in the archive. Holds 20 bytes and two bits
 * for each, so that a million attachments fit into about 20 MB.
 */
import { createDigestList, type DigestList } from './digest-list';

/** Field names as they stand in manifests and messages. */
export interface AttachmentProof {
  /** Distinct filestore files that the database names: present + missing. */
  expected: number;
  /** Of those, how many the archive holds, damaged ones included. */
  present: number;
  missing: number;
  /** Of the present ones, how many have a content whose SHA-1 is not their name. */
  corrupt: number;
  /** Filestore files of the archive that the database does not name; its garbage collection has not come yet. */
  unreferenced: number;
  /** Attachments that do not lie in the filestore at all. */
  foreign: number;
  missing_files: string[];
  corrupt_files: string[];
}

export interface AttachmentRow {
  storeFname: string;
  sizeBytes: number;
}

const PROOF_MAX_NAMES = 100;
/** `ab/ab` and 38 more hexadecimal digits: the SHA-1 of the content. */
const FILESTORE_NAME = /^([0-9a-f]{2})\/(\1[0-9a-f]{38})$/;

/** The SHA-1, in hex, that a path below a filestore directory names, or undefined when it is no filestore file. */
export function filestoreDigest(path: string): string | undefined {
  return FILESTORE_NAME.exec(path)?.[2];
}

export class AttachmentLedger {
  /** Sum of the sizes that the database gives. */
  readonly expectedBytes: number;
  private readonly present: Uint8Array;
  private readonly corrupt: Uint8Array;
  private unreferenced = 0;

  private constructor(
    private readonly digests: DigestList,
    private readonly foreign: number,
    expectedBytes: number,
  ) {
    this.expectedBytes = expectedBytes;
    this.present = new Uint8Array(Math.ceil(digests.length / 8));
    this.corrupt = new Uint8Array(Math.ceil(digests.length / 8));
  }

  /** Rows may come in any order and may repeat; ordered ones cost no sorting. */
  static async collect(rows: AsyncIterable<AttachmentRow> | Iterable<AttachmentRow>): Promise<AttachmentLedger> {
    const digests = createDigestList();
    let foreign = 0;
    let expectedBytes = 0;
    for await (const { storeFname, sizeBytes } of rows) {
      const digest = filestoreDigest(storeFname);
      if (digest === undefined) foreign += 1;
      else {
        digests.add(digest);
        expectedBytes += sizeBytes;
      }
    }
    return new AttachmentLedger(digests.seal(), foreign, expectedBytes);
  }

  /** Checks a file of the archive off. `intact`: its content has the SHA-1 that its name says. */
  check(digest: string, intact: boolean): void {
    const index = this.digests.indexOf(digest);
    if (index < 0) {
      this.unreferenced += 1;
      return;
    }
    setBit(this.present, index, true);
    setBit(this.corrupt, index, !intact);
  }

  /** The verdict once the whole archive has gone by. */
  proof(): AttachmentProof {
    const expected = this.digests.length;
    const missingFiles: string[] = [];
    const corruptFiles: string[] = [];
    let missing = 0;
    let corrupt = 0;
    for (let i = 0; i < expected; i++) {
      if (!bit(this.present, i)) {
        if (missing++ < PROOF_MAX_NAMES) missingFiles.push(pathOf(this.digests.at(i)));
      } else if (bit(this.corrupt, i)) {
        if (corrupt++ < PROOF_MAX_NAMES) corruptFiles.push(pathOf(this.digests.at(i)));
      }
    }
    return {
      expected,
      present: expected - missing,
      missing,
      corrupt,
      unreferenced: this.unreferenced,
      foreign: this.foreign,
      missing_files: missingFiles,
      corrupt_files: corruptFiles,
    };
  }
}

const pathOf = (digest: string): string => `${digest.slice(0, 2)}/${digest}`;
const bit = (bits: Uint8Array, index: number): boolean => (bits[index >> 3]! & (1 << (index & 7))) !== 0;

function setBit(bits: Uint8Array, index: number, value: boolean): void {
  const mask = 1 << (index & 7);
  bits[index >> 3] = value ? bits[index >> 3]! | mask : bits[index >> 3]! & ~mask;
}
