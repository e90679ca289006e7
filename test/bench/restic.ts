import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import type { TestS3 } from '../fixtures/s3';
import { run } from './server';

/**
 * restic's first backup of the same data to the same S3 server, as it would be set up on the server of the environment:
 * it reads the filestore where it lies and the dump from a pipe, without SSH and, for the files, without `docker exec`. The
 * dump is not compressed, because restic does that, and can tell equal pieces only so. Making the repository is
 * not measured.
 */
export class Restic {
  private constructor(private readonly env: NodeJS.ProcessEnv) {}

  static async makeRepository(s3: TestS3): Promise<Restic> {
    const restic = new Restic({
      ...process.env,
      AWS_ACCESS_KEY_ID: s3.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
      RESTIC_REPOSITORY: `s3:${s3.endpoint}/${await s3.bucket()}`,
      RESTIC_PASSWORD: 'bench',
    });
    await restic.run(['init', '--quiet', '--no-cache']);
    return restic;
  }

  async backUp(environment: { id: string; dbName: string }, filestore: string): Promise<void> {
    const dump = spawn(
      'docker',
      ['exec', `${environment.id}_db`, 'pg_dump', '-U', 'odoo', '-Fc', '-Z0', environment.dbName],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const dumped = once(dump, 'close');
    const restic = spawn('restic', ['backup', '--quiet', '--no-cache', '--stdin', '--stdin-filename', 'dump.sql'], {
      env: this.env,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    const backedUp = once(restic, 'close');
    await pipeline(dump.stdout, restic.stdin);
    for (const [code] of await Promise.all([dumped, backedUp]))
      if (code !== 0) throw new Error(`restic or pg_dump: ${code}`);
    await this.run(['backup', '--quiet', '--no-cache', filestore]);
  }

  private async run(args: string[]): Promise<void> {
    await run('restic', args, { env: this.env });
  }
}
