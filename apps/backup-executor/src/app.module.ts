import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatabaseModule } from '@app/database';
import { CreateJobs1790000000000, Job, JobRunner } from '@app/executor';
import { CreateOutbox1780000000000, MessagingModule, OutboxMessage } from '@app/messaging';
import { BackupRequestedConsumer } from './backup-requested.consumer';
import { BackupRunner } from './backup-runner';
import { BackupVerifier } from './backup-verifier';
import { BackupExecutorConfig } from './config';
import { StorageProbeResponder } from './storage-probe.responder';
import { VerifyRequestedConsumer } from './verify-requested.consumer';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'backup_executor',
      entities: [Job, OutboxMessage],
      migrations: [CreateOutbox1780000000000, CreateJobs1790000000000],
    }),
    MessagingModule.forRoot({ service: 'backup-executor' }),
  ],
  controllers: [BackupRequestedConsumer, VerifyRequestedConsumer, StorageProbeResponder],
  providers: [
    BackupRunner,
    BackupVerifier,
    {
      provide: JobRunner,
      inject: [DataSource, BackupExecutorConfig],
      useFactory: (dataSource: DataSource, config: BackupExecutorConfig) => new JobRunner(dataSource, config.jobTiming),
    },
  ],
})
export class BackupExecutorModule {}
