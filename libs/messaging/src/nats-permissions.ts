/** What each service says and asks, and from that the least rights that its NATS user needs. */
import {
  AdoptBackups,
  BackupAccess,
  BackupDeleted,
  BackupExpired,
  BackupObjectRemovalFailed,
  BackupObjectRemoved,
  BackupPinned,
  BackupPromoted,
  BackupRecovered,
  BackupSuspicious,
  BackupUnpinned,
  ChannelChange,
  ChannelCreate,
  ChannelDelete,
  ChannelOf,
  ChannelsOf,
  ChannelTest,
  type ConsumerDefinition,
  CONSUMERS,
  DeadLetterKept,
  deadLetterSubject,
  DeliveriesOf,
  DIRECTORY_EVENTS,
  EnvironmentAccessOf,
  eventFilter,
  ExpireBackups,
  ForeignListOf,
  KnownObjectsOf,
  OrphanReportOf,
  OrphanSweepRun,
  NamesOf,
  PolicyChange,
  PolicyCreate,
  PolicyDelete,
  PolicyOf,
  PROGRESS_FILTER,
  redeliverySubject,
  RequestBackups,
  RequestDrills,
  RestoreInsurance,
  RestorePlanOf,
  RetentionAgree,
  RetentionPreviewOf,
  RetentionRunOf,
  RetentionRunsOf,
  type ServiceName,
  StorageAccesses,
  StorageAccessOf,
  StorageProbe,
  type StreamName,
  STREAMS,
} from '@app/contracts';
import { AUTH_CALLOUT_SUBJECT } from './auth-callout';
import { EVENTS } from './event-catalogue';
import { inboxPrefixOf } from './nats-link';
import { allFilters } from './provision-streams';

interface Traffic {
  /** Subjects of the commands and events it tells. */
  tells: readonly string[];
  asks: readonly { subject: string }[];
  answers: readonly { subject: string }[];
  progress?: 'reports' | 'watches';
  /** Whose oldest message it asks for (`StreamHorizon`). */
  inspects?: readonly StreamName[];
  /** Reads along in EVENTS, without a consumer (`EventLog`). */
  readsEvents?: boolean;
  /** Decides who of the users that the server does not know may connect. */
  admits?: boolean;
}

/** What others than its executor tell of a backup. */
const BY_GATEWAY = [
  BackupRecovered.name,
  BackupDeleted.name,
  BackupExpired.name,
  BackupPinned.name,
  BackupUnpinned.name,
];
const BY_RETENTION = [
  BackupObjectRemoved.name,
  BackupObjectRemovalFailed.name,
  BackupPromoted.name,
  BackupSuspicious.name,
];

/** What the notifier is asked about the channels of an organization. */
const CHANNELS = [ChannelsOf, ChannelOf, ChannelCreate, ChannelChange, ChannelDelete, ChannelTest, DeliveriesOf];

/** What an executor tells of its work. */
const factsOf = (thing: 'backup' | 'restore') =>
  EVENTS.map(({ name }) => name)
    .filter((name) => name.startsWith(`${thing}.`) && ![...BY_GATEWAY, ...BY_RETENTION].includes(name))
    .map(eventFilter);

const OF_RETENTION = [
  RetentionRunOf,
  RetentionRunsOf,
  RetentionPreviewOf,
  RetentionAgree,
  OrphanSweepRun,
  OrphanReportOf,
];

const TRAFFIC: Record<ServiceName, Traffic> = {
  gateway: {
    tells: [
      'jobs.>',
      eventFilter('task.>'),
      eventFilter('quota.>'),
      eventFilter(DeadLetterKept.name),
      ...BY_GATEWAY.map(eventFilter),
      redeliverySubject('*', '>'),
      ...Object.keys(DIRECTORY_EVENTS).map((thing) => eventFilter(`${thing}.>`)),
    ],
    asks: [
      StorageProbe,
      ForeignListOf,
      RestorePlanOf,
      PolicyCreate,
      PolicyChange,
      PolicyDelete,
      PolicyOf,
      ...OF_RETENTION,
      ...CHANNELS,
    ],
    answers: [
      BackupAccess,
      EnvironmentAccessOf,
      StorageAccesses,
      StorageAccessOf,
      AdoptBackups,
      RestoreInsurance,
      RequestBackups,
      RequestDrills,
      ExpireBackups,
      KnownObjectsOf,
      NamesOf,
    ],
    progress: 'watches',
    inspects: ['JOBS', 'EVENTS'],
    readsEvents: true,
    admits: true,
  },
  'backup-executor': {
    tells: factsOf('backup'),
    asks: [BackupAccess, EnvironmentAccessOf, StorageAccesses, StorageAccessOf, AdoptBackups],
    answers: [StorageProbe, ForeignListOf],
    progress: 'reports',
    inspects: ['JOBS'],
  },
  'restore-executor': {
    tells: factsOf('restore'),
    asks: [EnvironmentAccessOf, StorageAccessOf, RestoreInsurance],
    answers: [RestorePlanOf],
    progress: 'reports',
    inspects: ['JOBS'],
  },
  scheduler: {
    tells: [eventFilter('policy.>')],
    asks: [RequestBackups, RequestDrills],
    answers: [PolicyCreate, PolicyChange, PolicyDelete, PolicyOf],
  },
  retention: {
    tells: [...BY_RETENTION.map(eventFilter), eventFilter('retention.>'), eventFilter('storage.>')],
    asks: [StorageAccesses, StorageAccessOf, ExpireBackups, KnownObjectsOf],
    answers: OF_RETENTION,
  },
  notifier: { tells: [], asks: [NamesOf], answers: CHANNELS },
};

export interface NatsPermissions {
  publish: string[];
  subscribe: string[];
  /** May answer on the reply subjects of what it receives. */
  responds: boolean;
}

export function natsPermissions(service: ServiceName): NatsPermissions {
  const { tells, asks, answers, progress, inspects = [], readsEvents = false, admits = false } = TRAFFIC[service];
  const consumers = Object.values<ConsumerDefinition>(CONSUMERS).filter((consumer) => consumer.service === service);
  const consumption = consumers.flatMap(({ stream, durable }) => [
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.>`,
  ]);
  // whoever does the work of a command may ask for it once more, when the broker has lost it
  const ownCommands = consumers
    .filter(({ stream }) => stream === 'JOBS')
    .flatMap(({ filterSubjects }) => filterSubjects);
  // a dead letter of the dead letters would go round for ever; it comes again instead
  const deadLetters = consumers
    .filter(({ stream }) => stream !== 'DEAD')
    .flatMap((consumer) => allFilters(consumer).map((filter) => deadLetterSubject(consumer.stream, filter)));
  return {
    publish: [
      ...consumption,
      ...tells,
      ...ownCommands,
      ...deadLetters,
      ...inspects.map((stream) => `$JS.API.STREAM.INFO.${stream}`),
      ...(readsEvents ? [`$JS.API.STREAM.MSG.GET.${STREAMS.EVENTS.name}`] : []),
      ...asks.map(({ subject }) => subject),
      ...(progress === 'reports' ? [PROGRESS_FILTER] : []),
    ],
    subscribe: [
      `${inboxPrefixOf(service)}.>`,
      ...answers.map(({ subject }) => subject),
      ...(progress === 'watches' ? [PROGRESS_FILTER] : []),
      ...(readsEvents ? [`${STREAMS.EVENTS.toldAs}.>`] : []),
      ...(admits ? [AUTH_CALLOUT_SUBJECT] : []),
    ],
    responds: answers.length > 0 || admits,
  };
}
