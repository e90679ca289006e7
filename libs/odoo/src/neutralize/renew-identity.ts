import type { Postgres } from '../postgres';

/**
 * What Odoo does for a database that it duplicates: a uuid, a secret and a moment of creation of its own, and the address
 * of nobody, which the first administrator who signs in replaces by the one that he came by. Were it frozen, links and
 * passkeys would go on pointing to the original.
 */
const RENEW = `
BEGIN;
SELECT to_regclass('public.ir_config_parameter') IS NOT NULL AS is_odoo \\gset
\\if :is_odoo
INSERT INTO public.ir_config_parameter AS kept (key, value) VALUES
  ('database.uuid', gen_random_uuid()::text),
  ('database.secret', gen_random_uuid()::text),
  ('database.create_date', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')),
  ('web.base.url', 'http://localhost:8069')
  ON CONFLICT (key) DO UPDATE SET value = excluded.value;
DELETE FROM public.ir_config_parameter WHERE key = 'web.base.url.freeze';
\\endif
COMMIT;
`;

/** Gives a copy an identity of its own. May be repeated. */
export async function renewIdentity(postgres: Postgres, database: string): Promise<void> {
  await postgres.query(RENEW, {}, database);
}
