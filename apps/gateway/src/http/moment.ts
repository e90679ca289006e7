/**
 * A moment as the API reference writes it: RFC 3339 in UTC, `2024-12-11T10:30:00Z`, with milliseconds only where there
 * are any, so that nothing is lost and what falls on a whole second looks as it does in the reference.
 */
export function momentOf(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}

/** The same for what may be missing, or is kept as text. */
export function momentOrNull(moment: Date | string | null | undefined): string | null {
  if (moment === null || moment === undefined) return null;
  return momentOf(typeof moment === 'string' ? new Date(moment) : moment);
}
