/** Every metric of Strongroom's own. docs/metrics.md is made of this file. */
import { counter, gauge, histogram } from './declare-metric';

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const WORK_SECONDS = [0.05, 0.25, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200];

export const METRICS = {
  serviceInfo: gauge({
    name: 'strongroom_service_info',
    help: 'Always 1; the labels say which service and version the process is.',
    toldBy: 'all',
    labels: ['service', 'version'],
  }),
  dependencyUp: gauge({
    name: 'strongroom_dependency_up',
    help: '1 while the part (`postgresql`, `nats`) answers this process, else 0: what `/health/ready` says.',
    toldBy: 'all',
    labels: ['dependency'],
  }),
  httpRequestDuration: histogram({
    name: 'strongroom_http_request_duration_seconds',
    help: 'Requests by the template of their route, without those for health; an event stream counts when it ends.',
    toldBy: 'all',
    labels: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
  }),
  messageDuration: histogram({
    name: 'strongroom_message_duration_seconds',
    help: 'Work on one delivery of a message; `outcome` is `done`, `retried`, `put_off` (not its turn), `dead_letter` or `handed_back`.',
    toldBy: 'all',
    labels: ['consumer', 'outcome'],
    buckets: WORK_SECONDS,
  }),
  queueMessages: gauge({
    name: 'strongroom_queue_messages',
    help: 'Messages of a consumer that wait (`waiting`) or are worked on or put off (`in_progress`). Every replica tells the same.',
    toldBy: 'all',
    labels: ['consumer', 'state'],
  }),
  outboxMessages: gauge({
    name: 'strongroom_outbox_messages',
    help: 'Messages that the service has not been able to publish yet, counted up to 10,000. Every replica tells the same.',
    toldBy: 'all',
  }),
  outboxOldestAge: gauge({
    name: 'strongroom_outbox_oldest_age_seconds',
    help: 'Age of the oldest message that is not published yet; 0 without any. Every replica tells the same.',
    toldBy: 'all',
  }),
  outboxPublished: counter({
    name: 'strongroom_outbox_published_total',
    help: 'Messages published from the outbox by this process.',
    toldBy: 'all',
  }),
  rpcDuration: histogram({
    name: 'strongroom_rpc_duration_seconds',
    help: 'Questions to other services, with all tries; `outcome` is `answered` or the code of the error.',
    toldBy: 'all',
    labels: ['question', 'outcome'],
    buckets: REQUEST_SECONDS,
  }),
  sampleFailures: counter({
    name: 'strongroom_metric_sample_failures_total',
    help: 'Values that were not to be had in time when metrics were asked for; they are then missing, or NaN, instead of old.',
    toldBy: 'all',
    labels: ['sample'],
  }),

  jobsRunning: gauge({
    name: 'strongroom_jobs_running',
    help: 'Attempts that this process works on.',
    toldBy: 'executors',
    labels: ['kind'],
  }),
  jobAttemptDuration: histogram({
    name: 'strongroom_job_attempt_duration_seconds',
    help: 'Attempts from their claim to their end; `outcome` is `completed`, `retrying`, `failed`, `cancelled`, `handed_back` or `lost`.',
    toldBy: 'executors',
    labels: ['kind', 'outcome'],
    buckets: WORK_SECONDS,
  }),
  jobStageDuration: histogram({
    name: 'strongroom_job_stage_duration_seconds',
    help: 'Stages of attempts; one that an attempt ended in without success counts as well.',
    toldBy: 'executors',
    labels: ['kind', 'stage'],
    buckets: WORK_SECONDS,
  }),
  jobFailures: counter({
    name: 'strongroom_job_failures_total',
    help: 'Attempts that failed, by the code of their error (docs/errors.md).',
    toldBy: 'executors',
    labels: ['kind', 'code'],
  }),
  jobMovedBytes: counter({
    name: 'strongroom_job_moved_bytes_total',
    help: 'Bytes that jobs have moved; what is read back counts as well.',
    toldBy: 'executors',
    labels: ['kind'],
  }),

  taskDuration: histogram({
    name: 'strongroom_task_duration_seconds',
    help: 'Tasks from the request to their end, waiting included; `status` is `completed`, `failed` or `cancelled`.',
    toldBy: 'gateway',
    labels: ['type', 'status'],
    buckets: WORK_SECONDS,
  }),
  tasksOpen: gauge({
    name: 'strongroom_tasks_open',
    help: 'Tasks that have not ended: `pending`, `queued` or `running`. Every replica tells the same.',
    toldBy: 'gateway',
    labels: ['type', 'status'],
  }),
  taskOldestWaiting: gauge({
    name: 'strongroom_task_oldest_waiting_seconds',
    help: 'How long the task waits that has waited longest for its first or next attempt; 0 without any. Every replica tells the same.',
    toldBy: 'gateway',
    labels: ['type'],
  }),
  deadLettersOpen: gauge({
    name: 'strongroom_dead_letters_open',
    help: 'Dead letters that nobody has replayed or dismissed. Every replica tells the same.',
    toldBy: 'gateway',
  }),
  lastBackup: gauge({
    name: 'strongroom_environment_last_backup_timestamp_seconds',
    help: 'When the last good backup of the environment was completed (Unix time); 0: it has none. Every replica tells the same.',
    toldBy: 'gateway',
    labels: ['organization_id', 'environment_id'],
  }),
  lastVerifiedBackup: gauge({
    name: 'strongroom_environment_last_verified_backup_timestamp_seconds',
    help: 'When the last backup of the environment was completed that was read back and found intact (Unix time); 0: it has none. Every replica tells the same.',
    toldBy: 'gateway',
    labels: ['organization_id', 'environment_id'],
  }),
  lastPassedDrill: gauge({
    name: 'strongroom_environment_last_passed_drill_timestamp_seconds',
    help: 'When a backup of the environment was last restored on trial with success (Unix time); 0: never. Every replica tells the same.',
    toldBy: 'gateway',
    labels: ['organization_id', 'environment_id'],
  }),
  drillsEnded: counter({
    name: 'strongroom_drills_ended_total',
    help: 'Restores on trial by what came of them: `passed`, `damaged` (the backup is), `not_proven` (failed for another reason) or `cancelled`.',
    toldBy: 'gateway',
    labels: ['outcome'],
  }),
  drillRecovery: histogram({
    name: 'strongroom_drill_recovery_seconds',
    help: 'How long restores on trial that passed took from their beginning until all was checked.',
    toldBy: 'gateway',
    buckets: WORK_SECONDS,
  }),
  environmentsUntold: gauge({
    name: 'strongroom_environments_untold',
    help: 'Environments whose last backups are not told because there are more than `METRICS_MAX_ENVIRONMENTS`.',
    toldBy: 'gateway',
  }),
  problems: counter({
    name: 'strongroom_http_problems_total',
    help: 'Requests answered with a problem document, by its code (docs/errors.md); `RATE_LIMITED` are those that came too often.',
    toldBy: 'gateway',
    labels: ['code'],
  }),
  sseClients: gauge({
    name: 'strongroom_sse_clients',
    help: 'Clients that listen to the event stream of this process.',
    toldBy: 'gateway',
  }),

  deliveries: counter({
    name: 'strongroom_notification_deliveries_total',
    help: 'Attempts to deliver a notice, by the kind of the channel; `outcome` is `delivered`, `retried`, `failed` (refused for good), `given_up` or `outdated` (too old to be sent).',
    toldBy: 'notifier',
    labels: ['kind', 'outcome'],
  }),
  deliveriesWaiting: gauge({
    name: 'strongroom_notification_deliveries_waiting',
    help: 'Notices that wait for their first or next attempt. Every replica tells the same.',
    toldBy: 'notifier',
  }),
  deliveryOldestWaiting: gauge({
    name: 'strongroom_notification_oldest_waiting_seconds',
    help: 'How long the notice waits that has waited longest; 0 without any. Every replica tells the same.',
    toldBy: 'notifier',
  }),

  policies: gauge({
    name: 'strongroom_policies',
    help: 'Backup policies, by whether they are enabled. Every replica tells the same.',
    toldBy: 'scheduler',
    labels: ['enabled'],
  }),
  scheduleLag: gauge({
    name: 'strongroom_schedule_lag_seconds',
    help: 'For how long the policy is due that has been longest without being fired; 0 when none is. Every replica tells the same.',
    toldBy: 'scheduler',
  }),
  runsWaiting: gauge({
    name: 'strongroom_runs_waiting',
    help: 'Due runs that the gateway has not taken over yet. Every replica tells the same.',
    toldBy: 'scheduler',
    labels: ['kind'],
  }),
  runOldestWaiting: gauge({
    name: 'strongroom_run_oldest_waiting_seconds',
    help: 'How long the oldest of them waits; 0 without any. Every replica tells the same.',
    toldBy: 'scheduler',
    labels: ['kind'],
  }),
  runs: counter({
    name: 'strongroom_runs_total',
    help: 'Runs that this process has settled; `outcome` is `requested`, `refused` or `missed`.',
    toldBy: 'scheduler',
    labels: ['kind', 'outcome'],
  }),
  runHandOver: histogram({
    name: 'strongroom_run_hand_over_seconds',
    help: 'From the moment at which a run was fired until the gateway has taken it over.',
    toldBy: 'scheduler',
    labels: ['kind'],
    buckets: WORK_SECONDS,
  }),

  retentionRunDuration: histogram({
    name: 'strongroom_retention_run_duration_seconds',
    help: 'Runs of retention, each of one organization, from their beginning until objects were removed; `outcome` is `completed` or `with_errors`.',
    toldBy: 'retention',
    labels: ['outcome'],
    buckets: WORK_SECONDS,
  }),
  retentionErrors: counter({
    name: 'strongroom_retention_errors_total',
    help: 'What runs of retention could not do, by the code of the error (docs/errors.md); an object that a storage refuses counts with every run.',
    toldBy: 'retention',
    labels: ['code'],
  }),
  retentionPromoted: counter({
    name: 'strongroom_retention_promoted_total',
    help: 'Backups that runs of this process have promoted.',
    toldBy: 'retention',
    labels: ['tier'],
  }),
  retentionExpired: counter({
    name: 'strongroom_retention_expired_total',
    help: 'Backups that runs of this process have let expire.',
    toldBy: 'retention',
  }),
  retentionRunOldest: gauge({
    name: 'strongroom_retention_run_oldest_seconds',
    help: 'How long ago the run was due or asked for that has waited longest for its end; 0 without any. Every replica tells the same.',
    toldBy: 'retention',
  }),
  retentionHolds: gauge({
    name: 'strongroom_retention_holds',
    help: 'Environments of which so much would go at once that it waits for an agreement. Every replica tells the same.',
    toldBy: 'retention',
  }),
  retentionHoldOldest: gauge({
    name: 'strongroom_retention_hold_oldest_seconds',
    help: 'How long the one waits for an agreement that has waited longest; 0 without any. Every replica tells the same.',
    toldBy: 'retention',
  }),
  removals: counter({
    name: 'strongroom_removals_total',
    help: 'Attempts to remove a deleted or expired backup from a storage; `outcome` is `removed` or the code of the error.',
    toldBy: 'retention',
    labels: ['outcome'],
  }),
  removedBytes: counter({
    name: 'strongroom_removed_bytes_total',
    help: 'Bytes of backups that were removed from storages, by the size they were completed with.',
    toldBy: 'retention',
  }),
  removalsWaiting: gauge({
    name: 'strongroom_removals_waiting',
    help: 'Places of deleted and expired backups that are not clean yet; `state` is `due` (not tried yet) or `refused`. Every replica tells the same.',
    toldBy: 'retention',
    labels: ['state'],
  }),
  removalOldestRefused: gauge({
    name: 'strongroom_removal_oldest_refused_seconds',
    help: 'How long ago the backup was deleted or expired whose storage has refused longest to let it go; 0 without any. Every replica tells the same.',
    toldBy: 'retention',
  }),
  orphanObjects: gauge({
    name: 'strongroom_orphan_objects',
    help: 'Objects in storages that no record knows, as the last complete look at each storage has found them. Every replica tells the same.',
    toldBy: 'retention',
  }),
  orphanBytes: gauge({
    name: 'strongroom_orphan_bytes',
    help: 'Their size. Every replica tells the same.',
    toldBy: 'retention',
  }),
  missingObjects: gauge({
    name: 'strongroom_missing_objects',
    help: 'Objects of backups that were not in their storage at the last complete look at it. Every replica tells the same.',
    toldBy: 'retention',
  }),
  orphanSweepsFailed: gauge({
    name: 'strongroom_orphan_sweeps_failed',
    help: 'Storages whose last comparison with the catalog could not be made. Every replica tells the same.',
    toldBy: 'retention',
  }),
} as const;
