import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { CreateOutbox1780000000000, MessagingModule, OutboxMessage } from '@app/messaging';
import { BackupFactsConsumer } from './backup-facts.consumer';
import { CreateLastBackups1790000000000 } from './create-last-backups.migration';
import { LastBackup } from './last-backup.entity';
import { LastBackups } from './last-backups.repository';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'scheduler',
      entities: [LastBackup, OutboxMessage],
      migrations: [CreateOutbox1780000000000, CreateLastBackups1790000000000],
    }),
    MessagingModule.forRoot({ service: 'scheduler' }),
  ],
  controllers: [BackupFactsConsumer],
  providers: [LastBackups],
})
export class SchedulerModule {}
