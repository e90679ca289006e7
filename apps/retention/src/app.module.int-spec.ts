import { randomUUID } from 'node:crypto';
import {
  BackupCompleted,
  BackupPinned,
  BackupRecovered,
  BackupStarted,
  BackupSuspicious,
  BackupUnpinned,
  BackupVerified,
  DIRECTORY_EVENTS,
  PolicyCreated,
  PolicyDeleted,
  PolicyUpdated,
  RestoreCompleted,
} from '@app/contracts';
import { pendingSchemaChanges } from '@app/database';
import { describeRequiring } from '../../../test/fixtures/requires';
import { factOf, permutations, someBackup } from '../../../libs/contracts/testing/sample-facts';
import { TestService } from '../../../libs/service/testing/test-service';
import { RetentionModule } from './app.module';
import { RetentionConfig } from './config';
import { DeletedEnvironment } from './deleted-environment.entity';
import { KeptBackup } from './kept-backup.entity';
import { Pin } from './pin.entity';
import { Policy } from './policy.entity';
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
    const fact = factOf(BackupCompleted, { ...backup, requested_at: '2026-01-01T00:00:00.000Z' });
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
        projectId: fact.project_id,
        environmentId: backup.environment_id,
        storageConfigId: fact.storage_config_id,
        backupType: fact.backup_type,
        key: fact.key,
        manifestKey: fact.manifest_key,
        sizeBytes: String(fact.object_size_bytes),
        retentionType: 'daily',
        expiresAt: new Date(fact.retention.expires_at!),
        createdAt: new Date('2026-01-01'),
        completedAt: new Date(fact.completed_at),
        hasFilestore: true,
        suspicious: false,
        expiringRunId: null,
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

  it('knows what pins, policies and drills tell, in whatever order and however often', async () => {
    const { manager } = retention.dataSource;
    const told: { backup: ReturnType<typeof someBackup>; policyOf: string }[] = [];
    for (const order of permutations(['pinned', 'unpinned', 'drilled', 'policy'] as const).filter(
      (_, n) => n % 4 === 0,
    )) {
      const backup = someBackup();
      const ref = { ...backup, project_id: randomUUID() };
      const policy = { organization_id: backup.organization_id, environment_id: backup.environment_id };
      told.push({ backup, policyOf: backup.environment_id });
      const tell = {
        pinned: () => retention.tell(BackupPinned, factOf(BackupPinned, { ...ref, pinned_at: '2026-01-01T00:00:00Z' })),
        unpinned: () =>
          retention.tell(BackupUnpinned, factOf(BackupUnpinned, { ...ref, unpinned_at: '2026-01-02T00:00:00Z' })),
        drilled: () =>
          retention.tell(RestoreCompleted, {
            ...factOf(RestoreCompleted, { ...backup, completed_at: '2026-01-03T00:00:00Z' }),
            drill: { policy_id: null, recovery_ms: 3, database_ms: 2, filestore_ms: 1, level: 'restored' },
          }),
        policy: async () => {
          await retention.tell(PolicyDeleted, factOf(PolicyDeleted, { ...policy, revision: 3 }));
          await retention.tell(PolicyCreated, factOf(PolicyCreated, { ...policy, revision: 4, weekly_backup_day: 2 }));
          await retention.tell(PolicyUpdated, factOf(PolicyUpdated, { ...policy, revision: 2 }));
        },
      };
      for (const fact of [...order, order[0]!]) await tell[fact]();
    }
    await retention.settled();
    for (const { backup, policyOf } of told) {
      expect(await manager.findOneByOrFail(Pin, { backupId: backup.backup_id })).toMatchObject({ pinned: false });
      expect(await manager.findOneByOrFail(Verdict, { backupId: backup.backup_id })).toMatchObject({ intact: true });
      expect(await manager.findOneByOrFail(Policy, { environmentId: policyOf })).toMatchObject({
        revision: 4,
        rules: { weeklyBackupDay: 2 },
      });
    }
  });

  it('notices a backup that is much smaller than those before it, in whatever order they are told', async () => {
    const sizes = [100, 110, 90, 40, 105];
    const orders = permutations([0, 1, 2, 3, 4]).filter((_, index) => index % 30 === 7);
    const small: string[] = [];
    for (const order of orders) {
      const ref = someBackup();
      const ids = sizes.map(() => randomUUID());
      small.push(ids[3]!);
      for (const index of [...order, order[0]!])
        await retention.tell(
          BackupCompleted,
          factOf(BackupCompleted, {
            ...ref,
            backup_id: ids[index]!,
            object_size_bytes: sizes[index]!,
            completed_at: `2026-01-0${index + 1}T00:00:00.000Z`,
          }),
        );
      // one without its filestore is of another shape
      await retention.tell(
        BackupCompleted,
        factOf(BackupCompleted, { ...ref, backup_id: randomUUID(), object_size_bytes: 1, filestore: null }),
      );
    }
    await retention.settled();
    const told = await retention.told(BackupSuspicious);
    expect(told.map(({ backup_id }) => backup_id).sort()).toEqual(small.sort());
    expect(told[0]).toMatchObject({ size_bytes: 40, usual_bytes: 100 });
    const marked = await retention.dataSource.getRepository(KeptBackup).findBy({ suspicious: true });
    expect(marked.map(({ backupId }) => backupId).sort()).toEqual(small);
  });

  it('passes over what it does not keep', async () => {
    const backup = someBackup();
    await retention.tell(BackupStarted, factOf(BackupStarted, backup));
    await retention.settled();
    expect(await retention.dataSource.manager.countBy(KeptBackup, { backupId: backup.backup_id })).toBe(0);
    expect(await retention.deadLetters()).toBe(0);
  });
});
