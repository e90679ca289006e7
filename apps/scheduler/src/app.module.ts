import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { CreateOutbox1780000000000, MessagingModule, OutboxMessage } from '@app/messaging';
import { BackupFactsConsumer } from './backup-facts.consumer';
import { CreateDeletedEnvironments1790000100000 } from './create-deleted-environments.migration';
import { CreateLastBackups1790000000000 } from './create-last-backups.migration';
import { DeletedEnvironment } from './deleted-environment.entity';
import { LastBackup } from './last-backup.entity';
import { LastBackups } from './last-backups.repository';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'scheduler',
      entities: [LastBackup, DeletedEnvironment, OutboxMessage],
      migrations: [CreateOutbox1780000000000, CreateLastBackups1790000000000, CreateDeletedEnvironments1790000100000],
    }),
    MessagingModule.forRoot({ service: 'scheduler' }),
  ],
  controllers: [BackupFactsConsumer],
  providers: [LastBackups],
})
export class SchedulerModule {}
