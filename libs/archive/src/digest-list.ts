/**
 * A sorted list of distinct SHA-1 digests in pages of 20-byte records: no object per digest, no copy while it grows.
 */
const DIGEST_BYTES = 20;
const PAGE_DIGESTS = 1 << 14;

export interface DigestList {
  readonly length: number;
  /** The digest in hex. */
  at(index: number): string;
  /** -1 when it is not in the list. */
  indexOf(hex: string): number;
}

export interface DigestListBuilder {
  add(hex: string): void;
  /** Sorts, where the digests did not come sorted, and drops repeated ones. */
  seal(): DigestList;
}

export function createDigestList(): DigestListBuilder {
  return new PagedDigests();
}

class PagedDigests implements DigestList, DigestListBuilder {
  length = 0;
  private readonly pages: Buffer[] = [];
  private readonly probe = Buffer.alloc(DIGEST_BYTES);
  private sorted = true;

  add(hex: string): void {
    this.probe.write(hex, 'hex');
    if (this.length > 0) {
      const order = this.compareWith(this.probe, this.length - 1);
      if (order === 0) return;
      if (order < 0) this.sorted = false;
    }
    if (this.length === this.pages.length * PAGE_DIGESTS)
      this.pages.push(Buffer.allocUnsafeSlow(PAGE_DIGESTS * DIGEST_BYTES));
    this.write(this.length++, this.probe);
  }

  seal(): DigestList {
    if (this.sorted) return this;
    // Costs some 60 bytes a digest for a moment: the price of rows that did not come in order.
    const records = Array.from({ length: this.length }, (_, index) => this.record(index).toString('latin1')).sort();
    this.length = 0;
    this.sorted = true;
    for (const record of records) this.add(Buffer.from(record, 'latin1').toString('hex'));
    return this;
  }

  at(index: number): string {
    return this.record(index).toString('hex');
  }

  indexOf(hex: string): number {
    this.probe.write(hex, 'hex');
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = this.compareWith(this.probe, middle);
      if (order === 0) return middle;
      if (order < 0) high = middle - 1;
      else low = middle + 1;
    }
    return -1;
  }

  private compareWith(digest: Buffer, index: number): number {
    const start = (index % PAGE_DIGESTS) * DIGEST_BYTES;
    return -this.page(index).compare(digest, 0, DIGEST_BYTES, start, start + DIGEST_BYTES);
  }

  private page(index: number): Buffer {
    return this.pages[Math.floor(index / PAGE_DIGESTS)]!;
  }

  private record(index: number): Buffer {
    const start = (index % PAGE_DIGESTS) * DIGEST_BYTES;
    return this.page(index).subarray(start, start + DIGEST_BYTES);
  }

  private write(index: number, digest: Buffer): void {
    digest.copy(this.page(index), (index % PAGE_DIGESTS) * DIGEST_BYTES);
  }
}
