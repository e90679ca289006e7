/**
 * A moment as the API reference writes it: RFC 3339 in UTC, `2024-12-11T10:30:00Z`, with milliseconds only where there
 * are any, so that nothing is lost and what falls on a whole second looks as it does in the reference. What is kept as text
 * is in ISO 8601.
 */
export function momentOf(moment: Date | string): string {
  if (typeof moment !== 'string') return moment.toISOString().replace('.000Z', 'Z');
  return ISO.test(moment) ? moment.replace('.000Z', 'Z') : momentOf(new Date(moment));
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

/** The same for what may be missing. */
export function momentOrNull(moment: Date | string | null | undefined): string | null {
  return moment === null || moment === undefined ? null : momentOf(moment);
}

const IN_UTC = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/;

/** The same for a timestamptz as PostgreSQL writes it. A page has hundreds: where the session is in UTC, none becomes a Date in between. */
export function momentOfColumn(text: string): string {
  const parts = IN_UTC.exec(text);
  if (parts === null) return momentOf(new Date(text));
  const [, day, time, fraction = ''] = parts;
  const ms = fraction.padEnd(3, '0').slice(0, 3);
  return ms === '000' ? `${day}T${time}Z` : `${day}T${time}.${ms}Z`;
}
