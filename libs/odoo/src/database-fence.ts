/**
 * Stands in front of a script that changes databases: nothing is touched unless the databases in :'present' (JSON) are there and
 * those in :'absent' are not. Who comes too late, or twice, is sent away. The SQLSTATE tells what was found.
 */
import { StrongroomError } from '@app/core';
import type { Postgres } from './postgres';

const FENCE = `
SELECT set_config('strongroom.present', :'present', false) AS present,
  set_config('strongroom.absent', :'absent', false) AS absent \\gset fence_
DO $$
DECLARE
  expected text;
BEGIN
  FOR expected IN SELECT jsonb_array_elements_text(current_setting('strongroom.present')::jsonb) LOOP
    IF NOT EXISTS (SELECT FROM pg_database WHERE datname = expected) THEN
      RAISE EXCEPTION 'database "%" does not exist', expected USING ERRCODE = '3D000';
    END IF;
  END LOOP;
  FOR expected IN SELECT jsonb_array_elements_text(current_setting('strongroom.absent')::jsonb) LOOP
    IF EXISTS (SELECT FROM pg_database WHERE datname = expected) THEN
      RAISE EXCEPTION 'database "%" already exists', expected USING ERRCODE = '42P04';
    END IF;
  END LOOP;
END $$;
`;

const CODES: Record<string, 'DATABASE_NOT_FOUND' | 'DATABASE_EXISTS' | 'DATABASE_BUSY'> = {
  '3D000': 'DATABASE_NOT_FOUND',
  '42P04': 'DATABASE_EXISTS',
  '55006': 'DATABASE_BUSY',
};

/** @throws StrongroomError DATABASE_NOT_FOUND, DATABASE_EXISTS: nothing was touched; DATABASE_BUSY: its sessions stay */
export async function fencedQuery(
  postgres: Postgres,
  names: { present: readonly string[]; absent?: readonly string[] },
  script: string,
  variables: Record<string, string>,
): Promise<string[]> {
  const { present, absent = [] } = names;
  const fence = { present: JSON.stringify(present), absent: JSON.stringify(absent) };
  try {
    return await postgres.query(FENCE + script, { ...variables, ...fence });
  } catch (error) {
    const { sqlState, stderr } = error instanceof StrongroomError ? error.details : {};
    const code = CODES[String(sqlState)];
    if (!code) throw error;
    const said = /(?:ERROR|FATAL): +[0-9A-Z]{5}: +(.*)/.exec(String(stderr))?.[1] ?? String(stderr);
    const details = { sqlState, stderr };
    throw new StrongroomError(code, `PostgreSQL in ${postgres.shell.name}: ${said}`, { cause: error, details });
  }
}
