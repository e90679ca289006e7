import { Controller, type INestApplication } from '@nestjs/common';
import { jetstreamManager, type JetStreamManager, type StoredMsg } from '@nats-io/jetstream';
import { DataSource } from 'typeorm';
import { BackupRun, type BackupRunPayload, BackupVerify, type BackupVerifyPayload, CONSUMERS } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { backupRun, closedGate, eventually, type ServiceNats, startServiceApp, startServiceNats } from '../testing';
import type { DeliveryContext } from './delivery-context';
import { CommandConsumer } from './handlers';
import { Outbox } from './outbox';
import { RetryLater } from './retry-later';

const ACK_WAIT_MS = 3_000;
type Handler = (command: BackupRunPayload, context: DeliveryContext, call: number) => Promise<void> | void;

/** What the handlers of a spec do and saw; a spec sets `handle`. */
class Script {
  handle: Handler = () => undefined;
  calls: { command: BackupRunPayload; attempt: number; atMs: number }[] = [];
  running = 0;
  mostRunning = 0;
}
let script = new Script();

@Controller()
class BackupConsumer {
  @CommandConsumer(BackupRun, CONSUMERS.backupRun)
  async run(command: BackupRunPayload, context: DeliveryContext): Promise<void> {
    const now = script;
    now.calls.push({ command, attempt: context.attempt, atMs: Date.now() });
    now.mostRunning = Math.max(now.mostRunning, ++now.running);
    try {
      await now.handle(command, context, now.calls.length);
    } finally {
      now.running--;
    }
  }

  @CommandConsumer(BackupVerify, CONSUMERS.backupVerify)
  verify(_command: BackupVerifyPayload): void {}
}

describeRequiring(['postgres', 'nats'], 'a command and its consumer', () => {
  let nats: ServiceNats;
  let manager: JetStreamManager;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let gateway: INestApplication;
  const executors: INestApplication[] = [];

  const startExecutor = async (settings: Parameters<typeof startServiceApp>[0]['settings'] = {}) => {
    const app = await startServiceApp({
      service: 'backup-executor',
      natsUrl: nats.urlOf('backup-executor'),
      databaseUrl: database.url,
      controllers: [BackupConsumer],
      settings: { ackWaitMs: ACK_WAIT_MS, ...settings },
    });
    executors.push(app);
    return app;
  };
  const request = async (command = backupRun()) => {
    await gateway
      .get(DataSource)
      .transaction((transaction) => gateway.get(Outbox).command(transaction, BackupRun, command));
    return command;
  };
  const waiting = async () => (await manager.streams.info('JOBS')).state.messages;
  const deliveries = async () => (await manager.consumers.info('JOBS', 'backup-run')).delivered.consumer_seq;
  const settled = () => eventually(async () => script.calls.length > 0 && (await waiting()) === 0, 'every job settled');
  const deadLetters = async () => {
    const { state } = await manager.streams.info('DEAD');
    const letters: StoredMsg[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const letter = await manager.streams.getMessage('DEAD', { seq }).catch(() => null);
      if (letter) letters.push(letter);
    }
    return letters;
  };

  beforeAll(async () => {
    [nats, database] = await Promise.all([startServiceNats({ ackWaitMs: ACK_WAIT_MS }), freshDatabase()]);
    manager = await jetstreamManager(nats.admin);
    gateway = await startServiceApp({ service: 'gateway', natsUrl: nats.urlOf('gateway'), databaseUrl: database.url });
  });
  beforeEach(() => void (script = new Script()));
  afterEach(async () => {
    await Promise.all(executors.splice(0).map((app) => app.close()));
    await manager.streams.purge('JOBS');
    await manager.streams.purge('DEAD');
  });
  afterAll(async () => {
    await gateway?.close();
    await nats?.stop();
    await database?.drop();
  });

  it('comes from the outbox of one service to the handler of another, validated and typed', async () => {
    await startExecutor();
    const command = await request();
    await settled();
    expect(script.calls).toEqual([{ command, attempt: 1, atMs: expect.any(Number) as unknown }]);
    expect(await deadLetters()).toEqual([]);
  });

  it('is retried after the delays, and then becomes a dead letter, once', async () => {
    script.handle = () => {
      throw new StrongroomError('SSH_CONNECTION_LOST', 'the line\nbroke');
    };
    await startExecutor({ retryDelaysMs: [0, 400] });
    const command = await request();
    await settled();
    expect(script.calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const [first, second, third] = script.calls.map(({ atMs }) => atMs);
    expect(second! - first!).toBeLessThan(350);
    expect(third! - second!).toBeGreaterThanOrEqual(390);
    const [letter, ...more] = await deadLetters();
    expect(more).toEqual([]);
    expect(letter!.subject).toBe('dead.JOBS.jobs.backup.run');
    expect(letter!.json()).toMatchObject({ backup_id: command.backup_id });
    expect(Object.fromEntries([...letter!.header].map(([name, [value]]) => [name, value]))).toMatchObject({
      'Strongroom-Message': 'backup.run',
      'Strongroom-Version': '1',
      'Strongroom-Error-Code': 'SSH_CONNECTION_LOST',
      'Strongroom-Error-Message': 'the line broke',
      'Strongroom-Attempt': '3',
      'Strongroom-Original-Subject': 'jobs.backup.run',
      'Strongroom-Original-Message-Id': `backup.run.${command.backup_id}`,
      'Strongroom-Consumer': 'backup-run',
    });
  });

  it('becomes a dead letter at once when somebody has to mend something first', async () => {
    script.handle = () => {
      throw new StrongroomError('SSH_AUTH_FAILED', 'refused');
    };
    await startExecutor();
    await request();
    await settled();
    expect(script.calls).toHaveLength(1);
    expect(await deadLetters()).toHaveLength(1);
  });

  it('goes by the attempt that the handler counted itself', async () => {
    script.handle = (_command, context) => {
      context.attempt = 3;
      throw new StrongroomError('SSH_CONNECTION_LOST', 'gone');
    };
    await startExecutor({ retryDelaysMs: [0, 0] });
    await request();
    await settled();
    expect(script.calls).toHaveLength(1);
    expect((await deadLetters())[0]!.header.get('Strongroom-Attempt')).toBe('3');
  });

  it('that has to wait for its turn counts no attempt', async () => {
    script.handle = (_command, _context, call) => {
      if (call <= 3) throw new RetryLater('busy', 200);
      if (call === 4) throw new StrongroomError('SSH_CONNECTION_LOST', 'gone');
    };
    await startExecutor({ retryDelaysMs: [0] });
    await request();
    await settled();
    expect(script.calls.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 2]);
    expect(script.calls[1]!.atMs - script.calls[0]!.atMs).toBeGreaterThanOrEqual(190);
    expect(await deadLetters()).toEqual([]);
  });

  it('that does not have the form of its contract becomes a dead letter without reaching the handler', async () => {
    await startExecutor();
    for (const payload of ['not json', '{"backup_id": 7}', 'null']) nats.admin.publish(BackupRun.subject, payload);
    await eventually(async () => (await deadLetters()).length === 3 && (await waiting()) === 0, 'three dead letters');
    expect(script.calls).toEqual([]);
    for (const letter of await deadLetters())
      expect(letter.header.get('Strongroom-Error-Code')).toBe('MESSAGE_INVALID');
  });

  it('is delivered once although its handler runs three times as long as the broker waits', async () => {
    script.handle = () => new Promise((resolve) => setTimeout(resolve, 3 * ACK_WAIT_MS));
    await startExecutor();
    const before = await deliveries();
    await request();
    await settled();
    expect(script.calls).toHaveLength(1);
    expect((await deliveries()) - before).toBe(1);
  });

  it('is one of at most MAX_JOBS at once', async () => {
    const gate = closedGate();
    script.handle = () => gate.opened;
    await startExecutor({ maxJobs: 3 });
    for (let count = 0; count < 7; count++) await request();
    await eventually(async () => script.running === 3 && (await waiting()) === 7, 'three jobs at once');
    gate.open();
    await eventually(() => script.calls.length === 7, 'all of them are begun');
    await settled();
    expect(script.calls).toHaveLength(7);
    expect(script.mostRunning).toBe(3);
  });

  it('is done once by two replicas', async () => {
    await startExecutor();
    await startExecutor();
    const commands: BackupRunPayload[] = [];
    for (let count = 0; count < 20; count++) commands.push(await request());
    await eventually(() => script.calls.length >= 20, 'all of them are begun');
    await settled();
    expect(script.calls.map(({ command }) => command.backup_id).sort()).toEqual(
      commands.map(({ backup_id }) => backup_id).sort(),
    );
  });

  it('is finished by the handler that runs while nats-server is killed, and comes once', async () => {
    const gate = closedGate();
    script.handle = () => gate.opened;
    await startExecutor();
    await request();
    await eventually(() => script.running === 1, 'the handler runs');
    await nats.kill();
    // down for longer than it waits for a sign of life: it takes the first delivery for lost and sends another one
    await new Promise((resolve) => setTimeout(resolve, 1.5 * ACK_WAIT_MS));
    await nats.start();
    await eventually(() => manager.streams.info('JOBS').then(Boolean, () => false), 'the broker answers');
    await new Promise((resolve) => setTimeout(resolve, 1.5 * ACK_WAIT_MS));
    gate.open();
    await settled();
    expect(script.calls).toHaveLength(1);

    const next = await request();
    await eventually(() => script.calls.length === 2, 'the consumer goes on');
    expect(script.calls[1]!.command).toEqual(next);
  });

  it('reaches a consumer that was deleted and made anew', async () => {
    await startExecutor();
    await request();
    await settled();
    await manager.consumers.delete('JOBS', 'backup-run');
    await nats.provision();
    await request();
    await eventually(() => script.calls.length === 2, 'the second command arrives');
  });

  it('is finished within the grace when the process stops, and no other is begun', async () => {
    const gate = closedGate();
    script.handle = () => gate.opened;
    const executor = await startExecutor({ maxJobs: 1 });
    await request();
    await request();
    await eventually(() => script.running === 1, 'the first handler runs');
    const closed = executor.close();
    gate.open();
    await closed;
    executors.length = 0;
    expect(script.calls).toHaveLength(1);
    await eventually(async () => (await waiting()) === 1, 'the second command stays');
  });

  it('is handed back when the grace is over, and taken at once by the next process', async () => {
    let unwound = false;
    script.handle = (_command, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () =>
          setTimeout(() => ((unwound = true), reject(signal.reason as Error)), 200),
        );
      });
    const executor = await startExecutor({ shutdownGraceMs: 100 });
    await request();
    await eventually(() => script.running === 1, 'the handler runs');
    await executor.close();
    executors.length = 0;
    expect(unwound).toBe(true);
    const handedBackAt = Date.now();
    script.handle = () => undefined;
    await startExecutor();
    await settled();
    expect(script.calls.map(({ attempt }) => attempt)).toEqual([1, 1]);
    expect(script.calls[1]!.atMs - handedBackAt).toBeLessThan(ACK_WAIT_MS);
    expect(await deadLetters()).toEqual([]);
  });
});
