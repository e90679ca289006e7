import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { CreateOutbox1780000000000, MessagingModule, OutboxMessage } from '@app/messaging';
import { BackupFactsConsumer } from './backup-facts.consumer';
import { BackupSizes } from './backup-sizes';
import { CreateKeptBackups1790000000000 } from './create-kept-backups.migration';
import { CreateVerdicts1790000100000 } from './create-verdicts.migration';
import { DeletedEnvironment } from './deleted-environment.entity';
import { KeptBackup } from './kept-backup.entity';
import { KeptBackups } from './kept-backups.repository';
import { CreateOrphanSweeps1790001820000 } from './orphans/create-orphan-sweeps.migration';
import { SweepPairs1790002800000 } from './orphans/sweep-pairs.migration';
import { OrphanSweep } from './orphans/orphan-sweep.entity';
import { OrphanSweeper } from './orphans/orphan-sweeper';
import { OrphanSweeps } from './orphans/orphan-sweeps.repository';
import { OrphansRpc } from './orphans/orphans.rpc';
import { CreateRemovals1790001100000 } from './removal/create-removals.migration';
import { LearnForDecisions1790001700000 } from './learn-for-decisions.migration';
import { Pin } from './pin.entity';
import { Policies } from './policies.repository';
import { Policy } from './policy.entity';
import { DeletedBackup } from './removal/deleted-backup.entity';
import { RemovalSweep } from './removal/removal-sweep';
import { Removal } from './removal/removal.entity';
import { Removals } from './removal/removals.repository';
import { CreateRuns1790001710000 } from './runs/create-runs.migration';
import { Previews } from './runs/previews';
import { RetentionHold } from './runs/retention-hold.entity';
import { RetentionRun } from './runs/retention-run.entity';
import { RetentionRunner } from './runs/retention-runner';
import { RetentionSlot } from './runs/retention-slot.entity';
import { RetentionRpc } from './runs/retention.rpc';
import { RetentionSamples } from './retention-samples';
import { RememberSizes1790002500000 } from './removal/remember-sizes.migration';
import { Runs } from './runs/runs.repository';
import { Situations } from './runs/situations';
import { Verdict } from './verdict.entity';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'retention',
      entities: [
        KeptBackup,
        Verdict,
        Pin,
        Policy,
        RetentionRun,
        RetentionSlot,
        RetentionHold,
        DeletedEnvironment,
        DeletedBackup,
        Removal,
        OrphanSweep,
        OutboxMessage,
      ],
      migrations: [
        CreateOutbox1780000000000,
        CreateKeptBackups1790000000000,
        CreateVerdicts1790000100000,
        CreateRemovals1790001100000,
        LearnForDecisions1790001700000,
        CreateRuns1790001710000,
        CreateOrphanSweeps1790001820000,
        RememberSizes1790002500000,
        SweepPairs1790002800000,
      ],
    }),
    MessagingModule.forRoot({ service: 'retention' }),
  ],
  controllers: [OrphansRpc, BackupFactsConsumer, RetentionRpc],
  providers: [
    BackupSizes,
    KeptBackups,
    Policies,
    Removals,
    RemovalSweep,
    OrphanSweeps,
    OrphanSweeper,
    Situations,
    Runs,
    Previews,
    RetentionRunner,
    RetentionSamples,
  ],
})
export class RetentionModule {}
