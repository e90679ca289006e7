import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { DatabaseModule } from '@app/database';
import { CreateOutbox1780000000000, MessagingModule, OUTBOX_PUBLISHED, OutboxMessage } from '@app/messaging';
import { AccessGuard } from './access/access.guard';
import { ApiTokens } from './access/api-tokens';
import { BootstrapToken } from './access/bootstrap-token';
import { Callers } from './access/callers';
import { ScopeLookup } from './access/scope-lookup';
import { AuditLog } from './audit/audit-log';
import { AuditPurge } from './audit/audit-purge';
import { BackupCatalog } from './backups/backup-catalog';
import { BackupFollower } from './backups/backup-follower';
import { BackupRequests } from './backups/backup-requests';
import { BackupsRpc } from './backups/backups.rpc';
import { CopyFollower } from './backups/copy-follower';
import { CopyRequests } from './backups/copy-requests';
import { DueBackups } from './backups/due-backups';
import { VerificationRequests } from './backups/verification-requests';
import { DeadLetterKeeper } from './dead-letters/dead-letter.consumer';
import { DeadLetterReplay } from './dead-letters/dead-letter-replay';
import { BackupAdoption } from './catalog/backup-adoption';
import { CatalogRpc } from './catalog/catalog.rpc';
import { ForeignListing } from './catalog/foreign-listing';
import { ImportRequests } from './catalog/import-requests';
import { RescanFollower } from './catalog/rescan-follower';
import { RescanRequests } from './catalog/rescan-requests';
import { AccessRpc } from './directory/access.rpc';
import { DirectoryStore } from './directory/directory-store';
import { NamesRpc } from './directory/names.rpc';
import { BackupFiles } from './download/backup-files';
import { DownloadLinks } from './download/download-links';
import { DownloadSlots } from './download/download-slots';
import { FoundArchives } from './download/found-archives';
import { OdooZips } from './download/odoo-zips';
import { ObjectFinder } from './download/object-finder';
import { DrillRequests } from './drills/drill-requests';
import { DrillsRpc } from './drills/drills.rpc';
import { EncryptionKeys } from './directory/encryption-keys';
import { EnvironmentDeletion } from './directory/environment-deletion';
import { EventAdmission } from './event-credentials/event-admission';
import { EventCredentials } from './event-credentials/event-credentials';
import { EventFeed } from './events/event-feed';
import { EventHistory } from './events/event-history';
import { EventStreams } from './events/event-streams';
import { ProgressFeed } from './events/progress-feed';
import { TaskPlaces } from './events/task-places';
import { RequestValidation } from './http/request-validation';
import { BackupRateLimit } from './intake/backup-rate-limit';
import { TrustedProxies } from './intake/caller-address';
import { IntakePurge } from './intake/intake-purge';
import { WorkIntake } from './intake/work-intake';
import { InitialTables1790000000000 } from './migrations/1790000000000-initial-tables';
import { StorageServers1790000100000 } from './migrations/1790000100000-storage-servers';
import { BackupCopies1790000300000 } from './migrations/1790000300000-backup-copies';
import { EncryptionKeys1790000400000 } from './migrations/1790000400000-encryption-keys';
import { Recovery1790000600000 } from './migrations/1790000600000-recovery';
import { RequestIntake1790000700000 } from './migrations/1790000700000-request-intake';
import { DeadLetters1790000500000 } from './migrations/1790000500000-dead-letters';
import { EventCredentials1790000800000 } from './migrations/1790000800000-event-credentials';
import { TokenLimits1790001300000 } from './migrations/1790001300000-token-limits';
import { AuditLog1790001400000 } from './migrations/1790001400000-audit-log';
import { Quotas1790001200000 } from './migrations/1790001200000-quotas';
import { BackupLists1790001000000 } from './migrations/1790001000000-backup-lists';
import { BackupDeletion1790001100000 } from './migrations/1790001100000-backup-deletion';
import { EventCredentialExpiry1790001330000 } from './migrations/1790001330000-event-credential-expiry';
import { OidcIssuers1790001320000 } from './migrations/1790001320000-oidc-issuers';
import { SignIn1790001310000 } from './migrations/1790001310000-sign-in';
import { NotificationChannels } from './notifications/notification-channels';
import { Policies } from './policies/policies';
import { PolicyRecords } from './policies/policy-records';
import { ProblemFilter } from './problems/problem.filter';
import { ReadModelConsumer } from './read-model.consumer';
import { BackupDeletion } from './removal/backup-deletion';
import { RemovalFollower } from './removal/removal-follower';
import { REST_CONTROLLERS } from './rest-controllers';
import { Quotas } from './quotas/quotas';
import { UsageReport } from './quotas/usage-report';
import { BackupExpiry } from './retention/backup-expiry';
import { BackupPins } from './retention/backup-pins';
import { KnownObjects } from './retention/known-objects';
import { RetentionFollower } from './retention/retention-follower';
import { RetentionService } from './retention/retention-service';
import { RetentionRpc } from './retention/retention.rpc';
import { CloneTeardowns } from './restores/clone-teardowns';
import { RestoreFollower } from './restores/restore-follower';
import { RestoreInsurances } from './restores/restore-insurances';
import { RestorePlans } from './restores/restore-plans';
import { RestoreRequests } from './restores/restore-requests';
import { RestoreUndos } from './restores/restore-undos';
import { RestoresRpc } from './restores/restores.rpc';
import { IssuerKeys } from './oidc/issuer-keys';
import { IssuerTokens } from './oidc/issuer-tokens';
import { AccessTokens } from './sign-in/access-tokens';
import { PasswordHashing } from './sign-in/password-hashing';
import { Passwords } from './sign-in/passwords';
import { Sessions } from './sign-in/sessions';
import { SignInLock } from './sign-in/sign-in-lock';
import { SignInPurge } from './sign-in/sign-in-purge';
import { SigningKeys } from './sign-in/signing-keys';
import { GatewaySamples } from './samples/gateway-samples';
import { TABLES } from './tables';
import { CommandReconciler } from './tasks/command-reconciler';
import { TaskCancels1790000200000 } from './migrations/1790000200000-task-cancels';
import { MetricSamples1790001500000 } from './migrations/1790001500000-metric-samples';
import { RestoresInPlace1790001600000 } from './migrations/1790001600000-restores-in-place';
import { KnownObjects1790001810000 } from './migrations/1790001810000-known-objects';
import { Retention1790001800000 } from './migrations/1790001800000-retention';
import { OdooUrl1790001610000 } from './migrations/1790001610000-odoo-url';
import { DrillServers1790001700000 } from './migrations/1790001700000-drill-servers';
import { AuditOutcomes1790002700000 } from './migrations/1790002700000-audit-outcomes';
import { Drills1790002000000 } from './migrations/1790002000000-drills';
import { QuotaReminders1790002100000 } from './migrations/1790002100000-quota-reminders';
import { StorageLayouts1790002800000 } from './migrations/1790002800000-storage-layouts';
import { Policies1790001710000 } from './migrations/1790001710000-policies';
import { CancelFollower } from './tasks/cancel-follower';
import { LiveProgress } from './tasks/live-progress';
import { ProgressListener } from './tasks/progress-listener';
import { QueuedTasks } from './tasks/queued-tasks';
import { TaskCancels } from './tasks/task-cancels';
import { TaskRecords } from './tasks/task-records';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'gateway',
      entities: [...TABLES, OutboxMessage],
      migrations: [
        CreateOutbox1780000000000,
        InitialTables1790000000000,
        StorageServers1790000100000,
        TaskCancels1790000200000,
        BackupCopies1790000300000,
        DeadLetters1790000500000,
        EncryptionKeys1790000400000,
        Recovery1790000600000,
        RequestIntake1790000700000,
        EventCredentials1790000800000,
        TokenLimits1790001300000,
        AuditLog1790001400000,
        Quotas1790001200000,
        BackupLists1790001000000,
        BackupDeletion1790001100000,
        SignIn1790001310000,
        MetricSamples1790001500000,
        OdooUrl1790001610000,
        DrillServers1790001700000,
        Policies1790001710000,
        OidcIssuers1790001320000,
        EventCredentialExpiry1790001330000,
        RestoresInPlace1790001600000,
        Retention1790001800000,
        KnownObjects1790001810000,
        Drills1790002000000,
        QuotaReminders1790002100000,
        AuditOutcomes1790002700000,
        StorageLayouts1790002800000,
      ],
    }),
    MessagingModule.forRoot({ service: 'gateway' }),
  ],
  controllers: [
    ...REST_CONTROLLERS,
    AccessRpc,
    NamesRpc,
    BackupsRpc,
    CatalogRpc,
    RestoresRpc,
    DrillsRpc,
    RetentionRpc,
    ReadModelConsumer,
    DeadLetterKeeper,
  ],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_PIPE, useClass: RequestValidation },
    ApiTokens,
    BootstrapToken,
    Callers,
    AccessTokens,
    IssuerKeys,
    IssuerTokens,
    SigningKeys,
    PasswordHashing,
    Passwords,
    Sessions,
    SignInLock,
    SignInPurge,
    ScopeLookup,
    WorkIntake,
    BackupRateLimit,
    TrustedProxies,
    IntakePurge,
    AuditLog,
    AuditPurge,
    Quotas,
    UsageReport,
    DirectoryStore,
    EncryptionKeys,
    EnvironmentDeletion,
    TaskRecords,
    TaskCancels,
    CancelFollower,
    BackupRequests,
    DueBackups,
    Policies,
    PolicyRecords,
    BackupCatalog,
    BackupFollower,
    CopyFollower,
    CopyRequests,
    VerificationRequests,
    BackupDeletion,
    RemovalFollower,
    BackupExpiry,
    BackupPins,
    KnownObjects,
    RetentionFollower,
    RetentionService,
    ObjectFinder,
    BackupFiles,
    DownloadLinks,
    DownloadSlots,
    FoundArchives,
    OdooZips,
    RestoreRequests,
    RestoreInsurances,
    RestorePlans,
    RestoreUndos,
    CloneTeardowns,
    RestoreFollower,
    DrillRequests,
    BackupAdoption,
    RescanRequests,
    ForeignListing,
    ImportRequests,
    RescanFollower,
    DeadLetterReplay,
    CommandReconciler,
    TaskPlaces,
    EventFeed,
    EventHistory,
    EventStreams,
    ProgressFeed,
    LiveProgress,
    ProgressListener,
    NotificationChannels,
    EventCredentials,
    EventAdmission,
    GatewaySamples,
    { provide: OUTBOX_PUBLISHED, useClass: QueuedTasks },
  ],
})
export class AppModule {}
