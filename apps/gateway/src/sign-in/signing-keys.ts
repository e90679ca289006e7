/**
 * The keys of access tokens: Ed25519, the private half sealed with the master keys. The newest one signs. A retired one stays
 * until nothing that it signed can still hold; with a key that is removed everything goes at once that it signed.
 */
import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { SecretBox } from '@app/secrets';
import { RecurringWork } from '@app/service';
import { GatewayConfig } from '../config';
import { SigningKey } from './signing-key.entity';

export const SIGNING_ALGORITHM = 'EdDSA';
const CHECK_INTERVAL_MS = 10 * 60_000;
/** What a retired key stays beyond the last of its tokens, for clocks that differ. */
const SPARE_MS = 60_000;

const IS_DUE = `SELECT NOT EXISTS (
  SELECT FROM signing_keys WHERE retired_at IS NULL AND created_at > now() - $1::float8 * interval '1 millisecond') AS due`;
const REMOVE_OLD = `DELETE FROM signing_keys WHERE retired_at < now() - $1::float8 * interval '1 millisecond'`;

@Injectable()
export class SigningKeys implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RecurringWork;
  private readonly privateKeys = new Map<string, CryptoKey>();
  private readonly publicKeys = new Map<string, CryptoKey>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretBox,
    private readonly config: GatewayConfig,
  ) {
    this.work = new RecurringWork(SigningKeys.name, CHECK_INTERVAL_MS, () => this.rotateWhenDue());
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** The key to sign with, as the tables have it at this moment. */
  async current(): Promise<{ id: string; key: CryptoKey }> {
    const row = (await this.newest(this.dataSource.manager)) ?? (await this.rotateWhenDue());
    let key = this.privateKeys.get(row!.id);
    if (key === undefined) {
      const jwk = JSON.parse(this.secrets.open(row!.private_sealed, contextOf(row!.id))) as JWK;
      key = (await importJWK(jwk, SIGNING_ALGORITHM)) as CryptoKey;
      this.privateKeys.clear();
      this.privateKeys.set(row!.id, key);
    }
    return { id: row!.id, key };
  }

  /** To check a signature with; whether the key still counts is asked together with the session. undefined: unknown. */
  async publicKey(id: string): Promise<CryptoKey | undefined> {
    const known = this.publicKeys.get(id);
    if (known !== undefined) return known;
    const row = await this.dataSource.manager.findOneBy(SigningKey, { id });
    if (row === null) return undefined;
    const key = (await importJWK(row.public_jwk, SIGNING_ALGORITHM)) as CryptoKey;
    this.publicKeys.set(id, key);
    return key;
  }

  /** For whoever wants to check access tokens without asking: the public halves, as a JWK set. */
  async published(): Promise<{ keys: JWK[] }> {
    const rows = await this.dataSource.manager.find(SigningKey, { order: { created_at: 'DESC' } });
    return { keys: rows.map(({ id, public_jwk }) => ({ ...public_jwk, kid: id, alg: SIGNING_ALGORITHM, use: 'sig' })) };
  }

  /**
   * Makes a new key; those before sign no more.
   * @param atOnce what they signed does not hold any more either
   */
  async rotate(atOnce: boolean): Promise<SigningKey> {
    return this.dataSource.transaction(async (manager) => {
      await lock(manager);
      if (atOnce) await manager.deleteAll(SigningKey);
      return this.replace(manager);
    });
  }

  /** @returns the key that signs now */
  private async rotateWhenDue(): Promise<SigningKey | null> {
    const { signingKeyMaxAgeMs, accessTokenTtlMs } = this.config;
    return this.dataSource.transaction(async (manager) => {
      await lock(manager);
      await manager.query(REMOVE_OLD, [accessTokenTtlMs + SPARE_MS]);
      const [row] = await manager.query<{ due: boolean }[]>(IS_DUE, [signingKeyMaxAgeMs]);
      return row!.due ? this.replace(manager) : this.newest(manager);
    });
  }

  private async replace(manager: EntityManager): Promise<SigningKey> {
    await manager.update(SigningKey, { retired_at: IsNull() }, { retired_at: () => 'now()' });
    const { privateKey, publicKey } = await generateKeyPair(SIGNING_ALGORITHM, { crv: 'Ed25519', extractable: true });
    const id = randomUUID();
    const private_sealed = this.secrets.seal(JSON.stringify(await exportJWK(privateKey)), contextOf(id));
    await manager.insert(SigningKey, { id, public_jwk: (await exportJWK(publicKey)) as object, private_sealed });
    return (await manager.findOneBy(SigningKey, { id }))!;
  }

  private newest(manager: EntityManager): Promise<SigningKey | null> {
    return manager.findOne(SigningKey, { where: { retired_at: IsNull() }, order: { created_at: 'DESC' } });
  }
}

const contextOf = (id: string): string => `signing_key:${id}`;

async function lock(manager: EntityManager): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('gateway.signing-keys'))`);
}
