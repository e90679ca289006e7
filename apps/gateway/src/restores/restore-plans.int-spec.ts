import { type RestorePlanRequest, RestoreRun } from '@app/contracts';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { OneBackup } from '../../testing/one-backup';
import { answerPlans, samplePlan } from '../../testing/sample-plan';
import { completion } from '../../testing/sample-events';
import { type Answer, type Directory, makeDirectory, TestGateway, until } from '../../testing/test-gateway';

describeRequiring(['postgres', 'nats'], 'a dry run of a restore', () => {
  let gateway: TestGateway;
  let directory: Directory;
  let backup: Answer['body'];
  beforeAll(async () => {
    gateway = await TestGateway.start({ EXECUTOR_ABSENT_MS: '300' });
    directory = await makeDirectory(gateway);
    backup = await completedBackup();
  });
  afterAll(() => gateway?.stop());

  async function completedBackup(more: Partial<typeof completion> = {}): Promise<Answer['body']> {
    const made = await OneBackup.request(gateway, directory);
    await made.completed(1, more);
    await until(async () => (await made.details()).status === 'completed');
    return made.details();
  }
  const plan = (body: object = {}, of = backup, token?: string) =>
    gateway.request('POST', `/api/v1/backups/${of.id}/restore`, { dry_run: true, ...body }, token);
  const codes = ({ body }: Answer) => body.problems.map(({ code }: { code: string }) => code);

  it('is refused with 503 soon while no executor is there, although one that is there has a minute', async () => {
    expect(await plan()).toMatchObject({
      status: 503,
      body: {
        code: 'EXECUTOR_UNREACHABLE',
        detail: expect.stringMatching(/^No executor answered .* within 0\.3 s: no responders/) as string,
        remedy: expect.stringMatching(/Start an executor/) as string,
      },
    });
  });

  describe('that an executor answers', () => {
    let asked: RestorePlanRequest[];
    beforeAll(async () => {
      asked = await answerPlans(gateway);
    });
    beforeEach(() => void asked.splice(0));

    it('tells what an executor has found, and neither starts nor writes anything', async () => {
      const before = await gateway.dataSource.query('SELECT count(*) FROM tasks');
      const answer = await plan({ target_db: 'beside' });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          is_possible: false,
          mode: 'clone',
          strategy: null,
          data_loss: null,
          target_db: 'beside',
          backup_id: backup.id,
          environment_id: directory.environment.id,
          stops_environments: [],
          ...samplePlan,
          problems: [{ code: 'DISK_TOO_SMALL', remedy: expect.stringMatching(/drop_first/) as string }],
        },
      });
      expect(asked).toMatchObject([{ command: { target_db: 'beside', backup_id: backup.id, neutralize: true } }]);
      expect(await gateway.dataSource.query('SELECT count(*) FROM tasks')).toEqual(before);
      expect(await gateway.dataSource.query('SELECT count(*) FROM restores')).toEqual([{ count: '0' }]);
      expect(await gateway.messages('JOBS', RestoreRun.subject)).toEqual([]);
    });

    it('in place needs no confirmation: it says what has to be confirmed, and what would be lost', async () => {
      const answer = await plan({ mode: 'in_place', strategy: 'drop_first' });
      expect(answer).toMatchObject({
        status: 200,
        body: { mode: 'in_place', strategy: 'drop_first', freeze: 'database', target_db: 'prod_db_main' },
      });
      const { backup_timestamp, data_loss } = answer.body;
      expect(new Date(backup_timestamp)).toEqual(new Date(backup.created_at));
      expect(data_loss).toMatchObject({ from: backup_timestamp, seconds: expect.any(Number) as number });
      expect(codes(await plan({ mode: 'in_place', backup_timestamp: '2020-01-01T00:00:00Z' }))).toEqual([
        'CONFIRMATION_MISMATCH',
        'DISK_TOO_SMALL',
      ]);
    });

    it('names what the gateway and what the executor would refuse, each once', async () => {
      const bare = await completedBackup({ filestore: null });
      const other = await OneBackup.request(gateway, directory);
      const answer = await plan({ mode: 'in_place', freeze: 'workload' }, bare);
      expect(codes(answer)).toEqual([
        'BACKUP_WITHOUT_FILESTORE',
        'ENVIRONMENT_BUSY',
        'WORKLOAD_UNKNOWN',
        'DISK_TOO_SMALL',
      ]);
      expect(answer.body.problems[0].message).toContain(backup.id);
      await other.completed();
    });

    it('is refused as the restore would be where there is nothing to plan, or no right to it', async () => {
      expect(await plan({ target_db: 'prod_db_main' })).toMatchObject({
        status: 409,
        body: { code: 'DATABASE_EXISTS' },
      });
      expect(await plan({ target_db: 'x', strategy: 'swap' })).toMatchObject({ status: 422 });
      expect(await plan({}, { id: crypto.randomUUID() })).toMatchObject({ status: 404 });
      expect(asked).toEqual([]);
    });
  });
});
