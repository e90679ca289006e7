import { Controller, type INestApplication } from '@nestjs/common';
import {
  EnvironmentAccessOf,
  type EnvironmentAccessAnswer,
  type EnvironmentAccessRequest,
  type ProgressPayload,
  StorageProbe,
  type StorageProbeAnswer,
} from '@app/contracts';
import { StrongroomError } from '@app/core';
import { storageAccess } from '../../contracts/testing/storage-access';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { ENVIRONMENT, eventually, ORGANIZATION, type ServiceNats, startServiceApp, startServiceNats } from '../testing';
import { RpcHandler } from './handlers';
import { Progress } from './progress';
import { RpcClient } from './rpc-client';

const ANSWER: EnvironmentAccessAnswer = {
  environment: {
    id: ENVIRONMENT,
    organization_id: ORGANIZATION,
    project_id: ORGANIZATION,
    name: 'shop',
    type: 'production',
    status: 'active',
    runtime: 'docker',
    db_name: 'shop',
    container_name: null,
    domain: null,
    db_host: null,
    db_port: null,
    db_user: 'odoo',
    db_password_sealed: null,
    filestore_root: '/srv/filestore',
  },
  server: {
    id: ORGANIZATION,
    name: 'one',
    ip_address: '127.0.0.1',
    connection: 'local',
    ssh_port: 22,
    ssh_user: 'odoo',
    private_key_sealed: null,
    host_key: null,
  },
};
let answer: (request: EnvironmentAccessRequest) => Promise<EnvironmentAccessAnswer> | EnvironmentAccessAnswer;
let asked: EnvironmentAccessRequest[] = [];

@Controller()
class Directory {
  @RpcHandler(EnvironmentAccessOf)
  access(request: EnvironmentAccessRequest): Promise<EnvironmentAccessAnswer> | EnvironmentAccessAnswer {
    asked.push(request);
    return answer(request);
  }
}

describeRequiring(['postgres', 'nats'], 'questions between services', () => {
  let nats: ServiceNats;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let gateway: INestApplication | undefined;
  let executor: INestApplication;
  const startGateway = async () =>
    (gateway = await startServiceApp({
      service: 'gateway',
      natsUrl: nats.urlOf('gateway'),
      databaseUrl: database.url,
      controllers: [Directory],
    }));
  const ask = (options = {}) =>
    executor.get(RpcClient).ask(EnvironmentAccessOf, { environment_id: ENVIRONMENT }, options);

  beforeAll(async () => {
    [nats, database] = await Promise.all([startServiceNats(), freshDatabase()]);
    executor = await startServiceApp({
      service: 'restore-executor',
      natsUrl: nats.urlOf('restore-executor'),
      databaseUrl: database.url,
    });
  });
  beforeEach(() => {
    asked = [];
    answer = () => ANSWER;
  });
  afterEach(async () => {
    await gateway?.close();
    gateway = undefined;
  });
  afterAll(async () => {
    await executor?.close();
    await nats?.stop();
    await database?.drop();
  });

  it('are answered', async () => {
    await startGateway();
    expect(await ask()).toEqual(ANSWER);
    expect(asked).toEqual([{ environment_id: ENVIRONMENT }]);
  });

  it('are answered with the error that the answerer threw', async () => {
    await startGateway();
    answer = () => {
      throw new StrongroomError('NOT_FOUND', 'no such environment', { details: { id: 7 } });
    };
    await expect(ask()).rejects.toMatchObject({
      code: 'NOT_FOUND',
      kind: 'operator',
      message: 'no such environment',
      details: { id: 7 },
    });
    answer = () => Promise.reject(new TypeError('undefined is not a function'));
    await expect(ask()).rejects.toMatchObject({ code: 'INTERNAL', message: 'undefined is not a function' });
  });

  it('and answers that break their contract are refused on either side', async () => {
    await startGateway();
    const wrong = { environment_id: 'seven' };
    await expect(executor.get(RpcClient).ask(EnvironmentAccessOf, wrong)).rejects.toMatchObject({
      code: 'MESSAGE_INVALID',
    });
    expect(asked).toEqual([]);
    answer = () =>
      ({ ...ANSWER, server: { ...ANSWER.server, ssh_port: 'twenty-two' } }) as unknown as EnvironmentAccessAnswer;
    await expect(ask()).rejects.toMatchObject({ code: 'MESSAGE_INVALID' });
  });

  it('wait for somebody who answers', async () => {
    const asking = ask();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await startGateway();
    expect(await asking).toEqual(ANSWER);
  });

  it('that nobody answers end at the deadline with who was missing', async () => {
    await expect(ask({ deadlineMs: 600 })).rejects.toMatchObject({
      code: 'GATEWAY_UNREACHABLE',
      message: expect.stringContaining('gateway.environment-access') as unknown,
    });
    const app = await startGateway();
    const storage = storageAccess({ path: '/x' });
    const probing: Promise<StorageProbeAnswer> = app.get(RpcClient).ask(StorageProbe, { storage }, { deadlineMs: 600 });
    await expect(probing).rejects.toMatchObject({ code: 'EXECUTOR_UNREACHABLE' });
  });

  it('that nobody is there for end before the deadline where the asker wants that, and a slow answer is waited for all the same', async () => {
    const patience = { timeoutMs: 60_000, deadlineMs: 60_000, absentMs: 300 };
    await expect(ask(patience)).rejects.toMatchObject({
      code: 'GATEWAY_UNREACHABLE',
      message: expect.stringMatching(/within 0\.3 s: no responders/) as unknown,
    });
    await startGateway();
    answer = () => new Promise((resolve) => setTimeout(() => resolve(ANSWER), 1_000));
    expect(await ask(patience)).toEqual(ANSWER);
    expect(asked).toHaveLength(1);
  });

  it('that are answered too slowly end at the deadline as well', async () => {
    await startGateway();
    answer = () => new Promise((resolve) => setTimeout(() => resolve(ANSWER), 3_000));
    await expect(ask({ timeoutMs: 200, deadlineMs: 1_500 })).rejects.toMatchObject({ code: 'GATEWAY_UNREACHABLE' });
    expect(asked.length).toBeGreaterThan(1);
  });

  it('stop when the asker is told to stop', async () => {
    await expect(ask({ signal: AbortSignal.timeout(100), deadlineMs: 60_000 })).rejects.toThrow();
  });

  it('can be asked again after nats-server was killed', async () => {
    await startGateway();
    await ask();
    await nats.kill();
    const asking = ask({ timeoutMs: 500 });
    await nats.start();
    expect(await asking).toEqual(ANSWER);
  });

  it('are not the way of progress, which is heard by whoever listens', async () => {
    const heard: ProgressPayload[] = [];
    const app = await startGateway();
    const stop = app.get(Progress).subscribe((progress) => heard.push(progress));
    const progress = {
      task_id: ENVIRONMENT,
      organization_id: ORGANIZATION,
      attempt: 1,
      stage: 'database',
      stages: ['database'],
      bytes: 5,
      total_bytes: null,
      rate_bytes_per_second: 1,
    };
    await eventually(() => (executor.get(Progress).publish(progress), heard.length > 0), 'a report is heard');
    expect(heard[0]).toEqual(progress);
    nats.admin.publish(`progress.${ORGANIZATION}.${ENVIRONMENT}`, 'not json');
    const count = heard.length;
    await eventually(() => (executor.get(Progress).publish(progress), heard.length > count), 'another report is heard');
    stop();
  });
});
