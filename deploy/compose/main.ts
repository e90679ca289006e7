/** What docker-compose.yml runs beside the services: `prepare`, `provision` and `setup`, in this order, at every `up`. */
import { parseArgs } from 'node:util';
import { prepare } from './prepare';
import { provisionServers } from './provision';
import { setUp } from './set-up';

const USAGE =
  'Usage: main.js prepare [--postgres-user ID] | provision [--bucket NAME] | setup [--bucket NAME] [--s3-endpoint URL]';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'postgres-user': { type: 'string', default: '999' },
      bucket: { type: 'string', default: 'strongroom' },
      's3-endpoint': { type: 'string', default: 'http://s3:7070' },
    },
  });
  const [command] = positionals;
  if (command === 'prepare') prepare({ postgresUserId: Number(values['postgres-user']) });
  else if (command === 'provision') await provisionServers(values.bucket);
  else if (command === 'setup') await setUp({ bucket: values.bucket, endpoint: values['s3-endpoint'] });
  else throw new Error(USAGE);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
