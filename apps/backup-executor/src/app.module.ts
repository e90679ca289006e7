import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatabaseModule } from '@app/database';
import { JOB_TABLES, JobRunner } from '@app/executor';
import { CreateOutbox1780000000000, MessagingModule, Outbox, OutboxMessage } from '@app/messaging';
import { CancelRequestedConsumer } from './cancel-requested.consumer';
import { cancelledFacts } from './cancelled-facts';
import { BackupRequestedConsumer } from './backups/backup-requested.consumer';
import { BackupCopier } from './copies/backup-copier';
import { BackupRunner } from './backups/backup-runner';
import { BackupVerifier } from './verification/backup-verifier';
import { BackupExecutorConfig } from './config';
import { CopyRequestedConsumer } from './copies/copy-requested.consumer';
import { ForeignImport } from './foreign/foreign-import';
import { ForeignListResponder } from './foreign/foreign-list.responder';
import { ReadBack } from './verification/read-back';
import { RescanRequestedConsumer } from './rescan/rescan-requested.consumer';
import { StorageProbeResponder } from './storage-probe.responder';
import { StorageRescan } from './rescan/storage-rescan';
import { VerifyRequestedConsumer } from './verification/verify-requested.consumer';
import { Sweep } from './sweep/sweep';
import { ObjectSweep } from './sweep/sweep-objects';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'backup_executor',
      entities: [...JOB_TABLES.entities, OutboxMessage],
      migrations: [CreateOutbox1780000000000, ...JOB_TABLES.migrations],
    }),
    MessagingModule.forRoot({ service: 'backup-executor' }),
  ],
  controllers: [
    BackupRequestedConsumer,
    VerifyRequestedConsumer,
    CopyRequestedConsumer,
    RescanRequestedConsumer,
    StorageProbeResponder,
    ForeignListResponder,
    CancelRequestedConsumer,
  ],
  providers: [
    Sweep,
    ObjectSweep,
    BackupRunner,
    BackupVerifier,
    StorageRescan,
    ForeignImport,
    BackupCopier,
    ReadBack,
    {
      provide: JobRunner,
      inject: [DataSource, BackupExecutorConfig, Outbox],
      useFactory: (dataSource: DataSource, config: BackupExecutorConfig, outbox: Outbox) =>
        new JobRunner(dataSource, config.jobTiming, config.jobLimits, cancelledFacts(outbox)),
    },
  ],
})
export class BackupExecutorModule {}
