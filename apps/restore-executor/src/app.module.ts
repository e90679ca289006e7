import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatabaseModule } from '@app/database';
import { CreateJobs1790000000000, Job, JobRunner } from '@app/executor';
import { CreateOutbox1780000000000, MessagingModule, OutboxMessage } from '@app/messaging';
import { CloneJobs } from './clone-jobs';
import { CloneRunner } from './clone-runner';
import { CloneTeardown } from './clone-teardown';
import { RestoreExecutorConfig } from './config';
import { RestoreRequestedConsumer } from './restore-requested.consumer';
import { TeardownRequestedConsumer } from './teardown-requested.consumer';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'restore_executor',
      entities: [Job, OutboxMessage],
      migrations: [CreateOutbox1780000000000, CreateJobs1790000000000],
    }),
    MessagingModule.forRoot({ service: 'restore-executor' }),
  ],
  controllers: [RestoreRequestedConsumer, TeardownRequestedConsumer],
  providers: [
    CloneRunner,
    CloneTeardown,
    CloneJobs,
    {
      provide: JobRunner,
      inject: [DataSource, RestoreExecutorConfig],
      useFactory: (dataSource: DataSource, config: RestoreExecutorConfig) =>
        new JobRunner(dataSource, config.jobTiming),
    },
  ],
})
export class RestoreExecutorModule {}
