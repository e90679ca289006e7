import {
  BackupCompleted,
  BackupFailed,
  BackupStarted,
  type EventDefinition,
  QuotaExceeded,
  QuotaWarning,
  RestoreCompleted,
  RestoreFailed,
  TaskStatusChanged,
} from '@app/contracts';
import { pendingSchemaChanges } from '@app/database';
import { ServiceConfig } from '@app/service';
import { describeRequiring } from '../../../test/fixtures/requires';
import { factOf, someBackup } from '../../../libs/contracts/testing/sample-facts';
import { TestService } from '../../../libs/service/testing/test-service';
import { NotifierModule } from './app.module';
import { Notice } from './notice.entity';

describeRequiring(['postgres', 'nats'], 'the notifier', () => {
  let notifier: TestService;
  beforeAll(async () => {
    notifier = await TestService.start({ service: 'notifier', module: NotifierModule, config: ServiceConfig });
  });
  afterAll(() => notifier?.stop());

  const notices = (organizationId: string) => notifier.dataSource.manager.findBy(Notice, { organizationId });

  it('has a schema that is what its entities say', async () => {
    expect(await pendingSchemaChanges(notifier.dataSource)).toEqual([]);
  });

  it.each<[string, EventDefinition<{ organization_id: string }>]>(
    [BackupCompleted, BackupFailed, RestoreCompleted, RestoreFailed, QuotaWarning, QuotaExceeded].map((definition) => [
      definition.name,
      definition as unknown as EventDefinition<{ organization_id: string }>,
    ]),
  )('keeps a %s once, however often its message comes', async (name, definition) => {
    const { organization_id } = someBackup();
    const fact = factOf(definition, { organization_id });
    const event = await notifier.tell(definition, fact);
    for (let again = 0; again < 3; again++) await notifier.tellAgain(definition, event);
    await notifier.settled();
    expect(await notices(organization_id)).toEqual([
      {
        eventId: event.id,
        organizationId: organization_id,
        type: `strongroom.${name}.v1`,
        subject: null,
        occurredAt: new Date(event.time),
        data: fact,
      },
    ]);
  });

  it('keeps two facts of the same kind apart, and passes over what nobody asks for', async () => {
    const backup = someBackup();
    await notifier.tell(BackupStarted, factOf(BackupStarted, backup));
    await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    await notifier.tell(BackupFailed, factOf(BackupFailed, backup));
    await notifier.tell(TaskStatusChanged, factOf(TaskStatusChanged, { organization_id: backup.organization_id }));
    await notifier.settled();
    expect((await notices(backup.organization_id)).map(({ type }) => type)).toEqual([
      'strongroom.backup.failed.v1',
      'strongroom.backup.failed.v1',
    ]);
    expect(await notifier.deadLetters()).toBe(0);
  });
});
