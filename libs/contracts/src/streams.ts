import { BackupCopy, BackupRun, BackupVerify } from './backup-messages';
import { BackupCancel, RestoreCancel } from './cancel-messages';
import { eventFilter } from './message';
import { BackupDeleted } from './removal-messages';
import { BackupRescan } from './rescan-messages';
import { RestoreCompleted, RestoreRun, RestoreTeardown, RestoreUndo } from './restore-messages';
import { BackupExpired, BackupPinned, BackupUnpinned } from './retention-messages';

const GIB = 1024 ** 3;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface StreamDefinition {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly retention: 'workqueue' | 'limits';
  readonly maxAgeMs: number;
  readonly maxBytes: number;
  /** A repeated publish with the same id within this time is dropped. */
  readonly duplicateWindowMs: number;
  /** What is stored goes out once more on core NATS, with its sequence, under its subject behind this first part. */
  readonly toldAs?: string;
}

export const STREAMS = {
  JOBS: {
    name: 'JOBS',
    subjects: ['jobs.>'],
    retention: 'workqueue',
    maxAgeMs: 0,
    maxBytes: GIB,
    duplicateWindowMs: 600_000,
  },
  EVENTS: {
    name: 'EVENTS',
    subjects: ['events.>', 'again.>'],
    retention: 'limits',
    maxAgeMs: 30 * DAY_MS,
    maxBytes: 4 * GIB,
    duplicateWindowMs: 600_000,
    toldAs: 'stored',
  },
  DEAD: {
    name: 'DEAD',
    subjects: ['dead.>'],
    retention: 'limits',
    maxAgeMs: 90 * DAY_MS,
    maxBytes: GIB,
    duplicateWindowMs: 600_000,
  },
} as const satisfies Record<string, StreamDefinition>;
export type StreamName = keyof typeof STREAMS;

export interface ConsumerDefinition {
  readonly stream: StreamName;
  readonly durable: string;
  /** The service whose NATS user may consume. */
  readonly service: string;
  readonly filterSubjects: readonly string[];
}

/** Every durable consumer. A consumer on JOBS serves one command; on EVENTS a service has one. */
export const CONSUMERS = {
  backupRun: { stream: 'JOBS', durable: 'backup-run', service: 'backup-executor', filterSubjects: [BackupRun.subject] },
  backupVerify: {
    stream: 'JOBS',
    durable: 'backup-verify',
    service: 'backup-executor',
    filterSubjects: [BackupVerify.subject],
  },
  backupCopy: {
    stream: 'JOBS',
    durable: 'backup-copy',
    service: 'backup-executor',
    filterSubjects: [BackupCopy.subject],
  },
  backupRescan: {
    stream: 'JOBS',
    durable: 'backup-rescan',
    service: 'backup-executor',
    filterSubjects: [BackupRescan.subject],
  },
  backupCancel: {
    stream: 'JOBS',
    durable: 'backup-cancel',
    service: 'backup-executor',
    filterSubjects: [BackupCancel.subject],
  },
  restoreRun: {
    stream: 'JOBS',
    durable: 'restore-run',
    service: 'restore-executor',
    filterSubjects: [RestoreRun.subject],
  },
  restoreTeardown: {
    stream: 'JOBS',
    durable: 'restore-teardown',
    service: 'restore-executor',
    filterSubjects: [RestoreTeardown.subject],
  },
  restoreUndo: {
    stream: 'JOBS',
    durable: 'restore-undo',
    service: 'restore-executor',
    filterSubjects: [RestoreUndo.subject],
  },
  restoreCancel: {
    stream: 'JOBS',
    durable: 'restore-cancel',
    service: 'restore-executor',
    filterSubjects: [RestoreCancel.subject],
  },
  gatewayEvents: {
    stream: 'EVENTS',
    durable: 'gateway',
    service: 'gateway',
    filterSubjects: [eventFilter('backup.>'), eventFilter('restore.>'), eventFilter('policy.*')],
  },
  schedulerEvents: {
    stream: 'EVENTS',
    durable: 'scheduler',
    service: 'scheduler',
    filterSubjects: [
      eventFilter('backup.completed'),
      eventFilter('backup.failed'),
      eventFilter('backup.cancelled'),
      eventFilter('environment.*'),
    ],
  },
  retentionEvents: {
    stream: 'EVENTS',
    durable: 'retention',
    service: 'retention',
    filterSubjects: [
      eventFilter('backup.completed'),
      eventFilter('backup.recovered'),
      eventFilter('backup.verified'),
      eventFilter(BackupDeleted.name),
      eventFilter(BackupExpired.name),
      eventFilter(BackupPinned.name),
      eventFilter(BackupUnpinned.name),
      eventFilter(RestoreCompleted.name),
      eventFilter('policy.*'),
      eventFilter('environment.deleted'),
    ],
  },
  gatewayDeadLetters: {
    stream: 'DEAD',
    durable: 'gateway-dead-letters',
    service: 'gateway',
    filterSubjects: ['dead.>'],
  },
  notifierEvents: { stream: 'EVENTS', durable: 'notifier', service: 'notifier', filterSubjects: ['events.>'] },
} as const satisfies Record<string, ConsumerDefinition>;

/** Where a message goes that no attempt could settle. */
export function deadLetterSubject(stream: StreamName, subject: string): string {
  return `dead.${stream}.${subject}`;
}

/** Where an event goes once more, to one consumer of events alone. */
export function redeliverySubject(durable: string, subject: string): string {
  return `again.${durable}.${subject}`;
}

/** The subject that an event had at first; undefined when it was not sent once more. */
export function redeliveredSubject(subject: string): string | undefined {
  return /^again\.[^.]+\.(.+)$/.exec(subject)?.[1];
}

export const SERVICES = [
  'gateway',
  'scheduler',
  'backup-executor',
  'restore-executor',
  'retention',
  'notifier',
] as const;
export type ServiceName = (typeof SERVICES)[number];
