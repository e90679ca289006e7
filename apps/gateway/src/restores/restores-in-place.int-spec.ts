import { randomUUID } from 'node:crypto';
import {
  RestoreCancel,
  RestoreCancelled,
  type RestoreInsuranceAnswer,
  RestoreFailed,
  RestoreInsurance,
  RestoreJournalled,
  RestoreReplacedDropped,
  RestoreRun,
  RestoreUndo,
  RestoreUndoFailed,
  RestoreUndone,
} from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { OneRestore } from '../../testing/one-restore';
import { sampleError } from '../../testing/sample-events';
import { makeDirectory, TestGateway, type Answer, type Directory, until } from '../../testing/test-gateway';

const NOW = () => new Date().toISOString();
const IN_AN_HOUR = () => new Date(Date.now() + 3_600_000).toISOString();
const DOWNTIME = { started_at: '2026-01-01T00:01:00.000Z', ended_at: '2026-01-01T00:01:02.000Z' };

describeRequiring(['postgres', 'nats'], 'a restore in place', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let backup: Answer['body'];
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    directory = await makeDirectory(gateway);
    backup = await completedBackup();
  });
  afterAll(() => gateway?.stop());

  async function completedBackup(of = directory): Promise<Answer['body']> {
    const made = await OneBackup.request(gateway, of);
    await made.completed();
    await until(async () => (await made.details()).status === 'completed');
    return made.details();
  }
  const backUp = () => gateway.post(`/api/v1/backups/environments/${directory.environment.id}/backups`, {});
  const ask = (body: object = {}, of = backup) =>
    gateway.post(`/api/v1/backups/${of.id}/restore`, { mode: 'in_place', ...body });
  const confirmed = (body: object = {}, of = backup) =>
    ask({ backup_timestamp: of.created_at, accept_data_loss: true, ...body }, of);
  async function begun(body: object = {}): Promise<OneRestore> {
    const answer = await confirmed(body);
    expect(answer).toMatchObject({ status: 201 });
    return new OneRestore(gateway, answer.body);
  }
  async function done(body: object = {}): Promise<OneRestore> {
    const restore = await begun(body);
    await restore.completed({ downtime: DOWNTIME, replaced_until: IN_AN_HOUR() });
    await until(async () => (await restore.shown()).status === 'completed');
    return restore;
  }
  const command = (subject: string, task_id: string) =>
    until(async () => (await gateway.messages('JOBS', subject)).find((message) => message.task_id === task_id));
  const auditOf = async (action: string, id: string): Promise<Answer['body']> => {
    const { items } = (await gateway.get(`/api/v1/audit?action=${action}&object_id=${id}`)).body;
    return items[0];
  };
  async function insurance(restore: OneRestore): Promise<RestoreInsuranceAnswer> {
    const question = JSON.stringify({ restore_id: restore.created.id });
    const reply = await gateway.infrastructure.nats.admin.request(RestoreInsurance.subject, question, {
      timeout: 60_000,
    });
    return reply.json<{ answer: RestoreInsuranceAnswer }>().answer;
  }

  it('is confirmed with the moment of the backup, and what would be lost', async () => {
    const { created_at } = backup;
    const missing = await ask();
    expect(missing).toMatchObject({
      status: 422,
      body: {
        code: 'CONFIRMATION_MISSING',
        details: { data_loss: { seconds: expect.any(Number) } },
      },
    });
    expect(new Date(missing.body.details.backup_timestamp)).toEqual(new Date(created_at));
    expect(await ask({ backup_timestamp: created_at })).toMatchObject({
      status: 422,
      body: { code: 'CONFIRMATION_MISSING' },
    });
    expect(await ask({ backup_timestamp: '2020-01-01T00:00:00Z', accept_data_loss: true })).toMatchObject({
      status: 409,
      body: { code: 'CONFIRMATION_MISMATCH' },
    });
    expect(await confirmed()).toMatchObject({ status: 201 });
  });

  it('goes to the executor with all that was asked for, and the audit log tells who confirmed it', async () => {
    const sql = `UPDATE res_partner SET email = 'nobody@example.com'`;
    const { created } = await begun({
      strategy: 'drop_first',
      skip_insurance: true,
      skip_insurance_reason: 'pg_dump meets a broken page',
      regenerate_assets: true,
      post_restore_sql: [{ name: 'addresses', sql }],
      restore_filestore: false,
    });
    const asked = {
      mode: 'in_place',
      target_db: 'prod_db_main',
      environment_id: directory.environment.id,
      neutralize: false,
      restore_filestore: false,
      regenerate_assets: true,
      strategy: 'drop_first',
      freeze: 'database',
      keep_replaced_seconds: 0,
      skip_insurance_reason: 'pg_dump meets a broken page',
    };
    const noted = [{ name: 'addresses', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }];
    expect(created).toMatchObject({ ...asked, post_restore_sql: noted, can_undo: false, steps: [], outcome: null });
    expect(await command(RestoreRun.subject, created.task_id)).toMatchObject({
      restore_id: created.id,
      target_db: 'prod_db_main',
      server_id: directory.server.id,
      backup_timestamp: new Date(backup.created_at).toISOString(),
      restore_database: true,
      restore_filestore: false,
      neutralize: false,
      regenerate_assets: true,
      post_restore_sql: [{ name: 'addresses', sql }],
      in_place: {
        strategy: 'drop_first',
        freeze: 'database',
        keep_replaced_seconds: 0,
        skip_insurance_reason: 'pg_dump meets a broken page',
        stops_environments: [],
      },
    });
    const entry = await auditOf('restore.requested', created.id);
    expect(entry.details).toMatchObject({
      post_restore_sql: noted,
      in_place: {
        accept_data_loss: true,
        backup_timestamp: backup.created_at,
        skip_insurance_reason: 'pg_dump meets a broken page',
      },
    });
    expect(JSON.stringify(entry)).not.toContain('res_partner');
  });

  it.each([
    [{ target_db: 'other' }, 'target_db'],
    [{ neutralize: true }, 'neutralize'],
    [{ backup_timestamp: 'yesterday' }, 'backup_timestamp'],
    [{ post_restore_sql: [{ name: 7, sql: 'SELECT 1' }] }, 'post_restore_sql.0.name'],
    [{ post_restore_sql: {} }, 'post_restore_sql'],
    [{ keep_replaced_seconds: -1 }, 'keep_replaced_seconds'],
  ])('is refused with %j', async (body, field) =>
    expect(await confirmed(body)).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([expect.objectContaining({ field })]) },
    }),
  );

  it('does not go into another environment, unless the one that was backed up is deleted', async () => {
    const body = {
      project_id: directory.project.id,
      server_id: directory.server.id,
      db_name: 'other',
      runtime: 'host',
    };
    const other = await gateway.make('/api/v1/environments', { ...body, name: 'Anew', slug: 'anew' });
    const into = { environment_id: other.id };
    expect(await confirmed(into)).toMatchObject({ status: 422, body: { errors: [{ field: 'environment_id' }] } });
    expect((await gateway.delete(`/api/v1/environments/${directory.environment.id}`)).status).toBe(204);
    expect(await confirmed()).toMatchObject({ status: 409, body: { code: 'ENVIRONMENT_DELETED' } });
    expect(await confirmed(into)).toMatchObject({
      status: 201,
      body: { target_db: 'other', environment_id: other.id },
    });
  });

  describe('and other work on its environment', () => {
    it('exclude each other while it goes on', async () => {
      const open = (await backUp()).body;
      const refused = await confirmed();
      expect(refused).toMatchObject({
        status: 409,
        body: { code: 'ENVIRONMENT_BUSY', details: { task_id: open.task_id, type: 'backup', backup_id: open.id } },
      });
      await new OneBackup(gateway, directory, open).failed();
      const restore = await until(async () => {
        const answer = await confirmed();
        return answer.status === 201 ? new OneRestore(gateway, answer.body) : undefined;
      });
      const busy = { status: 409, body: { code: 'ENVIRONMENT_BUSY', details: { task_id: restore.created.task_id } } };
      expect(await backUp()).toMatchObject(busy);
      expect(await confirmed()).toMatchObject(busy);
      expect(await gateway.delete(`/api/v1/environments/${directory.environment.id}?backup_first=true`)).toMatchObject(
        busy,
      );
      expect((await gateway.post(`/api/v1/backups/${backup.id}/restore`, {})).status).toBe(201);
      await restore.tell(RestoreFailed, { error: sampleError, failed_at: NOW() });
      await until(async () => (await backUp()).status === 201);
    });

    it('are decided one after the other when they are asked for at once', async () => {
      const answers = await Promise.all([confirmed(), backUp(), confirmed(), backUp()]);
      const taken = answers.filter(({ status }) => status === 201);
      const kinds = taken.map(({ body }) => body.mode ?? body.backup_type);
      expect([['in_place'], ['manual', 'manual']]).toContainEqual(kinds);
      for (const { body } of answers.filter(({ status }) => status !== 201)) expect(body.code).toBe('ENVIRONMENT_BUSY');
    });
  });

  describe('has an insurance backup', () => {
    it('of its own, made once however often it is asked for, and in spite of the exclusion', async () => {
      const restore = await begun();
      const answers = await Promise.all([1, 2, 3].map(() => insurance(restore)));
      const [{ backup_id, kept_until }] = answers as [RestoreInsuranceAnswer];
      const asked = { backup_id, status: 'pending', is_verified: false, error_message: null, kept_until };
      expect(answers).toEqual([asked, asked, asked]);
      const week = new Date(Date.now() + 6.9 * 86_400_000).toISOString();
      expect(kept_until! > week).toBe(true);
      const created = (await gateway.get(`/api/v1/backups/${backup_id}`)).body;
      expect(created).toMatchObject({ backup_type: 'pre_restore', include_filestore: true });
      const insured = { insurance_backup_id: backup_id, insurance_kept_until: expect.any(String) };
      expect(await restore.shown()).toMatchObject(insured);

      const made = new OneBackup(gateway, directory, created);
      await made.completed();
      await until(async () => (await insurance(restore)).status === 'completed');
      // its storage has read nothing back
      expect((await insurance(restore)).is_verified).toBe(false);
      const [verify, ...more] = (await gateway.get(`/api/v1/tasks?backup_id=${backup_id}&type=verify`)).body.items;
      expect(more).toEqual([]);
      await made.verified(verify.id);
      await until(async () => (await insurance(restore)).is_verified);
      const forced = await gateway.delete(`/api/v1/backups/${backup_id}?force=true`);
      expect(forced).toMatchObject({ status: 409, body: { code: 'BACKUP_IN_USE' } });
    });

    it('whose failure is told', async () => {
      const restore = await begun();
      const { backup_id } = await insurance(restore);
      const created = (await gateway.get(`/api/v1/backups/${backup_id}`)).body;
      await new OneBackup(gateway, directory, created).failed();
      await until(async () => (await insurance(restore)).status === 'failed');
      expect((await insurance(restore)).error_message).toBe('no answer');
    });
  });

  it('shows its steps, and what they came to', async () => {
    const restore = await begun();
    const step = { name: 'preflight', status: 'done', attempt: 1, started_at: '2026-01-01T00:00:00.000Z' };
    const steps = [{ ...step, ended_at: '2026-01-01T00:00:01.000Z', note: '42 GB free', undo: null }];
    await restore.tell(RestoreJournalled, { revision: 2, steps });
    await restore.tell(RestoreJournalled, { revision: 1, steps: [] });
    await until(async () => (await restore.shown()).steps.length === 1);
    expect((await restore.shown()).steps).toEqual([
      { ...steps[0], started_at: '2026-01-01T00:00:00Z', ended_at: '2026-01-01T00:00:01Z' },
    ]);
    await restore.tell(RestoreFailed, {
      error: sampleError,
      failed_at: NOW(),
      outcome: 'rolled_back',
      downtime: DOWNTIME,
    });
    await until(async () => (await restore.shown()).status === 'rolled_back');
    expect(await restore.shown()).toMatchObject({
      outcome: 'rolled_back',
      error_message: 'no answer',
      downtime: { started_at: '2026-01-01T00:01:00Z', ended_at: '2026-01-01T00:01:02Z' },
      can_undo: false,
    });
    expect(await restore.undo()).toMatchObject({ status: 409, body: { code: 'UNDO_NOT_POSSIBLE' } });
  });

  it('is ended by whoever may begin one', async () => {
    const { created } = await begun();
    const user = await gateway.make('/api/v1/users', { name: 'Spec', email: `${randomUUID()}@example.com` });
    const role = { user_id: user.id, role: 'org_admin', organization_id: directory.organization.id };
    await gateway.make('/api/v1/role-assignments', role);
    const { token } = await gateway.make('/api/v1/api-tokens', { name: 'spec', user_id: user.id });
    const cancel = (by?: string) => gateway.post(`/api/v1/tasks/${created.task_id}/cancel`, undefined, by);
    expect(await cancel(token)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect((await cancel()).status).toBe(202);
    const cancelled = await command(RestoreCancel.subject, created.task_id);
    expect(cancelled).toMatchObject({ restore_id: created.id, work: 'restore.run' });
    const restore = new OneRestore(gateway, created);
    await restore.tell(RestoreCancelled, { work: 'restore.run', cancelled_at: NOW() });
    await until(async () => (await restore.shown()).status === 'failed');
    expect(await restore.shown()).toMatchObject({ outcome: 'untouched', error_details: { code: 'TASK_CANCELLED' } });
  });

  it('is not torn down: there is no clone', async () => {
    const restore = await done();
    const answer = await gateway.delete(`/api/v1/restores/${restore.created.id}`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'NOT_A_CLONE' } });
  });

  describe('can be undone', () => {
    it('while what it has replaced is kept, the latest one first', async () => {
      const first = await done();
      const second = await done();
      const { code, details } = (await first.undo()).body;
      expect({ code, details }).toEqual({
        code: 'UNDO_NOT_POSSIBLE',
        details: { restore_id: second.created.id },
      });
      expect(await second.shown()).toMatchObject({ can_undo: true });
      const asked = await second.undo();
      expect(asked).toMatchObject({ status: 202, body: { status: 'undoing', can_undo: false } });
      const { undo_task_id } = asked.body;
      expect(await command(RestoreUndo.subject, undo_task_id)).toEqual({
        restore_id: second.created.id,
        task_id: undo_task_id,
        organization_id: directory.organization.id,
        environment_id: directory.environment.id,
        target_db: 'prod_db_main',
        freeze: 'database',
        server_id: directory.server.id,
      });
      expect(await auditOf('restore.undo_requested', second.created.id)).toBeDefined();
      expect(await second.undo()).toMatchObject({ status: 409, body: { code: 'UNDO_NOT_POSSIBLE' } });
      expect(await backUp()).toMatchObject({ status: 409, body: { details: { task_id: undo_task_id } } });

      await second.tell(RestoreUndone, { undone_at: NOW(), downtime: DOWNTIME }, undo_task_id);
      await until(async () => (await second.shown()).status === 'undone');
      const task = (await gateway.get(`/api/v1/tasks/${undo_task_id}`)).body;
      expect(task).toMatchObject({ type: 'restore_undo', status: 'completed', result: { downtime: DOWNTIME } });
      expect(await first.undo()).toMatchObject({ status: 202 });
    });

    it('again after an undo that failed without harm', async () => {
      const restore = await done();
      const { undo_task_id } = (await restore.undo()).body;
      await restore.tell(RestoreUndoFailed, { error: sampleError, failed_at: NOW() }, undo_task_id);
      await until(async () => (await restore.shown()).status === 'completed');
      expect(await restore.shown()).toMatchObject({ outcome: 'untouched', error_message: 'no answer', can_undo: true });
      expect((await restore.undo()).body.undo_task_id).not.toBe(undo_task_id);
    });

    it('no more once it is dropped', async () => {
      const restore = await done();
      const address = `/api/v1/environments/${directory.environment.id}`;
      expect(await gateway.delete(address)).toMatchObject({ status: 409, body: { code: 'IN_USE' } });
      await restore.tell(RestoreReplacedDropped, { dropped_at: NOW() });
      await until(async () => (await restore.shown()).replaced_dropped_at !== null);
      expect(await restore.undo()).toMatchObject({ status: 409, body: { code: 'UNDO_TOO_LATE' } });
      expect((await gateway.delete(address)).status).toBe(204);
    });
  });

  describe('that stops the workload', () => {
    const inContainer = (slug: string) =>
      gateway.make('/api/v1/environments', {
        project_id: directory.project.id,
        server_id: directory.server.id,
        name: slug,
        slug,
        db_name: slug,
        runtime: 'docker',
        container_name: 'pool',
      });

    it('is refused where no container is known', async () =>
      expect(await confirmed({ freeze: 'workload' })).toMatchObject({
        status: 422,
        body: { code: 'WORKLOAD_UNKNOWN' },
      }));

    it('names every other environment of its container', async () => {
      const [own, other, third] = await Promise.all(['own', 'other', 'third'].map(inContainer));
      const of = await completedBackup({ ...directory, environment: own });
      const refused = await confirmed({ freeze: 'workload', stops_environments: [other.id] }, of);
      expect(refused).toMatchObject({
        status: 409,
        body: { code: 'WORKLOAD_SHARED', details: { environments: [{ id: third.id, name: 'third' }], others: 0 } },
      });
      const stops_environments = [other.id, third.id];
      const taken = await confirmed({ freeze: 'workload', stops_environments }, of);
      expect(taken).toMatchObject({ status: 201, body: { freeze: 'workload', stops_environments } });
    });
  });
});
