/** The headers that Strongroom sets on its messages. Those of NATS itself begin with `Nats-`. */
export const MESSAGE_HEADERS = {
  name: 'Strongroom-Message',
  version: 'Strongroom-Version',
  contentType: 'Content-Type',
} as const;

/**
 * Whoever replays a dead letter numbers it: 1 the first time, then one more than the dead letter says. It stays on the
 * message if that becomes a dead letter again.
 */
export const REPLAY_HEADER = 'Strongroom-Replay';

/** What a dead letter says about its end. */
export const DEAD_LETTER_HEADERS = {
  code: 'Strongroom-Error-Code',
  message: 'Strongroom-Error-Message',
  attempt: 'Strongroom-Attempt',
  subject: 'Strongroom-Original-Subject',
  messageId: 'Strongroom-Original-Message-Id',
  consumer: 'Strongroom-Consumer',
  sequence: 'Strongroom-Original-Sequence',
} as const;
