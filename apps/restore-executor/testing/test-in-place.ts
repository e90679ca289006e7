/** For specs: the real restore executor beside live environments on this machine, and a gateway that a spec plays. */
import { randomUUID } from 'node:crypto';
import {
  EnvironmentAccessOf,
  RestoreInsurance,
  type RestoreInsuranceAnswer,
  RestoreRun,
  type RestoreRunPayload,
  RestoreUndo,
  StorageAccessOf,
} from '@app/contracts';
import { Job } from '@app/executor';
import { SecretBox } from '@app/secrets';
import { endedJob } from '../../../libs/executor/testing/ended-job';
import { eventually } from '../../../libs/messaging/testing';
import { TestService } from '../../../libs/service/testing/test-service';
import { RestoreExecutorModule } from '../src/app.module';
import { RestoreExecutorConfig } from '../src/config';
import { RestoreStep } from '../src/journal/restore-step.entity';
import { LiveOdoo } from './live-odoo';

export class TestInPlace {
  /** What the gateway answers when it is asked for the insurance backup of a restore. */
  readonly insurance = new Map<string, Partial<RestoreInsuranceAnswer>>();
  /** What happens while a restore waits for its insurance backup: that is completed afterwards. */
  readonly meanwhile = new Map<string, () => Promise<void>>();
  private readonly liveNames = new Map<string, string>();

  private constructor(
    readonly service: TestService,
    readonly odoo: LiveOdoo,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<TestInPlace> {
    const service = await TestService.start({
      service: 'restore-executor',
      module: RestoreExecutorModule,
      config: RestoreExecutorConfig,
      environment: {
        BUSY_DELAY_MS: '50',
        SWEEP_INTERVAL_MS: '0',
        REPLACED_SWEEP_INTERVAL_MS: '0',
        INSURANCE_POLL_MS: '20',
        ...environment,
      },
    });
    const test = new TestInPlace(service, new LiveOdoo(service.app.get(SecretBox)));
    await service.answer(StorageAccessOf, () => ({ storage: test.odoo.access(randomUUID(), '').storage }));
    await service.answer(EnvironmentAccessOf, ({ environment_id }) =>
      test.odoo.access(environment_id, test.liveNames.get(environment_id)!),
    );
    await service.answer(RestoreInsurance, ({ restore_id }) => test.insured(restore_id));
    return test;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.odoo.stop();
  }

  async environment(...how: Parameters<LiveOdoo['environment']>): Promise<RestoreRunPayload> {
    const restore = await this.odoo.environment(...how);
    this.liveNames.set(restore.environment_id, restore.target_db);
    return restore;
  }

  /** A restore over the same place by what takes itself for another environment: nothing keeps the two apart. */
  beside(restore: RestoreRunPayload): RestoreRunPayload {
    const ids = { restore_id: randomUUID(), task_id: randomUUID(), backup_id: randomUUID() };
    const environment_id = randomUUID();
    this.liveNames.set(environment_id, restore.target_db);
    return { ...restore, ...ids, environment_id };
  }

  async run(restore: RestoreRunPayload): Promise<Job> {
    await this.service.command(RestoreRun, restore);
    return endedJob(this.service.dataSource, restore.task_id);
  }

  /** The dead letter of a restore, once more. */
  async replay(restore: RestoreRunPayload, replay: number): Promise<Job> {
    await this.service.command(RestoreRun, restore, replay);
    const jobs = this.service.dataSource.getRepository(Job);
    const ended = async () => (await jobs.findOneByOrFail({ id: restore.task_id, replay })).endedAt;
    await eventually(() => ended().catch(() => undefined), `the replay of ${restore.task_id} has ended`);
    return jobs.findOneByOrFail({ id: restore.task_id });
  }

  async undo(restore: RestoreRunPayload): Promise<Job> {
    const undo = this.odoo.undoOf(restore);
    await this.service.command(RestoreUndo, undo);
    return endedJob(this.service.dataSource, undo.task_id);
  }

  /** The steps of a restore with their outcomes, in order. */
  async steps({ restore_id }: RestoreRunPayload): Promise<string[]> {
    const steps = await this.service.dataSource.manager.find(RestoreStep, {
      where: { restoreId: restore_id },
      order: { ordinal: 'ASC' },
    });
    return steps.map(({ name, status }) => `${name} ${status}`);
  }

  private insured(restoreId: string): RestoreInsuranceAnswer {
    const work = this.meanwhile.get(restoreId);
    const answer = { backup_id: randomUUID(), is_verified: true, error_message: null };
    if (!work) return { ...answer, status: 'completed', ...this.insurance.get(restoreId) };
    this.meanwhile.set(restoreId, () => new Promise(() => {}));
    void work().then(() => this.meanwhile.delete(restoreId));
    return { ...answer, status: 'in_progress', is_verified: false };
  }
}
