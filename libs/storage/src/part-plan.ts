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
/** The share of the parts that the estimate is planned to need at most. The others leave room for growing. */
const PLANNED_SHARE = 0.8;
/** Growth never begins earlier: of 10,000 parts the first 8,000 MiB are small however small the estimate was. */
const STEADY_SHARE = 0.1;
/** Of two lanes none gets fewer of the parts, however its share of the estimate is. */
const SMALLEST_LANE = 0.2;
const EQUAL_PARTS_HEADROOM = 4;

export interface PartPlan {
  maxParts: number;
  basePartBytes: number;
  /** Parts 1 to this one have the base size. */
  steadyParts: number;
  /** After the steady ones the size doubles every so many parts; Infinity when it never may. */
  partsPerDoubling: number;
}

export function planParts(
  estimateBytes: number | undefined,
  equalParts: boolean,
  maxParts: number = MAX_PARTS,
): PartPlan {
  const expected = Math.max(0, estimateBytes ?? 0) * MARGIN * (equalParts ? EQUAL_PARTS_HEADROOM : 1);
  const wanted = Math.ceil(expected / (PLANNED_SHARE * maxParts) / MIB) * MIB;
  const basePartBytes = Math.min(MAX_PART_BYTES, Math.max(MIN_PART_BYTES, wanted));
  if (equalParts) return { maxParts, basePartBytes, steadyParts: maxParts, partsPerDoubling: Infinity };
  const steadyParts = Math.max(Math.ceil(STEADY_SHARE * maxParts), Math.ceil(expected / basePartBytes));
  return { maxParts, basePartBytes, steadyParts, partsPerDoubling: gentlestPace(maxParts, basePartBytes, steadyParts) };
}

/** Plans for an object that is written in two lanes: they share the part numbers as they share the estimate. */
export function planLanes(headBytes: number, tailBytes: number): { head: PartPlan; tail: PartPlan } {
  const share = headBytes / Math.max(1, headBytes + tailBytes);
  const headParts = Math.round(MAX_PARTS * Math.min(1 - SMALLEST_LANE, Math.max(SMALLEST_LANE, share)));
  return { head: planParts(headBytes, false, headParts), tail: planParts(tailBytes, false, MAX_PARTS - headParts) };
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
function gentlestPace(maxParts: number, basePartBytes: number, steadyParts: number): number {
  let fits = 1;
  let fails = maxParts;
  while (fails - fits > 1) {
    const pace = Math.floor((fits + fails) / 2);
    if (capacityOf({ maxParts, basePartBytes, steadyParts, partsPerDoubling: pace }) >= MAX_OBJECT_BYTES) fits = pace;
    else fails = pace;
  }
  return fits;
}
