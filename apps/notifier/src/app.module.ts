import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { CreateOutbox1780000000000, MessagingModule, OutboxMessage } from '@app/messaging';
import { Channel } from './channels/channel.entity';
import { ChannelTester } from './channels/channel-tester';
import { Channels } from './channels/channels.repository';
import { ChannelsRpc } from './channels/channels.rpc';
import { CreateDeliveries1790001900000 } from './create-deliveries.migration';
import { CreateNotices1790000000000 } from './create-notices.migration';
import { Deliveries } from './deliveries/deliveries.repository';
import { Delivery } from './deliveries/delivery.entity';
import { DeliveryHistory } from './deliveries/delivery-history';
import { DeliveryPump } from './deliveries/delivery-pump';
import { DeliveryPurge } from './deliveries/delivery-purge';
import { DeliverySamples } from './deliveries/delivery-samples';
import { Intake } from './deliveries/intake';
import { EventsConsumer } from './events.consumer';
import { Background } from './notices/background.repository';
import { KnownName } from './notices/known-name.entity';
import { StoredNotice } from './notices/notice.entity';
import { PolicyWish } from './notices/policy-wish.entity';
import { Sender } from './sending/sender';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'notifier',
      entities: [Channel, StoredNotice, Delivery, KnownName, PolicyWish, OutboxMessage],
      migrations: [CreateOutbox1780000000000, CreateNotices1790000000000, CreateDeliveries1790001900000],
    }),
    MessagingModule.forRoot({ service: 'notifier' }),
  ],
  controllers: [EventsConsumer, ChannelsRpc],
  providers: [
    Background,
    Channels,
    ChannelTester,
    Intake,
    Deliveries,
    DeliveryHistory,
    DeliveryPump,
    DeliveryPurge,
    DeliverySamples,
    Sender,
  ],
})
export class NotifierModule {}
