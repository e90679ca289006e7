/** MAX_JOBS holds for all commands of a process together, and what has slots of its own does not wait for them. */
import { randomUUID } from 'node:crypto';
import { Controller, type INestApplication } from '@nestjs/common';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import {
  BackupCancel,
  BackupRun,
  BackupVerify,
  CONSUMERS,
  type BackupCancelPayload,
  type BackupRunPayload,
  type BackupVerifyPayload,
} from '@app/contracts';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { fixtureOf } from '../../contracts/testing/definitions';
import { closedGate, eventually, type ServiceNats, startServiceApp, startServiceNats } from '../testing';
import { CommandConsumer } from './handlers';

const MAX_JOBS = 2;

/** What runs in each of two processes, and what was done. */
const work = { gate: closedGate(), running: new Map<object, number>(), most: 0, done: [] as string[], cancels: 0 };

@Controller()
class Consumers {
  @CommandConsumer(BackupRun, CONSUMERS.backupRun)
  run({ backup_id }: BackupRunPayload): Promise<void> {
    return this.job(backup_id);
  }

  @CommandConsumer(BackupVerify, CONSUMERS.backupVerify)
  verify({ task_id }: BackupVerifyPayload): Promise<void> {
    return this.job(task_id);
  }

  @CommandConsumer(BackupCancel, CONSUMERS.backupCancel, { concurrency: 1 })
  cancel(_command: BackupCancelPayload): void {
    work.cancels++;
  }

  private async job(id: string): Promise<void> {
    const running = (work.running.get(this) ?? 0) + 1;
    work.running.set(this, running);
    work.most = Math.max(work.most, running);
    await work.gate.opened;
    work.running.set(this, work.running.get(this)! - 1);
    work.done.push(id);
  }
}

describeRequiring(['postgres', 'nats'], 'the slots of a process', () => {
  let nats: ServiceNats;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  const processes: INestApplication[] = [];
  beforeAll(async () => {
    [nats, database] = await Promise.all([startServiceNats({ ackWaitMs: 2_000 }), freshDatabase()]);
    for (let n = 0; n < 2; n++)
      processes.push(
        await startServiceApp({
          service: 'backup-executor',
          natsUrl: nats.urlOf('backup-executor'),
          databaseUrl: database.url,
          controllers: [Consumers],
          settings: { maxJobs: MAX_JOBS, ackWaitMs: 2_000 },
        }),
      );
  });
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.close()));
    await nats?.stop();
    await database?.drop();
  });

  it('are shared by its commands, and a cancel passes by', async () => {
    const ids = Array.from({ length: 16 }, () => randomUUID());
    const publish = (subject: string, payload: object) =>
      jetstream(nats.admin).publish(subject, JSON.stringify(payload), { msgID: randomUUID() });
    for (const [n, id] of ids.entries())
      await (n % 2
        ? publish(BackupVerify.subject, { ...fixtureOf(BackupVerify), task_id: id })
        : publish(BackupRun.subject, { ...fixtureOf(BackupRun), backup_id: id }));
    const inAll = () => [...work.running.values()].reduce((sum, each) => sum + each, 0);
    await eventually(() => inAll() === 2 * MAX_JOBS, 'both processes are full');
    await publish(BackupCancel.subject, fixtureOf(BackupCancel));
    await eventually(() => work.cancels === 1, 'the cancel was heard');
    work.gate.open();
    await eventually(() => work.done.length === ids.length, 'all jobs are done');
    expect([...work.done].sort()).toEqual([...ids].sort());
    expect(work.most).toBe(MAX_JOBS);
    const manager = await jetstreamManager(nats.admin);
    await eventually(async () => (await manager.streams.info('JOBS')).state.messages === 0, 'all are settled');
  });
});
