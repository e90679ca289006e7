import type { EntityManager } from 'typeorm';
import type { PolicySettingsPayload } from '@app/contracts';
import { requireElsewhere, StorageChoices } from '../backups/storage-choices';
import { Environment } from '../directory/environment.entity';
import { Server } from '../directory/server.entity';
import { validationFailed } from '../http/request-validation';

type Named = Pick<PolicySettingsPayload, 'storage_config_id' | 'copy_storage_config_ids' | 'drill_environment_id'>;

/**
 * What a policy names has to be of its organization, and good for what it is named for.
 * @param asked what of it a request gives
 * @param whole what comes of that
 * @throws StrongroomError VALIDATION_FAILED naming the field
 */
export async function requireSound(
  manager: EntityManager,
  environment: Environment,
  asked: Partial<Named>,
  whole: Named,
): Promise<void> {
  const { organization_id } = environment;
  const { storage_config_id, copy_storage_config_ids = [], drill_environment_id } = asked;
  const storage = storage_config_id ? [storage_config_id] : [];
  const storages = await StorageChoices.load(manager, [], [...storage, ...copy_storage_config_ids]);
  storages.requireOwn(organization_id, storage, 'storage_config_id');
  storages.requireOwn(organization_id, copy_storage_config_ids, 'copy_storage_config_ids');
  requireElsewhere(whole.storage_config_id, whole.copy_storage_config_ids);
  if (drill_environment_id && drill_environment_id !== environment.id)
    await requireDrillEnvironment(manager, organization_id, drill_environment_id);
}

async function requireDrillEnvironment(manager: EntityManager, organization_id: string, id: string): Promise<void> {
  const refuse = (what: string) =>
    validationFailed([{ field: 'drill_environment_id', message: `drill_environment_id must be ${what}` }]);
  const environment = await manager.findOneBy(Environment, { id, organization_id });
  if (environment === null || environment.deleted_at !== null) throw refuse('an environment of the same organization');
  const { server_id } = environment;
  if (server_id === null || !(await manager.existsBy(Server, { id: server_id, accepts_drills: true })))
    throw refuse('on a server that accepts drills (`accepts_drills`)');
}
