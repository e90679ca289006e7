import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_SIZE, makeFilestore, type OdooDataSize, seedOdooDatabase } from '../../deploy/demo/odoo-data';
import { ensureTestImage } from '../fixtures/ceph-container';
import { run } from './server';

const GIB = 1024 ** 3;
/** A row of mail_message with its share of the indexes, as pg_database_size counts it. */
const MESSAGE_BYTES = 640;
const MEAN_FILE_BYTES = 256 * 1024;
/** Of the image. */
const ODOO_USER = '101:101';
export const DB_NAME = 'bench';

/** The data of a bench environment: about so many bytes of rows, and of files. */
export function benchData(databaseGib: number, filestoreGib: number): OdooDataSize {
  const fileBytes = Math.round(filestoreGib * GIB);
  return {
    ...DEFAULT_SIZE,
    messages: Math.round((databaseGib * GIB) / MESSAGE_BYTES),
    files: Math.max(1, Math.round(fileBytes / MEAN_FILE_BYTES)),
    fileBytes,
  };
}

/** Starts the containers `{id}_db` and `{id}_odoo`; their data is made once and stays in `folder`. */
export async function startBenchEnvironment(id: string, size: OdooDataSize, folder: string): Promise<void> {
  const [postgres, odoo] = [await ensureTestImage('postgres'), await ensureTestImage('odoo')];
  const filestore = join(folder, 'filestore');
  await stopBenchEnvironment(id);
  await mkdir(join(folder, 'pg'), { recursive: true });
  await mkdir(filestore, { recursive: true });
  const login = ['-e', 'POSTGRES_USER=odoo', '-e', 'POSTGRES_PASSWORD=odoo'];
  await run('docker', [
    'run',
    '-d',
    '--name',
    `${id}_db`,
    ...login,
    '-v',
    `${join(folder, 'pg')}:/var/lib/postgresql/data`,
    postgres,
  ]);
  await run('docker', ['run', '-d', '--name', `${id}_odoo`, '-v', `${filestore}:/var/lib/odoo/filestore`, odoo]);
  await untilReady(id);
  if ((await psql(id, 'postgres', `SELECT 1 FROM pg_database WHERE datname = '${DB_NAME}'`)).trim() !== '1') {
    console.log('Making the data, once …');
    await psql(id, 'postgres', `CREATE DATABASE ${DB_NAME}_new TEMPLATE template0`);
    await seedOdooDatabase((sql) => psql(id, `${DB_NAME}_new`, sql), size);
    await psql(id, `${DB_NAME}_new`, 'CHECKPOINT');
    await psql(id, 'postgres', `ALTER DATABASE ${DB_NAME}_new RENAME TO ${DB_NAME}`);
  }
  if (!(await readdir(filestore)).includes(DB_NAME)) {
    await rm(join(folder, 'new-files'), { recursive: true, force: true });
    await makeFilestore(join(folder, 'new-files'), size);
    await run('mv', [join(folder, 'new-files'), join(filestore, DB_NAME)]);
  }
  await run('chown', ['-R', ODOO_USER, filestore]);
}

export async function stopBenchEnvironment(id: string): Promise<void> {
  for (const container of [`${id}_db`, `${id}_odoo`]) {
    const present = await run('docker', ['ps', '-aq', '--filter', `name=^${container}$`]);
    if (present.trim() !== '') await run('docker', ['rm', '-f', container]);
  }
}

/** Files that a container has written beside its volumes. */
export async function scratchFiles(id: string): Promise<string[]> {
  const lines = await Promise.all([`${id}_db`, `${id}_odoo`].map((container) => run('docker', ['diff', container])));
  return lines
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('A '));
}

async function untilReady(id: string): Promise<void> {
  const poll = 'for i in $(seq 300); do pg_isready -q -h 127.0.0.1 -U odoo && exit 0; sleep 0.1; done; exit 1';
  await run('docker', ['exec', `${id}_db`, 'sh', '-c', poll]);
}

function psql(id: string, database: string, sql: string): Promise<string> {
  return run(
    'docker',
    ['exec', '-i', `${id}_db`, 'psql', '-X', '-qAt', '-v', 'ON_ERROR_STOP=1', '-U', 'odoo', '-d', database],
    { input: sql },
  );
}
