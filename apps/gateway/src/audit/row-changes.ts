/** What became of a row, as the audit log tells it: the fields that differ, and of secrets only that they do. */

type Row = Record<string, unknown>;
export type RowChanges = Record<string, { from?: unknown; to?: unknown } | 'changed'>;

/** The entry itself tells these. */
const BOOKKEEPING = new Set(['id', 'created_at', 'updated_at']);
const SECRET = /(^|_)(sealed|hash|password|secret|token)$/;

/** Between a row and what it became; one that does not exist has no fields. */
export function rowChanges(before: object = {}, after: object = {}): RowChanges {
  const [old, now] = [before as Row, after as Row];
  const fields = Object.keys({ ...old, ...now }).filter((field) => !BOOKKEEPING.has(field));
  const changed = fields.filter((field) => !same(old[field], now[field]));
  return Object.fromEntries(changed.map((field) => [field, changeOf(field, old[field], now[field])]));
}

function changeOf(field: string, from: unknown, to: unknown): RowChanges[string] {
  if (SECRET.test(field)) return 'changed';
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Values as JSON has them; an empty field is as good as none. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
