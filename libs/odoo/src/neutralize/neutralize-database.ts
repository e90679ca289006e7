import type { Postgres } from '../postgres';
import { explained, notNeutralized, proveQuiet, quieten } from './follow-rules';
import { type FoundOdoo, type OdooCommand, seriesOf } from './odoo-command';

/** From this version on Odoo can do it itself, for each of its modules and for those of others. */
const FIRST_WITH_COMMAND = 16;

export interface Neutralization {
  /** `odoo`: by the environment's own program, and then by the rules. `sql`: by the rules alone. */
  way: 'odoo' | 'sql';
  /** For people: how, and what was made harmless. */
  note: string;
  /** Why it was not Odoo itself, although there is a version of it that could. */
  warning?: string;
}

const LOADED = `
SELECT latest_version FROM public.ir_module_module WHERE name = 'base';
`;
const MARKED = `
SELECT count(*) FROM public.ir_config_parameter WHERE key = 'database.is_neutralized' AND lower(value) = 'true';
`;

/**
 * Makes a loaded copy unable to act in the world, before anything can start on it: no mail leaves it, nothing is fetched,
 * no job runs, no payment, carrier or office is reached. In the end all of it is counted: it is proven, or it fails.
 * @throws StrongroomError CLONE_NOT_NEUTRALIZED
 */
export async function neutralizeDatabase(
  postgres: Postgres,
  odoo: OdooCommand,
  database: string,
): Promise<Neutralization> {
  const loaded = await seriesOfDatabase(postgres, database);
  const choice = chooseWay(loaded, await odoo.find());
  if (choice.way === 'odoo') {
    await odoo.neutralize(database);
    if ((await postgres.query(MARKED, {}, database))[0] !== '1')
      throw notNeutralized('odoo neutralize ended well, but the database does not bear its mark');
  }
  const changed = await quieten(postgres, database);
  await proveQuiet(postgres, database);
  const done = changed.length > 0 ? changed.join(', ') : 'nothing';
  const note =
    choice.way === 'odoo'
      ? `by odoo neutralize of Odoo ${loaded}; besides, by SQL: ${done}`
      : `by SQL, because ${choice.reason}: ${done}`;
  return { way: choice.way, note, ...(choice.way === 'sql' && choice.warn && { warning: choice.reason }) };
}

type Choice = { way: 'odoo' } | { way: 'sql'; reason: string; warn: boolean };

/** Another version's own statements do not fit the tables. */
export function chooseWay(loaded: string, { series, absent }: FoundOdoo): Choice {
  if (Number.parseInt(loaded, 10) < FIRST_WITH_COMMAND)
    return { way: 'sql', reason: `Odoo ${loaded} has no command for it`, warn: false };
  if (absent !== undefined) return { way: 'sql', reason: absent, warn: true };
  if (series !== loaded)
    return { way: 'sql', reason: `the environment runs Odoo ${series}, the backup is of ${loaded}`, warn: true };
  return { way: 'odoo' };
}

async function seriesOfDatabase(postgres: Postgres, database: string): Promise<string> {
  const [version] = await postgres.query(LOADED, {}, database).catch((error: unknown) => {
    throw explained(error);
  });
  const series = seriesOf(version ?? '');
  if (!series)
    throw notNeutralized('the database does not say of which Odoo it is: it has no version of the module base');
  return series;
}
