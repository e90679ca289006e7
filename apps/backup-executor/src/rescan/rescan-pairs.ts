import { planaBackup, planaDumpOf } from '@app/archive';
import type { ObjectStat } from '@app/storage';

/** What lies under one name: the ZIP of a backup or its dump in PLANA's layout, the manifest beside it, or only one of the two. */
export interface ObjectPair {
  /** The key of both without their endings. */
  stem: string;
  archive?: ObjectStat;
  sidecar?: ObjectStat;
  /** In PLANA's layout, which has it under a name of its own. */
  filestore?: ObjectStat;
}

const ENDINGS = [
  ['sidecar', '.manifest.json'],
  ['archive', '.zip'],
  ['archive', '.dump.gz'],
] as const;

/** Below it lie all backups but those in PLANA's layout. */
export const ROOT = 'organizations/';

/** Of a listing of everything what is a dump in PLANA's layout, or the manifest of one. */
export async function* planaObjects(objects: AsyncIterable<ObjectStat>): AsyncGenerator<ObjectStat> {
  for await (const object of objects) {
    const { key } = object;
    if (!key.startsWith(ROOT) && (planaBackup(key) || (key.endsWith('.json') && planaDumpOf(key)))) yield object;
  }
}

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
