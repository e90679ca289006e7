/**
 * Looks at what a foreign dump has made, in the catalog alone: nothing of it is executed. Refused is what Strongroom's own
 * questions would run by themselves, and what would lend the environment's role to whoever calls it.
 */
import { StrongroomError } from '@app/core';
import type { Postgres } from '../postgres';

const QUESTIONS = `
SET search_path = pg_catalog;
SELECT 'refused', format('%I is no plain table', c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'public' AND c.relname IN ('res_users', 'ir_attachment', 'ir_config_parameter', 'ir_module_module')
    AND (c.relkind <> 'r' OR c.relhasrules OR c.relrowsecurity);
SELECT 'refused', format('the function %I runs with the rights of its owner (SECURITY DEFINER)', p.proname)
  FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE r.rolname = :'role' AND p.prosecdef;
SELECT 'told', format('function %I', p.proname) FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
  WHERE r.rolname = :'role' ORDER BY p.proname LIMIT 20;
SELECT 'told', format('trigger %I', tgname) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname LIMIT 20;
`;

/** @returns warnings @throws StrongroomError FOREIGN_DUMP_REFUSED */
export async function inspectLoaded(
  postgres: Postgres,
  { name, heirIsSuperuser }: { name: string; heirIsSuperuser: boolean },
): Promise<string[]> {
  const lines = await postgres.query(QUESTIONS, { role: name }, name);
  const said = (kind: string) =>
    lines.flatMap((line) => (line.startsWith(`${kind}|`) ? [line.slice(kind.length + 1)] : []));
  const [refused] = said('refused');
  if (refused !== undefined) throw new StrongroomError('FOREIGN_DUMP_REFUSED', `In what the dump has made, ${refused}`);
  const told = said('told');
  if (told.length === 0) return [];
  const rights = heirIsSuperuser ? 'the rights of a superuser' : "the rights of the environment's database role";
  return [`The dump brings code of its own, which runs with ${rights} when Odoo uses it: ${told.join(', ')}`];
}
