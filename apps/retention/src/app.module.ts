import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { CreateOutbox1780000000000, MessagingModule, OutboxMessage } from '@app/messaging';
import { BackupFactsConsumer } from './backup-facts.consumer';
import { CreateKeptBackups1790000000000 } from './create-kept-backups.migration';
import { KeptBackup } from './kept-backup.entity';
import { KeptBackups } from './kept-backups.repository';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'retention',
      entities: [KeptBackup, OutboxMessage],
      migrations: [CreateOutbox1780000000000, CreateKeptBackups1790000000000],
    }),
    MessagingModule.forRoot({ service: 'retention' }),
  ],
  controllers: [BackupFactsConsumer],
  providers: [KeptBackups],
})
export class RetentionModule {}
