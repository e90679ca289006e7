import { StrongroomError } from '@app/core';

/** A name as PostgreSQL takes it whole: it would cut a longer one silently. */
export function databaseName(name: string): string {
  if (name === '' || name.includes('\0') || Buffer.byteLength(name) > 63)
    throw new StrongroomError(
      'ENVIRONMENT_MISCONFIGURED',
      `${JSON.stringify(name)} cannot be a database name (1 to 63 bytes)`,
    );
  return name;
}
