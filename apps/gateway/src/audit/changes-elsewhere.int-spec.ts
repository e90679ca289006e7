import { type Msg } from '@nats-io/transport-node';
import { PolicyChange, PolicyCreate, PolicyOf, RetentionRunOf } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { postWith } from '../../testing/post-with';
import { samplePolicy } from '../../testing/sample-policy';
import { type Answer, type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';

describeRequiring(['postgres', 'nats'], 'the audit log of changes that other services make', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let policy: string;
  /** What the scheduler and retention are asked, to be answered by each spec. */
  let asked: { subject: string; message: Msg }[] = [];
  let reply: (subject: string) => object | undefined = () => undefined;
  beforeAll(async () => {
    gateway = await TestGateway.start({ SCHEDULER_TIMEOUT_MS: '1500', RETENTION_TIMEOUT_MS: '1500' });
    directory = await makeDirectory(gateway);
    policy = `/api/v1/backups/environments/${directory.environment.id}/policy`;
  });
  afterAll(() => gateway?.stop());
  beforeEach(() => (asked = []));

  async function entries(action: string): Promise<Answer['body'][]> {
    return (await gateway.get(`/api/v1/audit?action=${action}`)).body.items;
  }

  async function listen(...subjects: string[]): Promise<void> {
    const { admin } = gateway.infrastructure.nats;
    for (const subject of subjects)
      admin.subscribe(subject, {
        callback: (_, message) => {
          asked.push({ subject, message });
          const answer = reply(subject);
          if (answer !== undefined) message.respond(JSON.stringify(answer));
        },
      });
    await admin.flush();
  }

  it('has nothing of what nobody was there to be asked for', async () => {
    expect(await gateway.post(policy, {})).toMatchObject({
      status: 503,
      body: { code: 'SCHEDULER_UNREACHABLE', details: { may_have_happened: false } },
    });
    expect(await entries('policy.created')).toEqual([]);
  });

  it('has who asked before the service is asked, and what came of it afterwards', async () => {
    await listen(PolicyCreate.subject, PolicyChange.subject, PolicyOf.subject);
    const creating = gateway.post(policy, { daily_retention: 9 });
    await until(async () => asked.length === 1);
    const [open] = await entries('policy.created');
    expect(open).toMatchObject({
      outcome: 'unknown',
      actor_name: 'admin',
      object_id: null,
      organization_id: directory.organization.id,
      details: { environment_id: directory.environment.id, daily_retention: { to: 9 } },
    });
    const made = samplePolicy(directory, { revision: 1, daily_retention: 9 });
    const standing = { last_backup_at: null, last_backup_status: null, next_backup_at: null, next_drill_at: null };
    const state = { ...made, ...standing, next_runs: [] };
    asked[0]!.message.respond(JSON.stringify({ answer: { policy: state } }));
    expect((await creating).status).toBe(201);
    expect(await entries('policy.created')).toEqual([
      {
        ...open,
        outcome: 'done',
        object_id: made.id,
        details: expect.objectContaining({ daily_retention: { to: 9 } }),
      },
    ]);
    reply = (subject) => (subject === PolicyOf.subject ? { answer: { policy: state } } : undefined);
  });

  it('keeps as unknown what was asked for and not answered, and says so to whoever asked', async () => {
    expect(await gateway.patch(policy, { daily_retention: 14 })).toMatchObject({
      status: 503,
      body: { code: 'SCHEDULER_UNREACHABLE', details: { may_have_happened: true } },
    });
    expect(asked.filter(({ subject }) => subject === PolicyChange.subject)).toHaveLength(1);
    const [entry] = await entries('policy.updated&outcome=unknown');
    expect(entry).toMatchObject({ outcome: 'unknown', details: { daily_retention: { from: 9, to: 14 } } });
    expect(await entries('policy.updated&outcome=done')).toEqual([]);
  });

  it('has nothing of what the service refuses', async () => {
    const refusal = new StrongroomError('POLICY_EXISTS', 'The environment has a policy.').toReport();
    reply = () => ({ error: refusal });
    const before = await entries('policy.created');
    expect((await gateway.post(policy, {})).status).toBe(409);
    expect(await entries('policy.created')).toEqual(before);
  });

  it('has one entry for a run of retention that is asked for twice with one key', async () => {
    await listen(RetentionRunOf.subject);
    const run = '3d7b8c52-5d0e-4c1f-9a55-0f6f8f7f0a11';
    reply = () => ({ answer: { run_id: run, organizations: 1 } });
    const { url, token } = gateway;
    const headers = { 'Idempotency-Key': 'one-run' };
    const ask = () => postWith(`${url}/api/v1/retention/runs`, { token, headers });
    expect((await ask()).status).toBe(202);
    expect((await ask()).header('idempotency-replayed')).toBe('true');
    expect(asked).toHaveLength(1);
    expect(await entries('retention.run_requested')).toMatchObject([
      { outcome: 'done', object_id: run, details: { organizations: 1 } },
    ]);
  });

  it('lets nobody change who asked, and nothing of what is settled', async () => {
    await gateway.dataSource.transaction(async (manager) => {
      await manager.query('GRANT UPDATE ON audit_log TO CURRENT_USER');
      await expect(manager.query(`UPDATE audit_log SET actor_name = 'Eve' WHERE outcome = 'unknown'`)).rejects.toThrow(
        'append-only',
      );
    });
    await expect(
      gateway.dataSource.query(`UPDATE audit_log SET details = '{}' WHERE outcome = 'done'`),
    ).rejects.toThrow('append-only');
  });
});
