/**
 * What becomes of each statement of a foreign dump: what pg_restore would leave out with `--no-owner --no-acl
 * --no-tablespaces` is left out here too, and an extension that cannot be had is no failure by itself. Whatever a
 * statement may do else is for the server to judge: its role may do nothing but fill its own database. Pure.
 */
import { StrongroomError } from '@app/core';
import { LATER_PARAMETERS } from '../postgres-versions';

export type StatementFate =
  | { kind: 'run'; sql: Buffer }
  | { kind: 'dropped' }
  /** Could do no good; `reason` goes on behind "The dump". */
  | { kind: 'refused'; reason: string };

/** Behind it the name of an extension stands in a warning of the server. */
export const EXTENSION_MISSING = 'strongroom: not there: the extension ';

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\w$]+)`;
/** Longer ones are none of those that the rules are about. */
const JUDGED_BYTES = 4096;

const DROPPED: readonly RegExp[] = [
  new RegExp(String.raw`^ALTER\s[\s\S]*\sOWNER\s+TO\s+${NAME}\s*;$`, 'i'),
  /^(?:GRANT|REVOKE|ALTER\s+DEFAULT\s+PRIVILEGES)\s/i,
  /^COMMENT\s+ON\s+(?:EXTENSION\s|SCHEMA\s+"?public"?\s)/i,
  /^CREATE\s+SCHEMA\s+"?public"?\s*;$/i,
  /^SET\s+(?:SESSION\s+AUTHORIZATION|default_tablespace)\b/i,
  new RegExp(String.raw`^SET\s+(?:${LATER_PARAMETERS.join('|')})\b`, 'i'),
];
const WHOLE_DATABASE = /^(?:CREATE|ALTER|DROP|COMMENT\s+ON)\s+DATABASE\s/i;
const ENCODING = /^SET\s+client_encoding\s*(?:=|TO)\s*'?([\w-]+)'?\s*;$/i;
const EXTENSION =
  /^CREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?"?([a-z0-9_-]{1,63})"?(?:\s+WITH)?(?:\s+SCHEMA\s+"?([a-z0-9_]{1,63})"?)?\s*;$/i;

export function judgeStatement(sql: Buffer): StatementFate {
  if (sql.length > JUDGED_BYTES) return { kind: 'run', sql };
  const text = sql.toString('utf8');
  if (DROPPED.some((rule) => rule.test(text))) return { kind: 'dropped' };
  if (WHOLE_DATABASE.test(text)) return { kind: 'refused', reason: 'speaks of a whole database (pg_dump --create)' };
  const encoding = ENCODING.exec(text)?.[1];
  if (encoding !== undefined && !/^(?:utf-?8|unicode)$/i.test(encoding))
    return { kind: 'refused', reason: `is not in UTF-8 but in ${encoding}` };
  const [, extension, schema] = EXTENSION.exec(text) ?? [];
  return { kind: 'run', sql: extension === undefined ? sql : whereThereIs(extension, schema) };
}

/** Why a statement would not be loaded, whatever the server says of it. */
export function refusalOf(sql: Buffer, line: number): StrongroomError | undefined {
  const fate = judgeStatement(sql);
  if (fate.kind !== 'refused') return undefined;
  return new StrongroomError('FOREIGN_DUMP_REFUSED', `The dump ${fate.reason} (line ${line})`, { details: { line } });
}

/** Both names are plain words. */
function whereThereIs(extension: string, schema: string | undefined): Buffer {
  return Buffer.from(`DO $strongroom$ BEGIN
    CREATE EXTENSION IF NOT EXISTS "${extension}"${schema === undefined ? '' : ` SCHEMA "${schema}"`};
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE WARNING '${EXTENSION_MISSING}${extension}';
  END $strongroom$`);
}
