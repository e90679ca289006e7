import type { ObjectStat } from '@app/storage';

/** What lies under one name: the ZIP of a backup, the manifest beside it, or only one of the two. */
export interface ObjectPair {
  /** The key of both without their endings. */
  stem: string;
  archive?: ObjectStat;
  sidecar?: ObjectStat;
}

const ENDINGS = [
  ['sidecar', '.manifest.json'],
  ['archive', '.zip'],
] as const;

/** Pairs the objects of a listing, which comes in the order of the keys; no more than one pair is held. */
export async function* pairObjects(objects: AsyncIterable<ObjectStat>): AsyncGenerator<ObjectPair> {
  let pair: ObjectPair | undefined;
  for await (const object of objects) {
    const [part, ending] = ENDINGS.find(([, candidate]) => object.key.endsWith(candidate)) ?? [];
    if (part === undefined) continue;
    const stem = object.key.slice(0, -ending.length);
    if (pair && pair.stem !== stem) {
      yield pair;
      pair = undefined;
    }
    pair = { ...pair, stem, [part]: object };
  }
  if (pair) yield pair;
}
