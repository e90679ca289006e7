import { BackupCompleted, BackupRecovered, BackupStarted, BackupVerified, DIRECTORY_EVENTS } from '@app/contracts';
import { pendingSchemaChanges } from '@app/database';
import { describeRequiring } from '../../../test/fixtures/requires';
import { factOf, permutations, someBackup } from '../../../libs/contracts/testing/sample-facts';
import { TestService } from '../../../libs/service/testing/test-service';
import { RetentionModule } from './app.module';
import { RetentionConfig } from './config';
import { DeletedEnvironment } from './deleted-environment.entity';
import { KeptBackup } from './kept-backup.entity';
import { Verdict } from './verdict.entity';

describeRequiring(['postgres', 'nats'], 'retention', () => {
  let retention: TestService;
  beforeAll(async () => {
    retention = await TestService.start({ service: 'retention', module: RetentionModule, config: RetentionConfig });
  });
  afterAll(() => retention?.stop());

  it('has a schema that is what its entities say', async () => {
    expect(await pendingSchemaChanges(retention.dataSource)).toEqual([]);
  });

  it('keeps what a completed backup costs and how long it lives, once', async () => {
    const { task_id: _task, ...backup } = someBackup();
    const fact = factOf(BackupCompleted, backup);
    const event = await retention.tell(BackupCompleted, fact);
    await retention.tellAgain(BackupCompleted, event);
    const forever = factOf(BackupCompleted, { ...someBackup(), retention: { type: 'permanent', expires_at: null } });
    await retention.tell(BackupCompleted, forever);
    await retention.settled();
    const kept = retention.dataSource.getRepository(KeptBackup);
    expect(await kept.findBy({ backupId: backup.backup_id })).toEqual([
      {
        backupId: backup.backup_id,
        organizationId: backup.organization_id,
        environmentId: backup.environment_id,
        storageConfigId: fact.storage_config_id,
        backupType: fact.backup_type,
        key: fact.key,
        manifestKey: fact.manifest_key,
        sizeBytes: String(fact.object_size_bytes),
        retentionType: 'daily',
        expiresAt: new Date(fact.retention.expires_at!),
        completedAt: new Date(fact.completed_at),
      },
    ]);
    expect(await kept.findOneBy({ backupId: forever.backup_id })).toMatchObject({
      retentionType: 'permanent',
      expiresAt: null,
    });
  });

  it('keeps a backup that was found again, with the expiry that it had', async () => {
    const backup = factOf(BackupRecovered, someBackup());
    await retention.tell(BackupRecovered, backup);
    await retention.settled();
    expect(
      await retention.dataSource.getRepository(KeptBackup).findOneBy({ backupId: backup.backup_id }),
    ).toMatchObject({ expiresAt: new Date(backup.retention.expires_at!), completedAt: new Date(backup.completed_at) });
  });

  it('knows the same in whatever order and however often it is told', async () => {
    const told = [];
    for (const order of permutations(['completed', 'proven', 'damaged', 'deleted'] as const)) {
      const backup = someBackup();
      told.push(backup);
      const verdict = (intact: boolean, verified_at: string) =>
        retention.tell(BackupVerified, factOf(BackupVerified, { ...backup, intact, verified_at }));
      const tell = {
        completed: () => retention.tell(BackupCompleted, factOf(BackupCompleted, backup)),
        proven: () => verdict(true, '2026-01-01T00:00:00.000Z'),
        damaged: () => verdict(false, '2026-02-01T00:00:00.000Z'),
        deleted: () =>
          retention.tell(
            DIRECTORY_EVENTS.environment.deleted,
            factOf(DIRECTORY_EVENTS.environment.deleted, {
              id: backup.environment_id,
              organization_id: backup.organization_id,
              changed_at: '2026-03-01T00:00:00.000Z',
            }),
          ),
      };
      for (const fact of [...order, order[0]!]) await tell[fact]();
    }
    await retention.settled();
    const { manager } = retention.dataSource;
    for (const { backup_id: backupId, environment_id: environmentId } of told) {
      expect(await manager.countBy(KeptBackup, { backupId, environmentId })).toBe(1);
      expect(await manager.findBy(Verdict, { backupId })).toEqual([
        { backupId, intact: false, verifiedAt: new Date('2026-02-01') },
      ]);
      expect(await manager.findBy(DeletedEnvironment, { environmentId })).toEqual([
        { environmentId, deletedAt: new Date('2026-03-01') },
      ]);
    }
  });

  it('passes over what it does not keep', async () => {
    const backup = someBackup();
    await retention.tell(BackupStarted, factOf(BackupStarted, backup));
    await retention.settled();
    expect(await retention.dataSource.manager.countBy(KeptBackup, { backupId: backup.backup_id })).toBe(0);
    expect(await retention.deadLetters()).toBe(0);
  });
});
