import { RestoreErrors } from './restore-errors';

function judge(text: string): RestoreErrors {
  const errors = new RestoreErrors();
  for (const line of text.split('\n')) errors.take(line);
  return errors;
}

const COMMENT = `pg_restore: while PROCESSING TOC:
pg_restore: from TOC entry 4567; 0 0 COMMENT EXTENSION unaccent 
pg_restore: error: could not execute query: ERROR:  must be owner of extension unaccent
Command was: COMMENT ON EXTENSION unaccent IS 'text search dictionary that removes accents';`;

describe('what pg_restore complains of', () => {
  it('takes the comment of an extension for a warning', () => {
    const errors = judge(`${COMMENT}\npg_restore: warning: errors ignored on restore: 1`);
    expect([errors.fatal, errors.onlyHarmless]).toEqual([undefined, true]);
    expect(errors.warnings[0]).toMatch(/must be owner of extension unaccent.*: only the comment/);
  });

  it('is fatal for anything that it does not know', () => {
    const errors = judge(`${COMMENT}
pg_restore: from TOC entry 12; 1259 16400 INDEX public res_partner_name_idx odoo
pg_restore: error: could not execute query: ERROR:  functions in index expression must be marked IMMUTABLE
pg_restore: warning: errors ignored on restore: 2`);
    expect(errors.onlyHarmless).toBe(false);
    expect(errors.fatal).toMatch(/IMMUTABLE \(entry 12; 1259 16400 INDEX public res_partner_name_idx odoo\)/);
  });

  it('is fatal when the same words come from another kind of entry', () => {
    const errors = judge(COMMENT.replace('COMMENT EXTENSION', 'TABLE DATA public'));
    expect(errors.fatal).toBeDefined();
  });

  it('does not trust a count that differs from what was seen', () => {
    expect(judge(`${COMMENT}\npg_restore: warning: errors ignored on restore: 2`).onlyHarmless).toBe(false);
    expect(judge(COMMENT).onlyHarmless).toBe(false);
    expect(judge('').onlyHarmless).toBe(false);
  });
});
