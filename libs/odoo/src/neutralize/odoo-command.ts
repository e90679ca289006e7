import { StrongroomError } from '@app/core';
import { commandFailure, explainPlace, lastLine } from '../exit-failures';
import { ENGLISH } from '../lifeline';
import { runCommand } from '../run-command';
import type { Shell } from '../shell';

/** The program of an environment's own Odoo, or why it cannot be had. */
export type FoundOdoo = { series: string; absent?: never } | { absent: string; series?: never };

const FIND = `odoo=$(command -v odoo || command -v odoo-bin) || exit 127`;

const VERSION = `${ENGLISH}
${FIND}
exec "$odoo" --version </dev/null`;

/**
 * Runs it as its container would: by its configuration file and, where that leaves it open, by the variables that the
 * official image knows; what those leave open is filled in. All of it stands in the environment, which every Odoo since 16
 * reads (19 by itself, earlier ones through libpq), so that no password is seen in a list of processes.
 */
const NEUTRALIZE = `${ENGLISH}
${FIND}
rc=\${ODOO_RC:-/etc/odoo/odoo.conf}
if [ ! -r "$rc" ]; then rc=; fi
given() {
  [ -n "$rc" ] && grep -E "^[[:space:]]*$1[[:space:]]*=" "$rc" | tail -n 1 | grep -Eqv '=[[:space:]]*(False|None)?[[:space:]]*$'
}
if [ -r "\${PASSWORD_FILE:-}" ]; then PASSWORD=$(cat "$PASSWORD_FILE"); fi
given db_host || PGHOST=\${PGHOST:-\${HOST:-$STRONGROOM_DB_HOST}}
given db_port || PGPORT=\${PGPORT:-\${PORT:-5432}}
given db_user || PGUSER=\${PGUSER:-\${USER:-$STRONGROOM_DB_USER}}
given db_password || PGPASSWORD=\${PGPASSWORD:-\${PASSWORD:-$STRONGROOM_DB_PASSWORD}}
PGCONNECT_TIMEOUT=15 PGAPPNAME=strongroom
export PGHOST PGPORT PGUSER PGPASSWORD PGCONNECT_TIMEOUT PGAPPNAME
exec "$odoo" neutralize \${rc:+-c "$rc"} -d "$1" --logfile= --log-level=warn </dev/null`;

/** The Odoo of an environment as a program beside its files. */
export class OdooCommand {
  constructor(
    private readonly shell: Shell,
    /** `PG*`: how it reaches the database. `STRONGROOM_DB_*`: how, where nothing of its own says so. */
    private readonly login: Readonly<Record<string, string>>,
  ) {}

  /** Its series, such as 19.0; asked where it runs. @throws StrongroomError where that place cannot be reached at all */
  async find(): Promise<FoundOdoo> {
    const { name: place } = this.shell;
    const result = await runCommand(this.shell, { script: VERSION });
    if (result.code === 127) return { absent: `there is no odoo command in ${place}` };
    if (result.code !== 0) {
      const failure = explainPlace(result, place);
      if (failure && !['CONTAINER_DOWN', 'CONTAINER_NOT_FOUND'].includes(failure.code)) throw failure;
      return { absent: failure?.message ?? `the odoo command in ${place} fails: ${lastLine(result.stderr)}` };
    }
    const series = seriesOf(result.stdout);
    return series ? { series } : { absent: `the odoo command in ${place} does not tell its version` };
  }

  /** @param database a name that Odoo takes for one: it parts them at commas. @throws StrongroomError CLONE_NOT_NEUTRALIZED */
  async neutralize(database: string): Promise<void> {
    const result = await runCommand(this.shell, { script: NEUTRALIZE, args: [database], env: this.login });
    if (result.code === 0) return;
    const failure =
      explainPlace(result, this.shell.name) ?? commandFailure(result, `odoo neutralize in ${this.shell.name}`);
    if (failure.code !== 'COMMAND_FAILED') throw failure;
    throw new StrongroomError('CLONE_NOT_NEUTRALIZED', failure.message, { details: failure.details });
  }
}

/** `19.0` of `Odoo Server 19.0-20260101`, `19.0.1.3` or `saas~18.3.1.0`'s `18.3`. */
export function seriesOf(text: string): string | undefined {
  const [, major, minor] = /(\d+)\.(?:saas~)?(\d+)/.exec(text) ?? [];
  return major && `${major}.${minor}`;
}
