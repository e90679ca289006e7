import { ENGLISH } from './lifeline';
import { runCommand } from './run-command';
import type { Shell } from './shell';

const INSPECT = `${ENGLISH}
exec docker inspect --type container --format '{{.Image}}' -- "$1" </dev/null`;
const VERSION = `${ENGLISH}
odoo=$(command -v odoo || command -v odoo-bin) || exit 127
exec "$odoo" --version </dev/null`;

/** What tells one build of Odoo from another: the id of the image that the container runs; without one, the version. */
export async function odooImage(server: Shell, container: string | undefined): Promise<string | undefined> {
  const command = container === undefined ? { script: VERSION } : { script: INSPECT, args: [container] };
  const result = await runCommand(server, command);
  return (result.code === 0 && result.stdout.trim()) || undefined;
}
