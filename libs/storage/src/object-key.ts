/**
 * Keys and prefixes, the same for every driver: relative paths without empty, "." or ".." segments. So no key, whatever
 * it is made of, can name anything outside the prefix of its storage config or the directory of a local store.
 */
import { StrongroomError } from '@app/core';

/** S3's limit; also keeps a local path below the system's. */
const MAX_KEY_BYTES = 1024;

export function checkKey(key: string): string {
  const problem = findProblem(key.split('/'), key);
  if (problem !== undefined)
    throw new StrongroomError('INTERNAL', `not an object key: ${JSON.stringify(key)} ${problem}`);
  return key;
}

/** A key prefix for listings: like a key, but it may be empty and its last segment may be cut short. */
export function checkListPrefix(prefix: string): string {
  const segments = prefix.split('/');
  if (segments.at(-1) === '') segments.pop();
  const problem = segments.length === 0 ? undefined : findProblem(segments, prefix);
  if (problem !== undefined) {
    throw new StrongroomError('INTERNAL', `not a key prefix: ${JSON.stringify(prefix)} ${problem}`);
  }
  return prefix;
}

/** The prefix of a storage config as it stands before keys: empty, or ending in one slash. */
export function normalizeConfigPrefix(prefix: string | undefined): string {
  const trimmed = (prefix ?? '').replace(/^\/+|\/+$/g, '');
  if (trimmed === '') return '';
  const problem = findProblem(trimmed.split('/'), trimmed);
  if (problem !== undefined) {
    throw new StrongroomError('STORAGE_CONFIG_INVALID', `the prefix ${JSON.stringify(prefix)} ${problem}`);
  }
  return `${trimmed}/`;
}

function findProblem(segments: readonly string[], whole: string): string | undefined {
  if (Buffer.byteLength(whole) > MAX_KEY_BYTES) return `is longer than ${MAX_KEY_BYTES} bytes`;
  for (const segment of segments) {
    if (segment === '') return 'has an empty segment';
    if (segment === '.' || segment === '..') return `has the segment "${segment}"`;
    if (/[\u0000-\u001f\u007f]/.test(segment)) return 'has a control character';
  }
  return undefined;
}
