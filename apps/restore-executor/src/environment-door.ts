import { Injectable } from '@nestjs/common';
import { EnvironmentAccessOf } from '@app/contracts';
import { openEnvironmentAccess } from '@app/executor';
import { RpcClient } from '@app/messaging';
import { connectEnvironment, type OdooEnvironment } from '@app/odoo';
import { SecretBox } from '@app/secrets';
import { RestoreExecutorConfig } from './config';

/** Makes a connection to the environment; it may be called again after a connection was lost. */
export type Connect = (signal: AbortSignal) => Promise<OdooEnvironment>;

export interface FoundEnvironment {
  liveName: string;
  name: string;
  /** Of its project; absent: not known. */
  odooVersion?: string;
  connect: Connect;
}

/** How an environment is reached, asked for anew by each attempt, so that a mended key counts. */
@Injectable()
export class EnvironmentDoor {
  constructor(
    private readonly config: RestoreExecutorConfig,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
  ) {}

  /** @param jobTag marks the processes of the work */
  async find(environmentId: string, jobTag: string): Promise<FoundEnvironment> {
    const { environment, server, project } = await this.rpc.ask(EnvironmentAccessOf, { environment_id: environmentId });
    const target = openEnvironmentAccess(environment, server, this.secrets);
    const connect: Connect = (signal) =>
      connectEnvironment(target, { ...this.config.connectionOptions, jobTag, signal });
    const odooVersion = project?.odoo_version;
    return { liveName: environment.db_name, name: environment.name, ...(odooVersion && { odooVersion }), connect };
  }
}
