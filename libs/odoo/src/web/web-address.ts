import { commandFailure, explainPlace } from '../exit-failures';
import { runCommand } from '../run-command';
import type { Shell } from '../shell';
import type { WebAnswer } from './web-check';

const ODOO_PORT = 8069;
const CONTAINER_ADDRESS = `
exec docker inspect --type container -f '{{.State.Running}} {{.HostConfig.NetworkMode}}{{range .NetworkSettings.Networks}} {{.IPAddress}}{{end}}' -- "$1"`;

/**
 * Where the server of a container reaches its Odoo; otherwise why it cannot be asked.
 * @throws StrongroomError CONTAINER_NOT_FOUND, DOCKER_UNAVAILABLE
 */
export async function containerUrl(server: Shell, container: string): Promise<URL | WebAnswer> {
  const result = await runCommand(server, { script: CONTAINER_ADDRESS, args: [container] });
  const place = `container ${container} on ${server.name}`;
  if (result.code !== 0) throw explainPlace(result, place) ?? commandFailure(result, `docker inspect of ${place}`);
  const [running, network, ...addresses] = result.stdout.trim().split(' ');
  if (running !== 'true') return { outcome: 'stopped', detail: `${place} is not running` };
  const address = network === 'host' ? '127.0.0.1' : addresses.find((each) => each !== '');
  if (address === undefined)
    return { outcome: 'unchecked', detail: `${place} has no address of its own: set \`odoo_url\` of the environment` };
  return new URL(`http://${address.includes(':') ? `[${address}]` : address}:${ODOO_PORT}`);
}
