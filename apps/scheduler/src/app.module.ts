import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { CreateOutbox1780000000000, MessagingModule, OutboxMessage } from '@app/messaging';
import { BackupFactsConsumer } from './backup-facts.consumer';
import { CreateDeletedEnvironments1790000100000 } from './create-deleted-environments.migration';
import { CreateLastBackups1790000000000 } from './create-last-backups.migration';
import { DeletedEnvironment } from './deleted-environment.entity';
import { LastBackup } from './last-backup.entity';
import { LastBackups } from './last-backups.repository';
import { CreatePolicies1790001700000 } from './policies/create-policies.migration';
import { Policies } from './policies/policies.repository';
import { PoliciesRpc } from './policies/policies.rpc';
import { PolicyRevision } from './policies/policy-revision.entity';
import { Policy } from './policies/policy.entity';
import { Protection } from './protection/protection';
import { CreateRuns1790001710000 } from './runs/create-runs.migration';
import { HandOver } from './runs/hand-over';
import { RunPurge } from './runs/run-purge';
import { Run } from './runs/run.entity';
import { Runs } from './runs/runs.repository';
import { ScheduleSample } from './schedule-sample';
import { Timekeeper } from './timers/timekeeper';
import { Timer } from './timers/timer.entity';
import { Timers } from './timers/timers.repository';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'scheduler',
      entities: [Policy, PolicyRevision, Timer, Run, LastBackup, DeletedEnvironment, OutboxMessage],
      migrations: [
        CreateOutbox1780000000000,
        CreateLastBackups1790000000000,
        CreateDeletedEnvironments1790000100000,
        CreatePolicies1790001700000,
        CreateRuns1790001710000,
      ],
    }),
    MessagingModule.forRoot({ service: 'scheduler' }),
  ],
  controllers: [BackupFactsConsumer, PoliciesRpc],
  providers: [LastBackups, Policies, Timers, Protection, Timekeeper, Runs, HandOver, RunPurge, ScheduleSample],
})
export class SchedulerModule {}
