import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { CreateOutbox1780000000000, MessagingModule, OutboxMessage } from '@app/messaging';
import { BackupFactsConsumer } from './backup-facts.consumer';
import { CreateKeptBackups1790000000000 } from './create-kept-backups.migration';
import { CreateVerdicts1790000100000 } from './create-verdicts.migration';
import { DeletedEnvironment } from './deleted-environment.entity';
import { KeptBackup } from './kept-backup.entity';
import { KeptBackups } from './kept-backups.repository';
import { Verdict } from './verdict.entity';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'retention',
      entities: [KeptBackup, Verdict, DeletedEnvironment, OutboxMessage],
      migrations: [CreateOutbox1780000000000, CreateKeptBackups1790000000000, CreateVerdicts1790000100000],
    }),
    MessagingModule.forRoot({ service: 'retention' }),
  ],
  controllers: [BackupFactsConsumer],
  providers: [KeptBackups],
})
export class RetentionModule {}
