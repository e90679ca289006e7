/**
 * Which names a database of an environment or a clone may have: whatever PostgreSQL takes and a directory of the filestore
 * can be called. Odd names are fine (host names, spaces, quotes): nothing ever builds a command line from them.
 */
const MAX_BYTES = 63;
const RESERVED = ['.', '..', 'template0', 'template1', 'postgres'];
/** What restores call the copies that they load, replace and throw away. */
const OF_RESTORES = 'strongroom_';

/** What is wrong with the name; undefined when nothing is. */
export function databaseNameFault(name: string): string | undefined {
  if (name === '') return 'must not be empty';
  if (/\p{Surrogate}/u.test(name)) return 'must be well-formed Unicode';
  if (Buffer.byteLength(name) > MAX_BYTES) return `must not be longer than ${MAX_BYTES} bytes`;
  if (name.includes('\0')) return 'must not hold a NUL character';
  if (name.includes('/')) return 'must not hold a slash: the filestore has a directory of that name';
  if (RESERVED.includes(name)) return `must not be ${RESERVED.join(', ')}`;
  if (name.startsWith(OF_RESTORES)) return `must not begin with ${OF_RESTORES}: restores call their copies so`;
  return undefined;
}

/** `{db_name}-clone-{yyyymmddhhmmss}` in UTC; a long name is cut so that the whole fits. */
export function cloneName(dbName: string, now: Date): string {
  const suffix = `-clone-${now.toISOString().slice(0, 19).replaceAll(/\D/g, '')}`;
  let stem = dbName;
  while (Buffer.byteLength(stem) + suffix.length > MAX_BYTES) stem = [...stem].slice(0, -1).join('');
  return stem + suffix;
}
