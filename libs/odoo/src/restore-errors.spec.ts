import { RestoreErrors } from './restore-errors';

function judge(text: string, isSuperuser = false): RestoreErrors {
  const errors = new RestoreErrors(isSuperuser);
  for (const line of text.split('\n')) errors.take(line);
  return errors;
}

const COMMENT = `pg_restore: error: could not execute query: ERROR:  must be owner of extension unaccent
Command was: COMMENT ON EXTENSION unaccent IS 'text search dictionary that removes accents';

`;
/** As pg_restore 14 and older say it. */
const WITH_ENTRY = `pg_restore: while PROCESSING TOC:
pg_restore: from TOC entry 4567; 0 0 COMMENT EXTENSION unaccent 
${COMMENT}`;

describe('what pg_restore complains of', () => {
  it.each([COMMENT, WITH_ENTRY])('takes the comment of an extension for a warning', (text) => {
    const errors = judge(`${text}\npg_restore: warning: errors ignored on restore: 1`);
    expect([errors.fatal, errors.onlyHarmless]).toEqual([undefined, true]);
    expect(errors.warnings).toEqual([expect.stringMatching(/must be owner of extension unaccent.*: only the comment/)]);
  });

  it('takes an extension that only a superuser may make for a warning, hint and comment included', () => {
    const errors =
      judge(`pg_restore: error: could not execute query: ERROR:  permission denied to create extension "postgres_fdw"
HINT:  Must be superuser to create this extension.
Command was: CREATE EXTENSION IF NOT EXISTS postgres_fdw WITH SCHEMA public;


pg_restore: error: could not execute query: ERROR:  extension "postgres_fdw" does not exist
Command was: COMMENT ON EXTENSION postgres_fdw IS 'foreign-data wrapper';


pg_restore: warning: errors ignored on restore: 2`);
    expect([errors.fatal, errors.onlyHarmless]).toEqual([undefined, true]);
    expect(errors.warnings).toHaveLength(2);
  });

  it('is fatal for anything that it does not know', () => {
    const errors = judge(`${COMMENT}
pg_restore: error: could not execute query: ERROR:  could not create unique index "res_users_login_key"
DETAIL:  Key (login)=(admin) is duplicated.
Command was: ALTER TABLE ONLY public.res_users
    ADD CONSTRAINT res_users_login_key UNIQUE (login);


pg_restore: warning: errors ignored on restore: 2`);
    expect(errors.onlyHarmless).toBe(false);
    expect(errors.fatal).toMatch(/could not create unique index.* \(ALTER TABLE ONLY public.res_users\)$/);
  });

  it('is fatal for an error without a command', () => {
    const copy = 'pg_restore: error: COPY failed for table "res_users": ERROR:  invalid input';
    expect(judge(copy).fatal).toMatch(/^COPY failed/);
    expect(judge(`${copy}\npg_restore: warning: errors ignored on restore: 1`).fatal).toMatch(/^COPY failed/);
  });

  it('names an index that a role cannot make, because unaccent is not its own; a unique one is more than speed', () => {
    const text = (
      kind: string,
    ) => `pg_restore: error: could not execute query: ERROR:  functions in index expression must be marked IMMUTABLE
Command was: CREATE ${kind} partner_unaccent ON public.res_partner USING btree (public.unaccent(name));


pg_restore: warning: errors ignored on restore: 1`;
    expect(judge(text('INDEX')).onlyHarmless).toBe(true);
    expect(judge(text('INDEX')).warnings).toEqual([
      expect.stringMatching(/partner_unaccent.*ALTER FUNCTION public.unaccent/),
    ]);
    expect(judge(text('INDEX'), true).fatal).toMatch(/partner_unaccent/);
    expect(judge(text('UNIQUE INDEX')).fatal).toMatch(/partner_unaccent/);
  });

  it('is fatal when the same words come from another kind of command', () => {
    const errors = judge(COMMENT.replace('COMMENT ON EXTENSION', 'ALTER TABLE'));
    expect(errors.fatal).toBeDefined();
  });

  it('does not trust a count that differs from what was seen', () => {
    expect(judge(`${COMMENT}\npg_restore: warning: errors ignored on restore: 2`).onlyHarmless).toBe(false);
    expect(judge(COMMENT).onlyHarmless).toBe(false);
    expect(judge('').onlyHarmless).toBe(false);
  });
});
