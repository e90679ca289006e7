/**
 * `npm run nats-config`: for a NATS server that Strongroom does not start by itself. Writes its configuration and what each
 * service is given; the same again from the same folder. `npm run nats-config -- provision` makes the streams there.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connectNats, NATS_ADMIN_USER, provision } from '@app/messaging';
import { loadSecrets } from '../embedded/secrets-file';
import { writeNatsFiles } from './nats-files';

const USAGE =
  'Usage: npm run nats-config -- [provision] [--dir F] [--address HOST:PORT] [--listen A:PORT] [--store-dir F]';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: 'nats-config' },
      address: { type: 'string', default: '127.0.0.1:4222' },
      listen: { type: 'string', default: '0.0.0.0:4222' },
      'store-dir': { type: 'string', default: '/data' },
    },
  });
  const dir = resolve(values.dir);
  if (positionals.length === 0) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const { address, listen, 'store-dir': storeDir } = values;
    writeNatsFiles(dir, loadSecrets(dir), { address, listen, storeDir });
    console.log(
      `${join(dir, 'nats.conf')} is for nats-server; <service>/nats_url is STRONGROOM_NATS_URL_FILE of the service,`,
    );
    console.log('gateway/nats_issuer_seed STRONGROOM_NATS_ISSUER_SEED_FILE of the gateway. Keep secrets.json.');
  } else if (positionals.join(' ') === 'provision') {
    const url = readFileSync(join(dir, NATS_ADMIN_USER, 'nats_url'), 'utf8');
    const connection = await connectNats({ url, name: 'strongroom provisioning' });
    await provision(connection).finally(() => connection.close());
    console.log('The streams and consumers are there.');
  } else throw new Error(USAGE);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
