import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { CreateOutbox1780000000000, MessagingModule, OutboxMessage } from '@app/messaging';
import { CreateNotices1790000000000 } from './create-notices.migration';
import { EventsConsumer } from './events.consumer';
import { Notice } from './notice.entity';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'notifier',
      entities: [Notice, OutboxMessage],
      migrations: [CreateOutbox1780000000000, CreateNotices1790000000000],
    }),
    MessagingModule.forRoot({ service: 'notifier' }),
  ],
  controllers: [EventsConsumer],
})
export class NotifierModule {}
