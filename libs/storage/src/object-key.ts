/**
 * Keys and prefixes, the same for every driver: relative paths without empty, "." or ".." segments. So no key, whatever
 * it is made of, can name anything outside the prefix of its storage config or the directory of a local store.
 */
import { findPathProblem, StrongroomError } from '@app/core';

export function checkKey(key: string): string {
  const problem = findPathProblem(key);
  if (problem !== undefined)
    throw new StrongroomError('INTERNAL', `not an object key: ${JSON.stringify(key)} ${problem}`);
  return key;
}

/** A key prefix for listings: like a key, but it may be empty and its last segment may be cut short. */
export function checkListPrefix(prefix: string): string {
  const trimmed = prefix.replace(/\/$/, '');
  const problem = prefix === '' ? undefined : findPathProblem(trimmed);
  if (problem !== undefined) {
    throw new StrongroomError('INTERNAL', `not a key prefix: ${JSON.stringify(prefix)} ${problem}`);
  }
  return prefix;
}
