import { join } from 'node:path';
import { ensurePostgres } from './debian-packages';
import { keepAlive } from './keep-alive';
import { PrivatePostgres } from './postgres';

/** PostgreSQL of an embedded Strongroom: its own, unless STRONGROOM_POSTGRES_ADMIN_URL names an existing one. */
export class LocalDatabase {
  server: PrivatePostgres | undefined;
  private readonly existingUrl = process.env.STRONGROOM_POSTGRES_ADMIN_URL;

  constructor(
    private readonly home: string,
    private readonly options: { fsync: boolean; say: (line: string) => void; warn: (line: string) => void },
  ) {}

  async start(): Promise<void> {
    if (this.existingUrl) return;
    const binDir = await ensurePostgres(this.options.say);
    this.options.say('Starting PostgreSQL …');
    const server = await PrivatePostgres.prepare({
      dir: join(this.home, 'postgres'),
      binDir,
      fsync: this.options.fsync,
      onDied: () => void keepAlive('PostgreSQL', server, this.options.warn),
    });
    this.server = server;
    await server.start();
  }

  get adminUrl(): string {
    const url = this.existingUrl ?? this.server?.adminUrl;
    if (!url) throw new Error('PostgreSQL has not been started.');
    return url;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }
}
