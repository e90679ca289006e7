/** What each service says and asks, and from that the least rights that its NATS user needs. */
import {
  BackupAccess,
  type ConsumerDefinition,
  CONSUMERS,
  DIRECTORY_EVENTS,
  EnvironmentAccessOf,
  eventFilter,
  PROGRESS_FILTER,
  type ServiceName,
  StorageProbe,
} from '@app/contracts';
import { inboxPrefixOf } from './nats-link';

interface Traffic {
  /** Subjects of the commands and events it tells. */
  tells: readonly string[];
  asks: readonly { subject: string }[];
  answers: readonly { subject: string }[];
  progress?: 'reports' | 'watches';
}

const TRAFFIC: Record<ServiceName, Traffic> = {
  gateway: {
    tells: [
      'jobs.>',
      eventFilter('task.>'),
      ...Object.keys(DIRECTORY_EVENTS).map((thing) => eventFilter(`${thing}.>`)),
    ],
    asks: [StorageProbe],
    answers: [BackupAccess, EnvironmentAccessOf],
    progress: 'watches',
  },
  'backup-executor': {
    tells: [eventFilter('backup.>')],
    asks: [BackupAccess],
    answers: [StorageProbe],
    progress: 'reports',
  },
  'restore-executor': {
    tells: [eventFilter('restore.>')],
    asks: [BackupAccess, EnvironmentAccessOf],
    answers: [],
    progress: 'reports',
  },
  scheduler: { tells: [], asks: [], answers: [] },
  retention: { tells: [], asks: [], answers: [] },
  notifier: { tells: [], asks: [], answers: [] },
};

export interface NatsPermissions {
  publish: string[];
  subscribe: string[];
  /** May answer on the reply subjects of what it receives. */
  responds: boolean;
}

export function natsPermissions(service: ServiceName): NatsPermissions {
  const { tells, asks, answers, progress } = TRAFFIC[service];
  const consumers = Object.values<ConsumerDefinition>(CONSUMERS).filter((consumer) => consumer.service === service);
  const consumption = consumers.flatMap(({ stream, durable }) => [
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.>`,
  ]);
  return {
    publish: [
      ...consumption,
      ...tells,
      'dead.>',
      ...asks.map(({ subject }) => subject),
      ...(progress === 'reports' ? [PROGRESS_FILTER] : []),
    ],
    subscribe: [
      `${inboxPrefixOf(service)}.>`,
      ...answers.map(({ subject }) => subject),
      ...(progress === 'watches' ? [PROGRESS_FILTER] : []),
    ],
    responds: answers.length > 0,
  };
}
