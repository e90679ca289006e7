/** What goes on in a live environment while it is restored in place: people write to it, and programs stay connected. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { filesOf, liveRowsOf } from './equality';

const OLDEST_FILE = `
SELECT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL GROUP BY store_fname ORDER BY min(id) LIMIT 1`;
/** "$1" a filestore, "$2" the file that goes, "$3" the one that comes, "$4" what is in it. */
const CHANGE_FILES = `
cd "$1" && rm -- "$2" && mkdir -p "\${3%/*}" && printf %s "$4" >"$3" && chown -R 101:101 .`;
/** "$1" the filestores. */
const OWN_FILESTORES = `
for each in "$1"/strongroom_*; do if [ -e "$each" ]; then echo "\${each##*/}"; fi; done`;

/** Rows are changed, added and removed, and so are files; each time others. Nothing that the database names is missing afterwards. */
export async function writeTo(containers: DockerEnvironment): Promise<void> {
  const { dbName, filestoreRoot } = containers;
  const gone = await containers.exec(OLDEST_FILE);
  const content = `written instead of ${gone}`;
  const digest = createHash('sha1').update(content).digest('hex');
  const come = `${digest.slice(0, 2)}/${digest}`;
  const files = [`${filestoreRoot}/${dbName}`, gone, come, content];
  await containers.run('odoo', 'sh', '-c', CHANGE_FILES, 'sh', ...files);
  await containers.exec(`
    UPDATE res_partner SET name = name || ' since' WHERE id % 3 = 0;
    UPDATE ir_config_parameter SET value = value || '.since' WHERE key = 'web.base.url';
    UPDATE ir_cron SET active = NOT active;
    DELETE FROM mail_message WHERE id = (SELECT min(id) FROM mail_message);
    DELETE FROM ir_attachment WHERE store_fname = '${gone}';
    INSERT INTO ir_attachment (name, mimetype, file_size, checksum, store_fname, type)
      VALUES ('since', 'text/plain', ${content.length}, '${digest}', '${come}', 'binary');
    CREATE TABLE IF NOT EXISTS written_since (content text);
    INSERT INTO written_since VALUES ('${content}')`);
}

/** Every row and every file, digested. */
export async function stateOf(containers: DockerEnvironment): Promise<{ rows: string; files: string }> {
  return { rows: await liveRowsOf(containers), files: await filesOf(containers) };
}

/** Databases and filestores that bear a name of Strongroom's own. */
export async function ownNames(containers: DockerEnvironment): Promise<string[]> {
  const databases = await containers.exec(
    `SELECT datname FROM pg_database WHERE datname LIKE 'strongroom%' ORDER BY 1`,
    'postgres',
  );
  const filestores = await containers.run('odoo', 'sh', '-c', OWN_FILESTORES, 'sh', containers.filestoreRoot);
  return [
    ...databases.split('\n').map((name) => name && `database ${name}`),
    ...filestores.split('\n').map((name) => name && `filestore ${name}`),
  ].filter(Boolean);
}

/** A program that stays connected to a database. */
export class Visitor {
  private readonly lines: AsyncIterator<string>;
  private complaints = '';

  constructor({ containers }: DockerEnvironment, database: string) {
    const inside = ['exec', '-i', '-e', 'PGDATABASE', containers.db];
    const psql = ['psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-U', 'odoo'];
    this.child = spawn('docker', [...inside, ...psql], { env: { ...process.env, PGDATABASE: database } });
    this.child.stdin.on('error', () => {});
    this.child.stderr.on('data', (text: Buffer) => (this.complaints += text.toString()));
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  private readonly child: ChildProcessWithoutNullStreams;

  /** The one line that a query answers; fails with what the server has said when the connection was ended. */
  async ask(query: string): Promise<string> {
    this.child.stdin.write(`${query};\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(this.complaints);
    return value;
  }

  leave(): void {
    this.child.stdin.end();
  }
}
