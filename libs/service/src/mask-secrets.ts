const SECRET_NAME =
  /authorization|cookie|password|passphrase|private_?key|credentials|secret|token|master_?keys?|_?sealed$|database_?url|nats_?url/i;
const MAX_DEPTH = 6;

/** A copy with every value replaced by `***` whose name says that it is a secret. Bounded in depth; leaves class instances other than errors alone. */
export function maskSecrets(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => maskSecrets(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET_NAME.test(name) && item !== null && item !== undefined ? '***' : maskSecrets(item, depth + 1),
    ]),
  );
}
