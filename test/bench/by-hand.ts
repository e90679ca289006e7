/** What a person does with the same backup at the server itself: neither SSH nor checks, which favours this side. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { DB_NAME } from './bench-environment';
import { run } from './server';

const FILESTORES = '/var/lib/odoo/filestore';
const DUMP_IN_CONTAINER = '/var/lib/postgresql/data/bench.dump';
const EXTENSIONS = ['CREATE EXTENSION unaccent', 'ALTER FUNCTION unaccent(text) IMMUTABLE', 'CREATE EXTENSION pg_trgm'];

/** The files of a backup as the runbook has them, and the dump that the floor reads. */
export class RestoreByHand {
  private constructor(
    private readonly id: string,
    private readonly plain: string,
    private readonly filestore: string,
  ) {}

  static async prepare(environmentId: string, folder: string): Promise<RestoreByHand> {
    await mkdir(folder, { recursive: true });
    const hand = new RestoreByHand(environmentId, join(folder, 'dump.gz'), join(folder, 'filestore.tar.gz'));
    await hand.inDatabase(['pg_dump', '-U', 'odoo', '-Fc', '-Z1', '-f', DUMP_IN_CONTAINER, DB_NAME]);
    await hand.pack(['-i', `${environmentId}_db`, 'pg_dump', '-U', 'odoo', DB_NAME], hand.plain);
    await hand.pack([`${environmentId}_odoo`, 'tar', '-c', '-C', FILESTORES, DB_NAME], hand.filestore);
    return hand;
  }

  /** `pg_restore -j` from a file beside the database, then tar from a file of this machine. */
  async restoreFromFile(name: string): Promise<void> {
    await this.createDatabase(name);
    const jobs = String(Math.min(4, availableParallelism()));
    await this.inDatabase(['pg_restore', '-U', 'odoo', '--no-owner', '-j', jobs, '-d', name, DUMP_IN_CONTAINER]);
    await this.extract(name);
  }

  /** The runbook: the plain dump is streamed into psql, then the filestore into tar. */
  async stream(name: string): Promise<void> {
    await this.createDatabase(name);
    await this.load(name);
    await this.extract(name);
  }

  /** The runbook over the live environment: stop, drop, load, clear, unpack, start. */
  async restoreInPlace(): Promise<void> {
    const { id } = this;
    await run('docker', ['stop', '-t', '1', `${id}_odoo`]);
    await this.dropDatabase(DB_NAME);
    await this.createDatabase(DB_NAME);
    await this.load(DB_NAME);
    await run('docker', ['start', `${id}_odoo`]);
    await run('docker', ['exec', `${id}_odoo`, 'rm', '-rf', `${FILESTORES}/${DB_NAME}`]);
    await this.extract(DB_NAME);
  }

  async remove(name: string): Promise<void> {
    await this.dropDatabase(name);
    await run('docker', ['exec', `${this.id}_odoo`, 'rm', '-rf', `${FILESTORES}/${name}`]);
  }

  /** As Odoo does it: into a plain one pg_restore brings fewer indexes, and the stream of the runbook ends. */
  private async createDatabase(name: string): Promise<void> {
    await this.inDatabase(['createdb', '-U', 'odoo', '-T', 'template0', name]);
    await this.inDatabase(['psql', '-X', '-q', '-U', 'odoo', '-d', name, ...EXTENSIONS.flatMap((sql) => ['-c', sql])]);
  }

  private dropDatabase(name: string): Promise<void> {
    return this.inDatabase(['dropdb', '-U', 'odoo', '--force', '--if-exists', name]);
  }

  private load(name: string): Promise<void> {
    const psql = ['psql', '-X', '-q', '-U', 'odoo', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', name];
    return this.feed(this.plain, `${this.id}_db`, psql);
  }

  private async extract(name: string): Promise<void> {
    const { id } = this;
    await run('docker', ['exec', `${id}_odoo`, 'mkdir', `${FILESTORES}/${name}`]);
    await this.feed(this.filestore, `${id}_odoo`, ['tar', '-x', '--strip-components=1', '-C', `${FILESTORES}/${name}`]);
  }

  private async inDatabase(command: string[]): Promise<void> {
    await run('docker', ['exec', `${this.id}_db`, ...command]);
  }

  private async pack(exec: string[], file: string): Promise<void> {
    const child = spawn('docker', ['exec', ...exec], { stdio: ['ignore', 'pipe', 'inherit'] });
    await pipeline(child.stdout, createGzip({ level: 1 }), createWriteStream(file));
  }

  private async feed(file: string, container: string, command: string[]): Promise<void> {
    const child = spawn('docker', ['exec', '-i', container, ...command], { stdio: ['pipe', 'ignore', 'inherit'] });
    const ended = once(child, 'close') as Promise<[number | null]>;
    await pipeline(createReadStream(file), createGunzip(), child.stdin);
    const [code] = await ended;
    if (code !== 0) throw new Error(`${command[0]} ended with ${code}`);
  }
}
