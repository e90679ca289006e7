/** Injection token of `MessagingSettings`; libs/service provides it from the configuration. */
export const MESSAGING_SETTINGS = Symbol('MESSAGING_SETTINGS');
/** Injection token of the service's name (`ServiceName`), given to `MessagingModule.forRoot`. */
export const MESSAGING_SERVICE = Symbol('MESSAGING_SERVICE');

export interface MessagingSettings {
  /** nats://user:password@host:port[,…] */
  natsUrl: string;
  /** How long the broker waits for a sign of life before it hands a message to another process. */
  ackWaitMs: number;
  /** Commands that one process works on at once. */
  maxJobs: number;
  /** How long running handlers may go on after SIGTERM. */
  shutdownGraceMs: number;
  /** Waits before the retries of a failed message; as many retries as there are delays. */
  retryDelaysMs: number[];
  /** How often the outbox is looked at when no notification arrives. */
  outboxPollMs: number;
  /** How long published rows stay in the outbox. */
  outboxRetentionMs: number;
}
