import type { Postgres } from '../postgres';

const SECRET = `
SELECT to_regclass('public.ir_config_parameter') IS NOT NULL AS has_parameters \\gset
\\if :has_parameters
SELECT value FROM public.ir_config_parameter WHERE key = 'database.secret';
\\endif
`;

/** What Odoo signs the pages of a database with: a secret, of no use but for the comparison with such a page. */
export async function databaseSecret(postgres: Postgres, database: string): Promise<string | undefined> {
  const [secret] = await postgres.query(SECRET, {}, database);
  return secret;
}
