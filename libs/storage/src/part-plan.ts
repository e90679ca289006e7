/**
 * How large the parts of a multipart upload are. The size is chosen so that an estimate, with a margin, fits into 8,000 of
 * the 10,000 parts that S3 allows. A stream that outgrows it goes on in parts that double every so often; how often is
 * the gentlest pace at which 10,000 parts still hold the largest object of S3. Where all parts must be equal nothing can
 * grow: there the first plan takes four times the estimate. Pure functions.
 */
const MIB = 1024 ** 2;
export const MAX_PARTS = 10_000;
export const MIN_PART_BYTES = 8 * MIB;
export const MAX_PART_BYTES = 5 * 1024 * MIB;
export const MAX_OBJECT_BYTES = 5 * 1024 ** 4;

const MARGIN = 1.1;
/** Parts that the estimate is planned to need at most. The others leave room for growing. */
const PLANNED_PARTS = 8_000;
/** Growth never begins earlier: the first 8,000 MiB go out in small parts however small the estimate was. */
const STEADY_PARTS = 1_000;
const EQUAL_PARTS_HEADROOM = 4;

export interface PartPlan {
  maxParts: number;
  basePartBytes: number;
  /** Parts 1 to this one have the base size. */
  steadyParts: number;
  /** After the steady ones the size doubles every so many parts; Infinity when it never may. */
  partsPerDoubling: number;
}

export function planParts(estimateBytes: number | undefined, equalParts: boolean): PartPlan {
  const expected = Math.max(0, estimateBytes ?? 0) * MARGIN * (equalParts ? EQUAL_PARTS_HEADROOM : 1);
  const wanted = Math.ceil(expected / PLANNED_PARTS / MIB) * MIB;
  const basePartBytes = Math.min(MAX_PART_BYTES, Math.max(MIN_PART_BYTES, wanted));
  if (equalParts) return { maxParts: MAX_PARTS, basePartBytes, steadyParts: MAX_PARTS, partsPerDoubling: Infinity };
  const steadyParts = Math.max(STEADY_PARTS, Math.ceil(expected / basePartBytes));
  return {
    maxParts: MAX_PARTS,
    basePartBytes,
    steadyParts,
    partsPerDoubling: gentlestPace(basePartBytes, steadyParts),
  };
}

/** The size of a full part; the last part of an object may be smaller. Part numbers begin with 1. */
export function partSizeFor(partNumber: number, plan: PartPlan): number {
  if (partNumber <= plan.steadyParts) return plan.basePartBytes;
  const doublings = 1 + Math.floor((partNumber - plan.steadyParts - 1) / plan.partsPerDoubling);
  return Math.min(MAX_PART_BYTES, plan.basePartBytes * 2 ** doublings);
}

/** Bytes that all parts of the plan hold. */
export function capacityOf(plan: PartPlan): number {
  let bytes = 0;
  for (let partNumber = 1; partNumber <= plan.maxParts; partNumber += 1) bytes += partSizeFor(partNumber, plan);
  return bytes;
}

/** Capacity falls as the pace gets gentler, so the gentlest pace is found by halving. */
function gentlestPace(basePartBytes: number, steadyParts: number): number {
  let fits = 1;
  let fails = MAX_PARTS;
  while (fails - fits > 1) {
    const pace = Math.floor((fits + fails) / 2);
    if (capacityOf({ maxParts: MAX_PARTS, basePartBytes, steadyParts, partsPerDoubling: pace }) >= MAX_OBJECT_BYTES)
      fits = pace;
    else fails = pace;
  }
  return fits;
}
