import {
  capacityOf,
  MAX_OBJECT_BYTES,
  MAX_PART_BYTES,
  MAX_PARTS,
  partSizeFor,
  planLanes,
  planParts,
} from './part-plan';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const TIB = 1024 ** 4;

describe('planParts', () => {
  it.each([
    [undefined, false, 8],
    [0, false, 8],
    [1 * GIB, false, 8],
    [50 * GIB, false, 8],
    [100 * GIB, false, 15],
    [1 * TIB, false, 145],
    [5 * TIB, false, 721],
    [50 * TIB, false, 5120],
    [undefined, true, 8],
    [1 * GIB, true, 8],
    [100 * GIB, true, 57],
    [1 * TIB, true, 577],
  ])('plans for an estimate of %s bytes, equal parts %s, parts of %i MiB', (estimateBytes, equalParts, partMib) => {
    expect(planParts(estimateBytes, equalParts).basePartBytes / MIB).toBe(partMib);
  });

  it.each([undefined, 1, 50 * GIB, 57 * GIB, 58 * GIB, 100 * GIB, 800 * GIB, 2 * TIB, 5 * TIB, 9 * TIB])(
    'holds 5 TiB in 10,000 parts, whatever was estimated: %s bytes',
    (estimateBytes) => {
      expect(capacityOf(planParts(estimateBytes, false))).toBeGreaterThanOrEqual(MAX_OBJECT_BYTES);
    },
  );

  it.each([1 * GIB, 57 * GIB, 100 * GIB, 1 * TIB, 4 * TIB])(
    'keeps all parts of a right estimate of %i bytes equal',
    (bytes) => {
      const plan = planParts(bytes, false);
      expect(partSizeFor(Math.ceil((bytes * 1.1) / plan.basePartBytes), plan)).toBe(plan.basePartBytes);
    },
  );

  it.each([1 * GIB, 100 * GIB, 1 * TIB])('holds four times an estimate of %i bytes in equal parts', (bytes) => {
    const plan = planParts(bytes, true);
    expect(capacityOf(plan)).toBeGreaterThanOrEqual(4 * bytes);
    expect(partSizeFor(MAX_PARTS, plan)).toBe(plan.basePartBytes);
  });
});

describe('planLanes', () => {
  it.each([
    [1 * GIB, 1 * GIB, 5000, 8, 8],
    [0, 0, 2000, 8, 8],
    [0, 10 * GIB, 2000, 8, 8],
    [30 * GIB, 90 * GIB, 2500, 17, 17],
    [90 * GIB, 30 * GIB, 7500, 17, 17],
    [10 * GIB, 190 * GIB, 2000, 8, 34],
  ])(
    'gives %d and %d bytes %i numbers, and parts of %i and %i MiB',
    (headBytes, tailBytes, headParts, headMib, tailMib) => {
      const { head, tail } = planLanes(headBytes, tailBytes);
      expect([head.maxParts, tail.maxParts]).toEqual([headParts, MAX_PARTS - headParts]);
      expect([head.basePartBytes / MIB, tail.basePartBytes / MIB]).toEqual([headMib, tailMib]);
    },
  );

  it('leaves each lane room for many times its estimate', () => {
    for (const [headBytes, tailBytes] of [
      [0, 0],
      [0, 100 * GIB],
      [100 * GIB, 1],
      [10 * GIB, 20 * GIB],
    ] as const) {
      const { head, tail } = planLanes(headBytes, tailBytes);
      expect(capacityOf(head)).toBeGreaterThan(4 * TIB);
      expect(capacityOf(tail)).toBeGreaterThan(4 * TIB);
    }
  });
});

describe('partSizeFor', () => {
  it.each([
    [1, 8],
    [1_000, 8],
    [1_001, 16],
    [2_000, 16],
    [2_500, 32],
    [10_000, 4096],
  ])('gives part %i of an upload of unknown size %i MiB', (partNumber, partMib) => {
    expect(partSizeFor(partNumber, planParts(undefined, false)) / MIB).toBe(partMib);
  });

  it('never shrinks and never exceeds what S3 allows', () => {
    for (const estimateBytes of [undefined, 57 * GIB, 5 * TIB]) {
      const plan = planParts(estimateBytes, false);
      for (let n = 2; n <= MAX_PARTS; n += 1) {
        if (partSizeFor(n, plan) < partSizeFor(n - 1, plan))
          throw new Error(`part ${n} is smaller than the one before`);
      }
      expect(partSizeFor(MAX_PARTS, plan)).toBeLessThanOrEqual(MAX_PART_BYTES);
    }
  });
});
