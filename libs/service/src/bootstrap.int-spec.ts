import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import { backupRun, eventually, type ServiceNats, startServiceNats } from '../../messaging/testing';

const HOOK = resolve(__dirname, '../testing/typescript-hook.cjs');
const PROGRAM = resolve(__dirname, '../testing/example-service.ts');

class Service {
  output = '';
  errors = '';
  code: number | null | undefined;
  private readonly child: ChildProcess;

  constructor(environment: Record<string, string>) {
    this.child = spawn(process.execPath, ['--require', HOOK, PROGRAM], {
      env: { PATH: process.env.PATH, ...environment },
    });
    this.child.stdout!.on('data', (chunk) => (this.output += String(chunk)));
    this.child.stderr!.on('data', (chunk) => (this.errors += String(chunk)));
    this.child.on('close', (code) => (this.code = code));
  }

  get lines(): Record<string, unknown>[] {
    return this.output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async ready(): Promise<string> {
    const line = () => this.lines.find(({ msg }) => msg === 'ready');
    await eventually(() => line() !== undefined || this.code !== undefined, 'the service is ready');
    if (this.code !== undefined) throw new Error(`it ended with ${this.code}: ${this.output} ${this.errors}`);
    return `http://127.0.0.1:${String(line()!.port)}`;
  }

  async said(word: string): Promise<void> {
    await eventually(() => this.lines.some(({ work }) => work === word), `the work is ${word}`);
  }

  async ended(): Promise<number | null> {
    await eventually(() => this.code !== undefined, 'the process ended');
    return this.code!;
  }

  end(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

describeRequiring(['postgres', 'nats'], 'a service process', () => {
  let nats: ServiceNats;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let environment: Record<string, string>;
  const services: Service[] = [];
  const start = (change: Record<string, string> = {}) => {
    const service = new Service({ ...environment, ...change });
    services.push(service);
    return service;
  };
  const jobs = async () => (await (await jetstreamManager(nats.admin)).streams.info('JOBS')).state.messages;
  const request = () => jetstream(nats.admin).publish('jobs.backup.run', JSON.stringify(backupRun()));

  beforeAll(async () => {
    [nats, database] = await Promise.all([startServiceNats(), freshDatabase()]);
    environment = {
      STRONGROOM_DATABASE_URL: database.url,
      STRONGROOM_NATS_URL: nats.urlOf('backup-executor'),
      STRONGROOM_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      STRONGROOM_HTTP_PORT: '0',
    };
  });
  afterEach(async () => {
    for (const service of services.splice(0)) {
      service.end('SIGKILL');
      await service.ended();
    }
  });
  afterAll(async () => {
    await nats?.stop();
    await database?.drop();
  });

  it('says that it is ready, answers health, and ends with 0 on SIGTERM', async () => {
    const service = start();
    const address = await service.ready();
    const ready = await fetch(`${address}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ok', checks: { postgresql: 'ok', nats: 'ok' } },
    ]);
    expect(await (await fetch(`${address}/health/live`)).json()).toEqual({ status: 'ok' });
    service.end('SIGTERM');
    expect(await service.ended()).toBe(0);
    expect(service.errors).toBe('');
  });

  it('tells everything that is wrong with its configuration in one message, and ends with 78', async () => {
    const service = start({ STRONGROOM_DATABASE_URL: '', STRONGROOM_MASTER_KEYS: 'k1:c2VjcmV0', MAX_JOBS: 'many' });
    expect(await service.ended()).toBe(78);
    expect(service.output).toBe('');
    expect(service.errors.trim().split('\n')).toEqual([
      'The configuration is not valid:',
      expect.stringContaining('STRONGROOM_DATABASE_URL is missing'),
      expect.stringContaining('MAX_JOBS'),
      expect.stringContaining('STRONGROOM_MASTER_KEYS: master key k1 has 6 bytes instead of 32'),
    ]);
  });

  it('is not ready, and says why, while nats-server is down; and is ready again afterwards', async () => {
    const address = await start().ready();
    await nats.kill();
    const health = async () =>
      (await (await fetch(`${address}/health/ready`)).json()) as { status: string; checks: Record<string, string> };
    await eventually(async () => (await health()).status === 'unavailable', 'the loss is noticed');
    expect((await fetch(`${address}/health/ready`)).status).toBe(503);
    expect((await health()).checks).toEqual({ postgresql: 'ok', nats: 'not connected' });
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
    await nats.start();
    await eventually(async () => (await health()).status === 'ok', 'it is ready again');
  });

  it('finishes its work on SIGTERM before it ends', async () => {
    const service = start({ WORK_MS: '1500' });
    await service.ready();
    await request();
    await service.said('begun');
    service.end('SIGTERM');
    expect(await service.ended()).toBe(0);
    expect(service.lines.some(({ work }) => work === 'done')).toBe(true);
    await eventually(async () => (await jobs()) === 0, 'the job is settled');
  });

  it('hands back what does not end within the grace, and ends with 0', async () => {
    const service = start({ WORK_MS: '600000', SHUTDOWN_GRACE_MS: '200' });
    await service.ready();
    await request();
    await service.said('begun');
    service.end('SIGTERM');
    expect(await service.ended()).toBe(0);
    expect(await jobs()).toBe(1);
    const next = start();
    await next.said('done');
    await eventually(async () => (await jobs()) === 0, 'the job is settled');
  });

  it('ends with 1 and a reason when the database refuses it', async () => {
    const url = new URL(database.url);
    url.pathname = '/nowhere';
    const service = start({ STRONGROOM_DATABASE_URL: url.href });
    expect(await service.ended()).toBe(1);
    expect(service.lines.filter(({ level }) => level === 'fatal')).toEqual([
      expect.objectContaining({ msg: expect.stringContaining('database "nowhere" does not exist') as unknown }),
    ]);
  });
});
