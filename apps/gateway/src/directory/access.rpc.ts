import { Controller } from '@nestjs/common';
import {
  BackupAccess,
  type BackupAccessAnswer,
  type BackupAccessRequest,
  type EnvironmentAccessAnswer,
  EnvironmentAccessOf,
  type EnvironmentAccessRequest,
  type ProjectSnapshot,
  type StorageAccess,
  type StorageAccessAnswer,
  StorageAccessOf,
  type StorageAccessRequest,
  StorageAccesses,
  type StorageAccessPage,
  type StorageAccessPageRequest,
} from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { environmentAccess, projectSnapshot, serverAccess, storageAccess } from './access-answers';
import { DirectoryStore } from './directory-store';
import { EncryptionKeys } from './encryption-keys';
import { Environment } from './environment.entity';
import { Project } from './project.entity';
import { Server } from './server.entity';
import { StorageConfig } from './storage-config.entity';
import { requireReachable } from './working-environment';

/** So that an answer stays far below the size that a message may have. */
const STORAGES_A_PAGE = 50;

/** Tells executors how to reach an environment and a storage. NOT_FOUND when one of them is gone, ENVIRONMENT_DELETED, ENVIRONMENT_INCOMPLETE. */
@Controller()
export class AccessRpc {
  constructor(
    private readonly store: DirectoryStore,
    private readonly encryption: EncryptionKeys,
  ) {}

  @RpcHandler(BackupAccess)
  async backupAccess(request: BackupAccessRequest): Promise<BackupAccessAnswer> {
    const [{ environment, server }, storage] = await Promise.all([
      this.reach(request.environment_id),
      this.store.get(StorageConfig, request.storage_config_id),
    ]);
    return {
      environment: environmentAccess(environment),
      server: serverAccess(server),
      project: await this.projectOf(environment),
      storage: await this.storageOf(storage),
    };
  }

  @RpcHandler(EnvironmentAccessOf)
  async environmentAccess(request: EnvironmentAccessRequest): Promise<EnvironmentAccessAnswer> {
    const { environment, server } = await this.reach(request.environment_id);
    const project = await this.projectOf(environment);
    return { environment: environmentAccess(environment), server: serverAccess(server), project };
  }

  private async projectOf({ project_id }: Environment): Promise<ProjectSnapshot> {
    return projectSnapshot(await this.store.get(Project, project_id));
  }

  @RpcHandler(StorageAccessOf)
  async storageAccess(request: StorageAccessRequest): Promise<StorageAccessAnswer> {
    return { storage: await this.storageOf(await this.store.get(StorageConfig, request.storage_config_id)) };
  }

  private async storageOf(row: StorageConfig): Promise<StorageAccess> {
    return { ...storageAccess(row), encryption: await this.encryption.accessOf(row) };
  }

  @RpcHandler(StorageAccesses)
  async storageAccesses({ after }: StorageAccessPageRequest): Promise<StorageAccessPage> {
    const query = this.store.query(StorageConfig).orderBy('row.id').take(STORAGES_A_PAGE);
    const rows = await (after === null ? query : query.where('row.id > :after', { after })).getMany();
    const next = rows.length < STORAGES_A_PAGE ? null : rows.at(-1)!.id;
    return { storages: rows.map(storageAccess), next };
  }

  private async reach(environmentId: string): Promise<{ environment: Environment; server: Server }> {
    const environment = requireReachable(await this.store.get(Environment, environmentId));
    return { environment, server: await this.store.get(Server, environment.server_id) };
  }
}
