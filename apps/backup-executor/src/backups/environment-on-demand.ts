import { EnvironmentAccessOf } from '@app/contracts';
import { openEnvironmentAccess, type RunningJob } from '@app/executor';
import type { RpcClient } from '@app/messaging';
import { connectEnvironment, type OdooEnvironment } from '@app/odoo';
import type { SecretBox } from '@app/secrets';
import type { BackupExecutorConfig } from '../config';

/** The environment of a task that can usually do without it: reached when it is first asked for. */
export class EnvironmentOnDemand {
  private environment: OdooEnvironment | undefined;

  constructor(
    private readonly task: { task_id: string; environment_id: string },
    private readonly job: RunningJob,
    private readonly rpc: RpcClient,
    private readonly secrets: SecretBox,
    private readonly config: BackupExecutorConfig,
  ) {}

  async connect(): Promise<OdooEnvironment> {
    if (this.environment) return this.environment;
    const { task_id, environment_id } = this.task;
    const { environment, server } = await this.rpc.ask(EnvironmentAccessOf, { environment_id });
    this.environment = await connectEnvironment(openEnvironmentAccess(environment, server, this.secrets), {
      ...this.config.connectionOptions,
      jobTag: task_id,
      signal: this.job.signal,
    });
    if (this.job.attempt > 1) await this.environment.killStrays();
    return this.environment;
  }

  async close(): Promise<void> {
    await this.environment?.close();
  }
}
