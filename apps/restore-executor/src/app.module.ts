import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatabaseModule } from '@app/database';
import { JOB_TABLES, JobRunner } from '@app/executor';
import { CreateOutbox1780000000000, MessagingModule, Outbox, OutboxMessage } from '@app/messaging';
import { DatabaseLoader } from './build/database-loader';
import { CancelRequestedConsumer } from './cancel-requested.consumer';
import { cancelledFacts } from './cancelled-facts';
import { CloneJobs } from './clone/clone-jobs';
import { CloneRunner } from './clone/clone-runner';
import { CloneTeardown } from './clone/clone-teardown';
import { RestoreExecutorConfig } from './config';
import { CopyBuilder } from './build/copy-builder';
import { WholeCopies } from './build/whole-copies';
import { DrillRunner } from './drill/drill-runner';
import { EnvironmentDoor } from './environment-door';
import { InPlaceRunner } from './in-place/in-place-runner';
import { InPlaceSteps } from './in-place/in-place-steps';
import { Insurance } from './in-place/insurance';
import { Rollback } from './in-place/rollback';
import { WebCheck } from './web-check';
import { CreateReplacedCopies1790000800000 } from './replaced/create-replaced-copies.migration';
import { ReplacedCopies } from './replaced/replaced-copies';
import { ReplacedCopy } from './replaced/replaced-copy.entity';
import { ReplacedSweep } from './replaced/replaced-sweep';
import { UndoRequestedConsumer } from './undo/undo-requested.consumer';
import { UndoRunner } from './undo/undo-runner';
import { CreateRestoreSteps1790000700000 } from './journal/create-restore-steps.migration';
import { RestoreStep } from './journal/restore-step.entity';
import { StepJournals } from './journal/step-journal';
import { RestorePlanResponder } from './preflight/restore-plan.responder';
import { RestorePlanner } from './preflight/restore-planner';
import { RestoreRequestedConsumer } from './restore-requested.consumer';
import { TeardownRequestedConsumer } from './clone/teardown-requested.consumer';
import { Sweep } from './sweep';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'restore_executor',
      entities: [...JOB_TABLES.entities, RestoreStep, ReplacedCopy, OutboxMessage],
      migrations: [
        CreateOutbox1780000000000,
        ...JOB_TABLES.migrations,
        CreateRestoreSteps1790000700000,
        CreateReplacedCopies1790000800000,
      ],
    }),
    MessagingModule.forRoot({ service: 'restore-executor' }),
  ],
  controllers: [
    RestoreRequestedConsumer,
    TeardownRequestedConsumer,
    UndoRequestedConsumer,
    CancelRequestedConsumer,
    RestorePlanResponder,
  ],
  providers: [
    Sweep,
    WholeCopies,
    CloneRunner,
    DrillRunner,
    CloneTeardown,
    CloneJobs,
    DatabaseLoader,
    RestorePlanner,
    CopyBuilder,
    EnvironmentDoor,
    StepJournals,
    Insurance,
    InPlaceSteps,
    InPlaceRunner,
    Rollback,
    WebCheck,
    ReplacedCopies,
    ReplacedSweep,
    UndoRunner,
    {
      provide: JobRunner,
      inject: [DataSource, RestoreExecutorConfig, Outbox],
      useFactory: (dataSource: DataSource, config: RestoreExecutorConfig, outbox: Outbox) =>
        new JobRunner(dataSource, config.jobTiming, config.jobLimits, cancelledFacts(outbox)),
    },
  ],
})
export class RestoreExecutorModule {}
