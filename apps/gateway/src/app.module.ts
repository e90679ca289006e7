import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { DatabaseModule } from '@app/database';
import { CreateOutbox1780000000000, MessagingModule, OUTBOX_PUBLISHED, OutboxMessage } from '@app/messaging';
import { AccessGuard } from './access/access.guard';
import { ApiTokens } from './access/api-tokens';
import { BootstrapToken } from './access/bootstrap-token';
import { ScopeLookup } from './access/scope-lookup';
import { BackupFollower } from './backups/backup-follower';
import { BackupRequests } from './backups/backup-requests';
import { VerificationRequests } from './backups/verification-requests';
import { AccessRpc } from './directory/access.rpc';
import { DirectoryStore } from './directory/directory-store';
import { RequestValidation } from './http/request-validation';
import { InitialTables1790000000000 } from './migrations/1790000000000-initial-tables';
import { ProblemFilter } from './problems/problem.filter';
import { ReadModelConsumer } from './read-model.consumer';
import { REST_CONTROLLERS } from './rest-controllers';
import { RestoreFollower } from './restores/restore-follower';
import { RestoreRequests } from './restores/restore-requests';
import { TABLES } from './tables';
import { LiveProgress } from './tasks/live-progress';
import { ProgressListener } from './tasks/progress-listener';
import { QueuedTasks } from './tasks/queued-tasks';
import { TaskRecords } from './tasks/task-records';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'gateway',
      entities: [...TABLES, OutboxMessage],
      migrations: [CreateOutbox1780000000000, InitialTables1790000000000],
    }),
    MessagingModule.forRoot({ service: 'gateway' }),
  ],
  controllers: [...REST_CONTROLLERS, AccessRpc, ReadModelConsumer],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_PIPE, useClass: RequestValidation },
    ApiTokens,
    BootstrapToken,
    ScopeLookup,
    DirectoryStore,
    TaskRecords,
    BackupRequests,
    BackupFollower,
    VerificationRequests,
    RestoreRequests,
    RestoreFollower,
    LiveProgress,
    ProgressListener,
    { provide: OUTBOX_PUBLISHED, useClass: QueuedTasks },
  ],
})
export class AppModule {}
