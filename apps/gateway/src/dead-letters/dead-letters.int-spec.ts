import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { headers as natsHeaders } from '@nats-io/transport-node';
import {
  DeadLetterKept,
  deadLetterSubject,
  eventSubject,
  RestoreFailed,
  RestoreUndone,
  type StreamName,
} from '@app/contracts';
import { DEAD_LETTER_HEADERS, REPLAY_HEADER } from '@app/messaging';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { BackupCopy } from '../backups/backup-copy.entity';
import { OneBackup } from '../../testing/one-backup';
import { OneRestore } from '../../testing/one-restore';
import { sampleError } from '../../testing/sample-events';
import { type Answer, type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';

const LETTERS = '/api/v1/dead-letters';

describeRequiring(['postgres', 'nats'], 'dead letters', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  /** Buries a message as a consumer of another service does. */
  async function bury(message: {
    subject: string;
    body: string | Uint8Array;
    stream?: StreamName;
    consumer?: string;
    code?: string;
    replay?: number;
  }): Promise<string> {
    const { subject, body, stream = 'JOBS', consumer = 'backup-run', code = 'SSH_AUTH_FAILED', replay } = message;
    const messageId = randomUUID();
    const headers = natsHeaders();
    const facts = { code, message: 'refused', attempt: '1', subject, messageId, consumer, sequence: '7' };
    for (const [fact, value] of Object.entries(facts))
      headers.set(DEAD_LETTER_HEADERS[fact as keyof typeof facts], value);
    if (replay !== undefined) headers.set(REPLAY_HEADER, String(replay));
    await jetstream(gateway.infrastructure.nats.admin).publish(deadLetterSubject(stream, subject), body, {
      headers,
      msgID: `dead-${messageId}`,
    });
    return until(async () => {
      const rows: { id: string }[] = await gateway.dataSource.query(
        'SELECT id FROM dead_letters WHERE message_id = $1',
        [messageId],
      );
      return rows[0]?.id;
    });
  }

  /** A backup whose task is queued, as the stream has it. */
  async function queuedBackup(body: object = {}): Promise<{ backup: OneBackup; command: Answer['body'] }> {
    const backup = await OneBackup.request(gateway, directory, body);
    await until(async () => (await backup.task()).status === 'queued');
    const [command] = await commandsOf(backup);
    return { backup, command };
  }

  async function failedBackup(
    failures = 1,
    body: object = {},
  ): Promise<{ backup: OneBackup; letter: string; command: Answer['body'] }> {
    const { backup, command } = await queuedBackup(body);
    for (let attempt = 1; attempt < failures; attempt++) {
      await backup.started(attempt);
      await backup.retrying(attempt);
    }
    await backup.started(failures);
    await backup.failed(failures);
    await until(async () => (await backup.task()).status === 'failed');
    return { backup, command, letter: await bury({ subject: 'jobs.backup.run', body: JSON.stringify(command) }) };
  }

  const commandsOf = async (backup: OneBackup) =>
    (await gateway.messages('JOBS', 'jobs.backup.run')).filter(({ task_id }) => task_id === backup.created.task_id);
  const replay = (id: string, token?: string) => gateway.post(`${LETTERS}/${id}/replay`, undefined, token);

  it('are listed, narrowed by what is asked for', async () => {
    const { letter, backup } = await failedBackup();
    const task = `task_id=${backup.created.task_id}`;
    const { body } = await gateway.get(`${LETTERS}?${task}`);
    expect(body).toMatchObject({
      total: 1,
      items: [
        {
          id: letter,
          status: 'open',
          kind: 'backup.run',
          stream: 'JOBS',
          consumer: 'backup-run',
          organization_id: directory.organization.id,
          project_id: directory.project.id,
          environment_id: directory.environment.id,
          error: { code: 'SSH_AUTH_FAILED', kind: 'operator', remedy: expect.stringMatching(/key/) as string },
          attempts: 1,
          replay: 0,
        },
      ],
    });
    const count = async (filter: string) => (await gateway.get(`${LETTERS}?${task}&${filter}`)).body.total as number;
    for (const filter of ['status=open', 'kind=backup.run', 'code=SSH_AUTH_FAILED', 'subject=jobs.backup.run'])
      expect([filter, await count(filter)]).toEqual([filter, 1]);
    for (const filter of ['status=replayed', 'kind=backup.verify', 'code=INTERNAL', `organization_id=${randomUUID()}`])
      expect([filter, await count(filter)]).toEqual([filter, 0]);
    expect((await gateway.get(`${LETTERS}?status=new`)).status).toBe(422);
  });

  it('show the message and the error of every attempt', async () => {
    const { letter, command } = await failedBackup(4);
    const { body } = await gateway.get(`${LETTERS}/${letter}`);
    expect(body.payload).toEqual(command);
    expect(body.errors.map(({ attempt }: { attempt: number }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(body.errors[3]).toMatchObject({ error: { code: 'SSH_UNREACHABLE', remedy: 'look' } });
  });

  it('are told of, each once, where they concern an organization, save those of that fact itself', async () => {
    const { letter, backup } = await failedBackup();
    const subject = eventSubject(DeadLetterKept, directory.organization.id);
    const toldOf = async (id: string) =>
      (await gateway.messages('EVENTS', subject)).filter(({ data }) => data.dead_letter_id === id);
    await until(async () => (await toldOf(letter)).length > 0);
    const body = JSON.stringify({ organizationid: directory.organization.id, data: {} });
    const ofItself = await bury({ stream: 'EVENTS', subject, body, consumer: 'notifier' });
    const other = (await failedBackup()).letter;
    await until(async () => (await toldOf(other)).length > 0);
    expect(await toldOf(ofItself)).toEqual([]);
    expect((await toldOf(letter)).map(({ data }) => data)).toEqual([
      {
        organization_id: directory.organization.id,
        project_id: directory.project.id,
        environment_id: directory.environment.id,
        task_id: backup.created.task_id,
        dead_letter_id: letter,
        message_kind: 'backup.run',
        consumer: 'backup-run',
        attempts: 1,
        code: 'SSH_AUTH_FAILED',
        message: 'refused',
        died_at: expect.any(String),
      },
    ]);
  });

  it('are kept once, whatever they are and however often they are delivered', async () => {
    const garbage = await bury({ subject: 'jobs.backup.run', body: new Uint8Array([0, 255, 34]) });
    expect((await gateway.get(`${LETTERS}/${garbage}`)).body).toMatchObject({ payload: null, organization_id: null });
    expect(await replay(garbage)).toMatchObject({ status: 409, body: { code: 'REPLAY_IMPOSSIBLE' } });
    const unknown = await bury({ subject: 'jobs.of.tomorrow', body: '{}', consumer: 'tomorrow', code: 'OF_TOMORROW' });
    expect((await gateway.get(`${LETTERS}/${unknown}`)).body).toMatchObject({ error: { code: 'OF_TOMORROW' } });
    expect(await replay(unknown)).toMatchObject({ status: 409, body: { code: 'REPLAY_IMPOSSIBLE' } });
  });

  it('are replayed with a new id and a number, and the work is pending again', async () => {
    const { backup, letter, command } = await failedBackup();
    const answer = await replay(letter);
    expect(answer).toMatchObject({
      status: 202,
      body: {
        dead_letter: { id: letter, status: 'replayed' },
        task: { id: backup.created.task_id, status: 'pending', error: null, completed_at: null },
      },
    });
    expect(await backup.details()).toMatchObject({ error_message: null });
    // within the window in which the stream drops what it has seen
    const sent = await until(async () => {
      const all = await commandsOf(backup);
      return all.length === 2 ? all : undefined;
    });
    expect(sent[1]).toEqual(command);
    expect(await replay(letter)).toMatchObject({ status: 409, body: { code: 'DEAD_LETTER_REPLAYED' } });

    await backup.failed(1); // delivered again
    await gateway.eventsAreSettled();
    expect(await backup.details()).toMatchObject({ status: 'pending' });
    await backup.started(2);
    await backup.completed(2);
    await until(async () => (await backup.task()).status === 'completed');
    expect(await backup.details()).toMatchObject({ status: 'completed' });
  });

  it('of a backup bring back the copies that were given up with it', async () => {
    const { id: storage_config_id } = await gateway.make('/api/v1/backups/storage-configs', {
      organization_id: directory.organization.id,
      name: 'Further disk',
      provider: 'local',
      path: '/var/backups/further',
    });
    const { letter, backup } = await failedBackup(1, { copy_storage_config_ids: [storage_config_id] });
    const copies = () =>
      gateway.dataSource.manager.findBy(BackupCopy, { backup_id: backup.created.id, storage_config_id });
    expect(await copies()).toMatchObject([{ status: 'failed' }]);
    await replay(letter);
    expect(await copies()).toMatchObject([{ status: 'pending', error_message: null }]);
  });

  it('are numbered onwards when the replay dies as well', async () => {
    const { backup, letter, command } = await failedBackup();
    await replay(letter);
    await backup.started(2);
    await backup.failed(2);
    await until(async () => (await backup.task()).status === 'failed');
    const second = await bury({ subject: 'jobs.backup.run', body: JSON.stringify(command), replay: 1 });
    expect((await replay(second)).status).toBe(202);
    const rows: { headers: Record<string, string> }[] = await gateway.dataSource.query(
      `SELECT headers FROM outbox WHERE payload ->> 'task_id' = $1 AND message_id LIKE 'replay.%' ORDER BY id`,
      [backup.created.task_id],
    );
    expect(rows.map(({ headers }) => headers[REPLAY_HEADER])).toEqual(['1', '2']);
    expect((await gateway.get(`${LETTERS}/${second}`)).body.errors).toHaveLength(2);
  });

  it('are not replayed when their task is running, completed or gone', async () => {
    const { backup, command } = await queuedBackup();
    await backup.started();
    const letter = await bury({ subject: 'jobs.backup.run', body: JSON.stringify(command) });
    await until(async () => (await backup.task()).status === 'running');
    expect(await replay(letter)).toMatchObject({ status: 409, body: { code: 'REPLAY_IMPOSSIBLE' } });
    await backup.completed();
    await until(async () => (await backup.task()).status === 'completed');
    expect(await replay(letter)).toMatchObject({ status: 409, body: { code: 'REPLAY_IMPOSSIBLE' } });
    const gone = JSON.stringify({ ...command, task_id: randomUUID() });
    const orphan = await bury({ subject: 'jobs.backup.run', body: gone });
    expect(await replay(orphan)).toMatchObject({ status: 409, body: { code: 'REPLAY_IMPOSSIBLE' } });
    expect(await commandsOf(backup)).toHaveLength(1);
  });

  it('of a restore in place whose rollback failed are replayed, unless a later one has brought something else', async () => {
    const own = await makeDirectory(gateway);
    const made = await OneBackup.request(gateway, own);
    await made.completed();
    await until(async () => (await made.details()).status === 'completed');
    const { id, created_at } = await made.details();
    const confirmed = { mode: 'in_place', backup_timestamp: created_at, accept_data_loss: true };
    const begun = async () => new OneRestore(gateway, await gateway.make(`/api/v1/backups/${id}/restore`, confirmed));
    const moment = new Date().toISOString();

    const broken = await begun();
    await broken.tell(RestoreFailed, { error: sampleError, failed_at: moment, outcome: 'broken' });
    await until(async () => (await broken.shown()).outcome === 'broken');
    const { task_id } = broken.created;
    const [command] = (await gateway.messages('JOBS', 'jobs.restore.run')).filter((each) => each.task_id === task_id);
    const letter = await bury({
      subject: 'jobs.restore.run',
      consumer: 'restore-run',
      code: 'ROLLBACK_FAILED',
      body: JSON.stringify(command),
    });

    const later = await begun();
    await later.completed({ replaced_until: new Date(Date.now() + 3_600_000).toISOString() });
    await until(async () => (await later.shown()).status === 'completed');
    expect(await replay(letter)).toMatchObject({
      status: 409,
      body: { code: 'REPLAY_IMPOSSIBLE', details: { task_id, restore_id: later.created.id } },
    });
    expect(await broken.shown()).toMatchObject({ status: 'failed', outcome: 'broken' });

    const { undo_task_id } = (await later.undo()).body;
    await later.tell(
      RestoreUndone,
      { undone_at: moment, downtime: { started_at: moment, ended_at: moment } },
      undo_task_id,
    );
    await until(async () => (await later.shown()).status === 'undone');
    expect((await replay(letter)).status).toBe(202);
    expect(await broken.shown()).toMatchObject({ status: 'pending', outcome: null });
  });

  it('of a command that no executor could read are replayed although its task still waits', async () => {
    const { backup, command } = await queuedBackup();
    const letter = await bury({
      subject: 'jobs.backup.run',
      body: JSON.stringify(command),
      code: 'MESSAGE_INVALID',
    });
    expect((await replay(letter)).status).toBe(202);
    await until(async () => (await commandsOf(backup)).length === 2);
  });

  it('of an event go to the consumer that failed, and to no other', async () => {
    const subject = `events.${directory.organization.id}.backup.completed`;
    const event = { specversion: '1.0', id: randomUUID(), organizationid: directory.organization.id, data: {} };
    const letter = await bury({ subject, body: JSON.stringify(event), stream: 'EVENTS', consumer: 'notifier' });
    expect(await replay(letter)).toMatchObject({ status: 202, body: { task: null } });
    const again = await until(async () => {
      const found = await gateway.messages('EVENTS', `again.notifier.${subject}`);
      return found.length > 0 ? found : undefined;
    });
    expect(again).toEqual([event]);
    expect((await gateway.messages('EVENTS', subject)).filter(({ id }) => id === event.id)).toEqual([]);
  });

  it('are dismissed, and can be replayed all the same', async () => {
    const { letter } = await failedBackup();
    expect((await gateway.delete(`${LETTERS}/${letter}`)).status).toBe(204);
    expect((await gateway.get(`${LETTERS}/${letter}`)).body).toMatchObject({ status: 'dismissed' });
    expect((await replay(letter)).body.dead_letter).toMatchObject({ status: 'replayed' });
    expect((await gateway.delete(`${LETTERS}/${letter}`)).status).toBe(204);
    expect((await gateway.get(`${LETTERS}/${letter}`)).body).toMatchObject({ status: 'replayed' });
  });

  describe('for somebody else', () => {
    async function tokenOf(role: string, scope: object): Promise<string> {
      const name = `${role}-${randomUUID().slice(0, 8)}`;
      const user = await gateway.make('/api/v1/users', { name, email: `${name}@example.com` });
      await gateway.make('/api/v1/role-assignments', { user_id: user.id, role, ...scope });
      return (await gateway.make('/api/v1/api-tokens', { user_id: user.id, name })).token;
    }

    it('are those of the own organization; to replay one takes a right of its own', async () => {
      const { letter } = await failedBackup();
      const homeless = await bury({ subject: 'jobs.backup.run', body: 'nobody' });
      const elsewhere = await makeDirectory(gateway);
      const member = await tokenOf('org_member', { organization_id: directory.organization.id });
      const stranger = await tokenOf('org_owner', { organization_id: elsewhere.organization.id });
      const ids = async (token: string) =>
        (await gateway.get(`${LETTERS}?page_size=100`, token)).body.items.map(({ id }: { id: string }) => id);
      expect(await ids(member)).toContain(letter);
      expect(await ids(member)).not.toContain(homeless);
      expect(await ids(stranger)).toEqual([]);
      expect((await gateway.get(`${LETTERS}/${letter}`, member)).status).toBe(200);
      expect(await replay(letter, member)).toMatchObject({ status: 403 });
      for (const [id, token] of [
        [letter, stranger],
        [homeless, member],
        [homeless, stranger],
      ] as const)
        for (const answer of [await gateway.get(`${LETTERS}/${id}`, token), await replay(id, token)])
          expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    });
  });
});
