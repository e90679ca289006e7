import type { Postgres } from './postgres';

/** By its URL, which holds the path; its name holds only the last part of it. Odoo builds a missing one at the next request. */
const DROP = `
SELECT to_regclass('public.ir_attachment') IS NOT NULL AS has_attachments \\gset
\\if :has_attachments
WITH dropped AS (DELETE FROM public.ir_attachment WHERE url LIKE '/web/assets/%' RETURNING 1) SELECT count(*) FROM dropped;
\\else
SELECT 0;
\\endif
`;

/** Has Odoo build its asset bundles anew; their files stay until Odoo clears them away. @returns how many there were */
export async function dropAssetBundles(postgres: Postgres, database: string): Promise<number> {
  const [dropped] = await postgres.query(DROP, {}, database);
  return Number(dropped);
}
