/**
 * A server in a container of this machine's Docker engine, in the network of a Strongroom that runs in containers as well:
 * PostgreSQL and a filestore, reached over SSH. The demo sees both from outside: the database over a port of this machine,
 * the filestore as a folder.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, run } from '../embedded/processes';
import { projectFolder } from '../embedded/project-folder';
import type { ServerPlace } from './demo-environment';

export interface DemoServerOptions {
  /** The Docker network that the executors are in. */
  network: string;
  /** What deploy/demo/server is built on, instead of the official image. */
  postgresImage?: string | undefined;
  /** Gets the filestore. */
  folder: string;
}

const FILESTORE = '/var/lib/odoo/filestore';
const START_TIMEOUT_MS = 300_000;

export class DemoServer {
  private constructor(
    private readonly container: string,
    readonly postgresAdminUrl: string,
    /** How Strongroom reaches it. */
    readonly place: ServerPlace,
  ) {}

  static async start({ network, postgresImage, folder }: DemoServerOptions): Promise<DemoServer> {
    const container = `strongroom-demo-${randomUUID().slice(0, 8)}`;
    const password = randomBytes(18).toString('base64url');
    const filestore = join(folder, 'filestore');
    await mkdir(filestore, { recursive: true });
    const userId = process.getuid?.() ?? 1000;
    const image = await buildImage(postgresImage);
    // The password is handed on by name, so that no list of processes shows it.
    await run(
      'docker',
      [
        ['run', '--detach', '--init', '--name', container, '--network', network, '--label', 'strongroom-demo=1'],
        ['--env', 'POSTGRES_PASSWORD', '--env', `USER_ID=${userId}`, '--publish', '127.0.0.1::5432'],
        ['--volume', `${filestore}:${FILESTORE}`, image],
      ].flat(),
      { env: { ...process.env, POSTGRES_PASSWORD: password } },
    );
    try {
      const exec = (...command: string[]) => run('docker', ['exec', container, ...command]);
      const isReady = () =>
        exec('pg_isready', '--quiet', '--host', '127.0.0.1').then(
          () => true,
          () => false,
        );
      if (!(await eventually(isReady, START_TIMEOUT_MS))) throw new Error(`The container ${container} does not start`);
      const [, port] = /:(\d+)\s*$/m.exec(await run('docker', ['port', container, '5432/tcp'])) ?? [];
      const [kind, key] = (await exec('cat', '/etc/ssh/ssh_host_ed25519_key.pub')).split(' ');
      return new DemoServer(container, `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, {
        environmentName: container,
        server: {
          name: container,
          ip_address: container,
          connection: 'ssh',
          ssh_user: (await exec('cat', '/key/user')).trim(),
          private_key: await exec('cat', '/key/id'),
          host_key: `${kind} ${key}`.trim(),
        },
        database: { host: '127.0.0.1', port: 5432 },
        filestoreRoot: FILESTORE,
      });
    } catch (error) {
      await removeContainer(container);
      throw error;
    }
  }

  /** Removes the container with its data. */
  stop(): Promise<void> {
    return removeContainer(this.container);
  }
}

/** The id of the image. */
async function buildImage(postgresImage: string | undefined): Promise<string> {
  const base = postgresImage === undefined ? [] : ['--build-arg', `POSTGRES_IMAGE=${postgresImage}`];
  const folder = join(projectFolder(), 'deploy', 'demo', 'server');
  return (await run('docker', ['build', '--quiet', ...base, folder])).trim();
}

async function removeContainer(name: string): Promise<void> {
  await run('docker', ['rm', '--force', '--volumes', name]);
}
