/**
 * The first token of a new installation: when there is no token at all, a portal_admin and a token are made and the token is
 * shown once. Several gateways may start at once: one of them makes it. The token is shown before it is committed, so a
 * gateway that dies in between leaves a dead token behind and not an installation that nobody can enter.
 */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { GatewayConfig } from '../config';
import { ApiToken } from './api-token.entity';
import { ApiTokens } from './api-tokens';
import { provideHostAdmin } from './host-admin';

@Injectable()
export class BootstrapToken implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: ApiTokens,
    private readonly config: GatewayConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('gateway.bootstrap-token'))`);
      if ((await manager.count(ApiToken)) > 0) return;
      const user_id = await provideHostAdmin(manager);
      const { token } = await this.tokens.issue(manager, { user_id, name: 'bootstrap', expires_at: null });
      await this.show(token);
    });
  }

  private async show(token: string): Promise<void> {
    const file = this.config.bootstrapTokenFile;
    if (file === undefined) {
      process.stdout.write(`Admin token (shown once): ${token}\n`);
      return;
    }
    const draft = `${file}.${randomUUID()}`;
    try {
      await writeFile(draft, `${token}\n`, { mode: 0o600, flag: 'wx' });
      await rename(draft, file);
    } finally {
      await rm(draft, { force: true });
    }
  }
}
