import { randomUUID } from 'node:crypto';
import { Controller, type INestApplication } from '@nestjs/common';
import { jetstream } from '@nats-io/jetstream';
import { BackupStarted, CONSUMERS, eventSubject, redeliverySubject, toCloudEvent } from '@app/contracts';
import { freshDatabase } from '../../../test/fixtures/postgres';
import { describeRequiring } from '../../../test/fixtures/requires';
import {
  backupStarted,
  eventually,
  ORGANIZATION,
  type ServiceNats,
  startServiceApp,
  startServiceNats,
} from '../testing';
import { connectNats, EventConsumer, inboxPrefixOf } from './index';

const heard: string[] = [];

@Controller()
class Notifier {
  @EventConsumer(CONSUMERS.notifierEvents)
  async hear(event: { id: string }): Promise<void> {
    heard.push(`notifier ${event.id}`);
  }
}
@Controller()
class Gateway {
  @EventConsumer(CONSUMERS.gatewayEvents)
  async hear(event: { id: string }): Promise<void> {
    heard.push(`gateway ${event.id}`);
  }
}

describeRequiring(['postgres', 'nats'], 'an event that is sent once more', () => {
  let nats: ServiceNats;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  const apps: INestApplication[] = [];
  beforeAll(async () => {
    [nats, database] = await Promise.all([startServiceNats(), freshDatabase()]);
    for (const [service, controller] of [
      ['notifier', Notifier],
      ['gateway', Gateway],
    ] as const)
      apps.push(
        await startServiceApp({
          service,
          natsUrl: nats.urlOf(service),
          databaseUrl: database.url,
          controllers: [controller],
        }),
      );
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await nats?.stop();
    await database?.drop();
  });

  it('reaches the consumer that it is for, alone, when the gateway sends it', async () => {
    const event = toCloudEvent(BackupStarted, backupStarted(), { service: 'spec', organizationId: ORGANIZATION });
    const url = nats.urlOf('gateway');
    const gateway = await connectNats({ url, name: 'gateway', inboxPrefix: inboxPrefixOf('gateway') });
    const subject = eventSubject(BackupStarted, ORGANIZATION);
    try {
      await jetstream(gateway).publish(redeliverySubject('notifier', subject), JSON.stringify(event));
      await jetstream(nats.admin).publish(subject, JSON.stringify({ ...event, id: randomUUID() }));
      await eventually(() => heard.length === 3, 'both have heard what is for them');
      expect(heard.filter((entry) => entry.endsWith(event.id))).toEqual([`notifier ${event.id}`]);
    } finally {
      await gateway.close();
    }
  });

  it('may be sent by the gateway only', async () => {
    const url = nats.urlOf('retention');
    const retention = await connectNats({ url, name: 'retention', inboxPrefix: inboxPrefixOf('retention') });
    try {
      const sending = jetstream(retention).publish(redeliverySubject('notifier', 'events.x.y'), '{}', { timeout: 500 });
      await expect(sending).rejects.toThrow();
    } finally {
      await retention.close();
    }
  });
});
