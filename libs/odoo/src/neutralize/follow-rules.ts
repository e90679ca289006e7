import { StrongroomError } from '@app/core';
import { databaseMessage } from '../exit-failures';
import type { Postgres } from '../postgres';
import { type Rule, RULES } from './rules';

const quoted = (text: string) => `$rule$${text}$rule$`;
const row = ({ what, table, columns, quieten, remaining, essential = false }: Rule, number: number) =>
  `(${number}, ${quoted(what)}, ${quoted(table)}, '{${columns.join(',')}}'::name[], ${quoted(quieten)}, ${quoted(remaining)}, ${essential})`;

/**
 * All in one transaction. Which rules have an object is found by the tables and columns that are there; a statement that
 * fails is told by what it was to do. Prints what was changed, a line of JSON for each kind of it.
 */
const follow = (each: string) => `
BEGIN;
SET LOCAL search_path TO public;
CREATE TEMPORARY TABLE strongroom_rules ON COMMIT DROP AS
  SELECT *, NULL::bigint AS rows FROM (VALUES ${RULES.map(row).join(',\n')}) AS r(number, what, relation, columns, quieten, remaining, essential);
DO $follow$
DECLARE
  rule record;
  present boolean;
  found bigint;
BEGIN
  FOR rule IN SELECT * FROM strongroom_rules ORDER BY number LOOP
    SELECT count(*) = cardinality(rule.columns) INTO present
      FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
      WHERE c.oid = to_regclass(quote_ident(rule.relation)) AND c.relkind IN ('r', 'p')
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = ANY (rule.columns);
    IF NOT present THEN
      IF rule.essential THEN
        RAISE EXCEPTION 'the table % is not as Odoo has it', rule.relation;
      END IF;
      CONTINUE;
    END IF;
    BEGIN
      ${each}
    EXCEPTION WHEN others THEN
      RAISE EXCEPTION '%: %', rule.what, SQLERRM USING ERRCODE = SQLSTATE;
    END;
    UPDATE strongroom_rules SET rows = found WHERE number = rule.number;
  END LOOP;
END
$follow$;
SELECT json_build_object('what', what, 'rows', sum(rows)) FROM strongroom_rules WHERE rows > 0 GROUP BY what ORDER BY min(number);
COMMIT;
`;

const QUIETEN = follow('EXECUTE rule.quieten; GET DIAGNOSTICS found = ROW_COUNT;');
const COUNT = follow('EXECUTE rule.remaining INTO found;');

/** Makes harmless what can act. May be repeated. @returns what was changed @throws StrongroomError CLONE_NOT_NEUTRALIZED */
export async function quieten(postgres: Postgres, database: string): Promise<string[]> {
  return run(postgres, database, QUIETEN);
}

/** Counts all that could act. @throws StrongroomError CLONE_NOT_NEUTRALIZED when there is any */
export async function proveQuiet(postgres: Postgres, database: string): Promise<void> {
  const acting = await run(postgres, database, COUNT);
  if (acting.length > 0) throw notNeutralized(`there still are: ${acting.join(', ')}`);
}

export const notNeutralized = (message: string, details: Record<string, unknown> = {}) =>
  new StrongroomError('CLONE_NOT_NEUTRALIZED', message, { details });

async function run(postgres: Postgres, database: string, sql: string): Promise<string[]> {
  try {
    const lines = await postgres.query(sql, {}, database);
    const changes = lines.map((line) => JSON.parse(line) as { what: string; rows: number });
    return changes.map(({ what, rows }) => `${what} (${rows})`);
  } catch (error) {
    throw explained(error);
  }
}

/** A statement that the database refuses; anything else, as a lost connection, stays what it is. */
export function explained(error: unknown): unknown {
  if (!(error instanceof StrongroomError) || !['COMMAND_FAILED', 'DATABASE_AUTH_FAILED'].includes(error.code))
    return error;
  const message = databaseMessage(String(error.details.stderr));
  return message === undefined ? error : notNeutralized(message, error.details);
}
