/** Which storages new backups go to: those that are named, else the default of the organization. */
import { type EntityManager, In } from 'typeorm';
import { StrongroomError } from '@app/core';
import { StorageConfig } from '../directory/storage-config.entity';
import { validationFailed } from '../http/request-validation';

type Known = Pick<StorageConfig, 'id' | 'organization_id' | 'is_default'>;

export class StorageChoices {
  private constructor(private readonly known: ReadonlyMap<string, Known>) {}

  /** @param named what requests of these organizations name, theirs or not */
  static async load(
    manager: EntityManager,
    organizationIds: readonly string[],
    named: readonly string[],
  ): Promise<StorageChoices> {
    const rows = await manager.find(StorageConfig, {
      select: { id: true, organization_id: true, is_default: true },
      where: [
        { id: In([...new Set(named)]) },
        { organization_id: In([...new Set(organizationIds)]), is_default: true },
      ],
    });
    return new StorageChoices(new Map(rows.map((row) => [row.id, row])));
  }

  /**
   * @param named null: the default
   * @throws StrongroomError NO_STORAGE_CONFIG, VALIDATION_FAILED for a storage config of another organization
   */
  choose(organizationId: string, named: string | null): string {
    if (named !== null) {
      this.requireOwn(organizationId, [named], 'storage_config_id');
      return named;
    }
    for (const { id, organization_id, is_default } of this.known.values())
      if (is_default && organization_id === organizationId) return id;
    throw new StrongroomError(
      'NO_STORAGE_CONFIG',
      'The request names no storage config, and the organization has no default one.',
    );
  }

  /** @throws StrongroomError VALIDATION_FAILED naming the field, for a storage config of another organization */
  requireOwn(organizationId: string, ids: readonly string[], field: string): void {
    if (ids.every((id) => this.known.get(id)?.organization_id === organizationId)) return;
    const what = field.endsWith('_ids') ? 'hold storage configs' : 'be a storage config';
    throw validationFailed([{ field, message: `${field} must ${what} of the same organization` }]);
  }
}

/** @throws StrongroomError VALIDATION_FAILED where the copies would lie beside their backup */
export function requireElsewhere(storageConfigId: string | null, copies: readonly string[]): void {
  if (storageConfigId === null || !copies.includes(storageConfigId)) return;
  const field = 'copy_storage_config_ids';
  throw validationFailed([{ field, message: `${field} must not hold the storage of the backup` }]);
}
