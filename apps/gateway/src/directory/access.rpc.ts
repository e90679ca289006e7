import { Controller } from '@nestjs/common';
import {
  BackupAccess,
  type BackupAccessAnswer,
  type BackupAccessRequest,
  type EnvironmentAccessAnswer,
  EnvironmentAccessOf,
  type EnvironmentAccessRequest,
} from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { environmentAccess, projectSnapshot, serverAccess, storageAccess } from './access-answers';
import { DirectoryStore } from './directory-store';
import { Environment } from './environment.entity';
import { Project } from './project.entity';
import { Server } from './server.entity';
import { StorageConfig } from './storage-config.entity';

/** Tells executors how to reach an environment and a storage. NOT_FOUND when one of them is gone. */
@Controller()
export class AccessRpc {
  constructor(private readonly store: DirectoryStore) {}

  @RpcHandler(BackupAccess)
  async backupAccess(request: BackupAccessRequest): Promise<BackupAccessAnswer> {
    const [{ environment, server }, storage] = await Promise.all([
      this.reach(request.environment_id),
      this.store.get(StorageConfig, request.storage_config_id),
    ]);
    const project = await this.store.get(Project, environment.project_id);
    return {
      environment: environmentAccess(environment),
      server: serverAccess(server),
      project: projectSnapshot(project),
      storage: storageAccess(storage),
    };
  }

  @RpcHandler(EnvironmentAccessOf)
  async environmentAccess(request: EnvironmentAccessRequest): Promise<EnvironmentAccessAnswer> {
    const { environment, server } = await this.reach(request.environment_id);
    return { environment: environmentAccess(environment), server: serverAccess(server) };
  }

  private async reach(environmentId: string): Promise<{ environment: Environment; server: Server }> {
    const environment = await this.store.get(Environment, environmentId);
    return { environment, server: await this.store.get(Server, environment.server_id) };
  }
}
