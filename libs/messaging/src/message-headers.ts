/** The headers that Strongroom sets on its messages. Those of NATS itself begin with `Nats-`. */
export const MESSAGE_HEADERS = {
  name: 'Strongroom-Message',
  version: 'Strongroom-Version',
  contentType: 'Content-Type',
} as const;

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
