import { BackupCompleted, BackupFailed, DIRECTORY_EVENTS } from '@app/contracts';
import { pendingSchemaChanges } from '@app/database';
import { describeRequiring } from '../../../test/fixtures/requires';
import { factOf, permutations, someBackup } from '../../../libs/contracts/testing/sample-facts';
import { TestService } from '../../../libs/service/testing/test-service';
import { SchedulerModule } from './app.module';
import { SchedulerConfig } from './config';
import { LastBackup } from './last-backup.entity';

describeRequiring(['postgres', 'nats'], 'the scheduler', () => {
  let scheduler: TestService;
  beforeAll(async () => {
    scheduler = await TestService.start({ service: 'scheduler', module: SchedulerModule, config: SchedulerConfig });
  });
  afterAll(() => scheduler?.stop());

  const lastBackup = (environmentId: string) =>
    scheduler.dataSource.getRepository(LastBackup).findOneBy({ environmentId });
  const completed = (backup: ReturnType<typeof someBackup>, completed_at: string) =>
    scheduler.tell(BackupCompleted, factOf(BackupCompleted, { ...backup, completed_at }));
  const failed = (backup: ReturnType<typeof someBackup>, failed_at: string) =>
    scheduler.tell(BackupFailed, factOf(BackupFailed, { ...backup, failed_at }));
  const changed = (change: 'updated' | 'deleted', { environment_id: id, organization_id }: Record<string, string>) => {
    const definition = DIRECTORY_EVENTS.environment[change];
    return scheduler.tell(definition, factOf(definition, { id: id!, organization_id: organization_id! }));
  };

  it('has a schema that is what its entities say', async () => {
    expect(await pendingSchemaChanges(scheduler.dataSource)).toEqual([]);
  });

  it('knows how the newest backup of an environment ended, in whatever order and however often it is told', async () => {
    const environments = [];
    for (const order of permutations(['first', 'second', 'third'] as const)) {
      const { environment_id, organization_id } = someBackup();
      const backups = [someBackup(), someBackup(), someBackup()].map((backup) => ({
        ...backup,
        environment_id,
        organization_id,
      }));
      const tell = {
        first: () => completed(backups[0]!, '2026-01-01T00:00:00.000Z'),
        second: () => completed(backups[1]!, '2026-01-02T00:00:00.000Z'),
        third: () => failed(backups[2]!, '2026-01-03T00:00:00.000Z'),
      };
      for (const fact of [...order, order[0]!]) await tell[fact]();
      await changed('updated', { environment_id, organization_id });
      environments.push({ environment_id, organization_id, backup_id: backups[2]!.backup_id });
    }
    await scheduler.settled();
    for (const { environment_id, organization_id, backup_id } of environments)
      expect(await lastBackup(environment_id)).toEqual({
        environmentId: environment_id,
        organizationId: organization_id,
        backupId: backup_id,
        status: 'failed',
        endedAt: new Date('2026-01-03'),
        lastGoodAt: new Date('2026-01-02'),
      });
  });

  it('forgets an environment that is deleted, also when a backup of it ends later', async () => {
    const [before, after, other] = [someBackup(), someBackup(), someBackup()];
    await completed(before, '2026-01-01T00:00:00.000Z');
    await completed(other, '2026-01-01T00:00:00.000Z');
    for (const backup of [before, after, after]) await changed('deleted', backup);
    await completed(after, '2026-01-02T00:00:00.000Z');
    await scheduler.settled();
    expect(await lastBackup(before.environment_id)).toBeNull();
    expect(await lastBackup(after.environment_id)).toBeNull();
    expect(await lastBackup(other.environment_id)).toMatchObject({ status: 'completed' });
    expect(await scheduler.deadLetters()).toBe(0);
  });
});
