/**
 * The keys that backups of a storage are encrypted with. The one that is not retired is for new backups; retired ones stay
 * for reading. Identities are sealed before they reach the table, and leave it sealed.
 */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import {
  encryptionKeyId,
  encryptionKeyMissing,
  generateEncryptionKey,
  provesToOpen,
  recipientOf,
  requireRecipient,
} from '@app/archive';
import type { StorageEncryption } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { SecretBox } from '@app/secrets';
import type { Actor } from '../audit/actor';
import type { AuditAction } from '../audit/audit-actions';
import { AuditLog } from '../audit/audit-log';
import { DirectoryStore } from './directory-store';
import { EncryptionKey } from './encryption-key.entity';
import { StorageConfig } from './storage-config.entity';

const KEY_ID = /^[0-9a-f]{16}$/;

/** A key and its identity, where there is one. */
export interface KeyPair {
  recipient: string;
  identity?: string;
}

/** What the audit log tells of a change. */
interface KeyChange {
  action: AuditAction;
  /** The id of the key. */
  key?: string;
  details?: object;
}

@Injectable()
export class EncryptionKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: DirectoryStore,
    private readonly secrets: SecretBox,
    private readonly audit: AuditLog,
  ) {}

  /** Of one storage, the newest first, each with the number of backups that cannot be read without it. */
  async list(storageConfigId: string): Promise<{ key: EncryptionKey; backupCount: number }[]> {
    const { manager } = this.dataSource;
    const { organization_id } = await this.store.get(StorageConfig, storageConfigId);
    const keys = await manager.find(EncryptionKey, {
      where: { storage_config_id: storageConfigId },
      order: { created_at: 'DESC', id: 'ASC' },
    });
    return Promise.all(
      keys.map(async (key) => ({ key, backupCount: await countBackups(manager, organization_id, key.id) })),
    );
  }

  /** The keys for new backups of the given storages, by the id of the storage. */
  async currentOf(storageConfigIds: readonly string[]): Promise<Map<string, EncryptionKey>> {
    const keys = await this.dataSource
      .createQueryBuilder(EncryptionKey, 'key')
      .where('key.storage_config_id = ANY(:ids) AND key.retired_at IS NULL', { ids: storageConfigIds })
      .getMany();
    return new Map(keys.map((key) => [key.storage_config_id, key]));
  }

  /**
   * The key out of what a caller gave, or a new one.
   * @throws StrongroomError ENCRYPTION_KEY_INVALID when recipient and identity are none, or not of one key
   */
  async pairOf(given: Partial<KeyPair>): Promise<KeyPair> {
    const { identity } = given;
    if (identity === undefined && given.recipient === undefined) return generateEncryptionKey();
    const recipient = given.recipient ?? (await recipientOf(identity!));
    await requireRecipient(recipient);
    if (identity !== undefined && (await recipientOf(identity)) !== recipient)
      throw new StrongroomError('ENCRYPTION_KEY_INVALID', `The identity does not belong to the recipient ${recipient}`);
    return { recipient, identity };
  }

  /**
   * Stores a key, or the identity that a stored one lacks. `forNewBackups`: from now on it is the one for new backups,
   * and the one before is retired; otherwise it is for reading only.
   */
  async add(storageConfigId: string, pair: KeyPair, forNewBackups: boolean, by: Actor): Promise<EncryptionKey> {
    const id = encryptionKeyId(pair.recipient);
    const place = { storage_config_id: storageConfigId, id };
    const details = {
      for_new_backups: forNewBackups,
      recipient: pair.recipient,
      identity: pair.identity !== undefined,
    };
    const what = { action: 'encryption_key.added' as const, key: id, details };
    await this.changing(storageConfigId, by, what, async (manager) => {
      if (forNewBackups) {
        const { layout } = await this.store.get(StorageConfig, storageConfigId, manager);
        if (layout === 'plana') throw withoutEncryption(storageConfigId);
        await retireCurrent(manager, storageConfigId);
      }
      const known = await manager.findOneBy(EncryptionKey, place);
      const sealed = pair.identity === undefined ? undefined : this.seal(place, pair.identity);
      const identity_sealed = sealed ?? known?.identity_sealed ?? null;
      if (known)
        await manager.update(EncryptionKey, place, { identity_sealed, ...(forNewBackups && { retired_at: null }) });
      else
        await manager.insert(EncryptionKey, {
          ...place,
          recipient: pair.recipient,
          identity_sealed,
          retired_at: forNewBackups ? null : new Date(),
        });
    });
    return this.get(storageConfigId, id);
  }

  /**
   * Until the end of the transaction none is added either.
   * @throws StrongroomError LAYOUT_WITHOUT_ENCRYPTION when there is a key for new backups
   */
  async requireNone(storageConfigId: string, manager: EntityManager): Promise<void> {
    await manager.query(LOCKED, [storageConfigId]);
    if (await manager.existsBy(EncryptionKey, { storage_config_id: storageConfigId, retired_at: IsNull() }))
      throw withoutEncryption(storageConfigId);
  }

  /** New backups are not encrypted any more; keys stay for reading. */
  async disable(storageConfigId: string, by: Actor): Promise<void> {
    const what = { action: 'encryption.disabled' as const };
    await this.changing(storageConfigId, by, what, (manager) => retireCurrent(manager, storageConfigId));
  }

  /**
   * Whether the identity, the stored one unless one is given, opens what is sealed with the key.
   * @throws StrongroomError ENCRYPTION_KEY_MISSING when there is none to try
   */
  async check(storageConfigId: string, id: string, by: Actor, given?: string): Promise<boolean> {
    const key = await this.get(storageConfigId, id);
    if (given !== undefined) await recipientOf(given);
    const identity = given ?? this.identityOf(key);
    if (identity === undefined) throw encryptionKeyMissing({ key_id: key.id, recipient: key.recipient });
    const opens = await provesToOpen(identity, key.recipient);
    const storage = await this.store.get(StorageConfig, storageConfigId);
    const details = { opens, identity: given === undefined ? 'stored' : 'given' };
    const what = { action: 'encryption_key.checked' as const, key: id, details };
    await this.record(this.dataSource.manager, storage, by, what);
    return opens;
  }

  /** @throws StrongroomError CONFLICT for the key of new backups, IN_USE with the count while backups need it */
  async remove(storageConfigId: string, id: string, by: Actor): Promise<void> {
    const what = { action: 'encryption_key.deleted' as const, key: id };
    await this.changing(storageConfigId, by, what, async (manager) => {
      const key = await this.get(storageConfigId, id, manager);
      const { organization_id } = await this.store.get(StorageConfig, storageConfigId, manager);
      if (key.retired_at === null)
        throw new StrongroomError(
          'CONFLICT',
          `New backups are encrypted with the key ${id}: post another key, or disable the encryption, first.`,
        );
      const count = await countBackups(manager, organization_id, id);
      const running = await countRunning(manager, storageConfigId, key.retired_at);
      if (count + running > 0)
        throw new StrongroomError(
          'IN_USE',
          `Without the key ${id} nobody could read ${count} backups, and ${running} that are being made may need it.`,
          { details: { backups: count, running } },
        );
      await manager.delete(EncryptionKey, { storage_config_id: storageConfigId, id });
    });
  }

  /** What an executor needs to write to this storage and to read what lies there. */
  async accessOf(storage: StorageConfig): Promise<StorageEncryption> {
    const keys = await this.dataSource
      .createQueryBuilder(EncryptionKey, 'key')
      .innerJoin(StorageConfig, 'storage', 'storage.id = key.storage_config_id')
      .where('storage.organization_id = :organization', { organization: storage.organization_id })
      .orderBy('key.created_at', 'DESC')
      .getMany();
    const current = keys.find((key) => key.storage_config_id === storage.id && key.retired_at === null);
    return {
      current: current ? { key_id: current.id, recipient: current.recipient } : null,
      identities: keys.flatMap(({ storage_config_id, id, identity_sealed }) =>
        identity_sealed === null ? [] : [{ storage_config_id, key_id: id, identity_sealed }],
      ),
    };
  }

  private async get(storageConfigId: string, id: string, manager = this.dataSource.manager): Promise<EncryptionKey> {
    const key = KEY_ID.test(id)
      ? await manager.findOneBy(EncryptionKey, { storage_config_id: storageConfigId, id })
      : null;
    if (key === null) throw new StrongroomError('NOT_FOUND', `The storage config has no encryption key ${id}.`);
    return key;
  }

  /** One change at a time for a storage, told as a change of it. */
  private async changing(
    storageConfigId: string,
    by: Actor,
    what: KeyChange,
    change: (manager: EntityManager) => Promise<unknown>,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(LOCKED, [storageConfigId]);
      await change(manager);
      await manager.update(StorageConfig, { id: storageConfigId }, { updated_at: new Date() });
      const storage = await this.store.get(StorageConfig, storageConfigId, manager);
      await this.record(manager, storage, by, what);
      await this.store.tell(manager, StorageConfig, 'updated', storage);
    });
  }

  private record(manager: EntityManager, storage: StorageConfig, by: Actor, what: KeyChange): Promise<void> {
    const { id: storage_config_id, name, organization_id: organization } = storage;
    return this.audit.record(manager, {
      ...by,
      action: what.action,
      object: { type: 'encryption_key', id: what.key, name },
      organization,
      details: { storage_config_id, ...what.details },
    });
  }

  private seal(place: Pick<EncryptionKey, 'storage_config_id' | 'id'>, identity: string): string {
    return this.secrets.seal(identity, contextOf(place));
  }

  private identityOf(key: EncryptionKey): string | undefined {
    return key.identity_sealed === null ? undefined : this.secrets.open(key.identity_sealed, contextOf(key));
  }
}

const LOCKED = 'SELECT FROM storage_configs WHERE id = $1 FOR UPDATE';

const withoutEncryption = (storageConfigId: string) =>
  new StrongroomError(
    'LAYOUT_WITHOUT_ENCRYPTION',
    `PLANA's layout knows no encryption: the storage config ${storageConfigId} can have the one or the other.`,
  );

const contextOf = ({ storage_config_id, id }: Pick<EncryptionKey, 'storage_config_id' | 'id'>): string =>
  `storage_config:${storage_config_id}:encryption_key:${id}`;

async function retireCurrent(manager: EntityManager, storageConfigId: string): Promise<void> {
  await manager.update(
    EncryptionKey,
    { storage_config_id: storageConfigId, retired_at: IsNull() },
    { retired_at: new Date() },
  );
}

/** Of the whole organization: a backup that was found by a rescan may lie in another storage than its key. */
async function countBackups(manager: EntityManager, organizationId: string, keyId: string): Promise<number> {
  const [row]: { count: number }[] = await manager.query(
    `SELECT count(*)::integer AS count FROM backups
      WHERE organization_id = $1 AND encryption_key_id = $2 AND status NOT IN ('expired', 'deleted')`,
    [organizationId, keyId],
  );
  return row!.count;
}

/** Unfinished backups that may have been told of the key: requested before it was retired, with a minute for the clocks. */
async function countRunning(manager: EntityManager, storageConfigId: string, retiredAt: Date): Promise<number> {
  const [row]: { count: number }[] = await manager.query(
    `SELECT count(*)::integer AS count FROM backups
      WHERE storage_config_id = $1 AND status IN ('pending', 'in_progress', 'uploading') AND create_date <= $2::timestamptz + interval '1 minute'`,
    [storageConfigId, retiredAt],
  );
  return row!.count;
}
